using System.Text;

namespace ServicePackaging.Formats.Tests;

/// <summary>Inputs that are the same on every host and runtime. System.Random does not guarantee its sequence.</summary>
internal static class Samples
{
    /// <summary>Bytes without a structure.</summary>
    public static byte[] Random(int length, uint seed)
    {
        var bytes = new byte[length];
        var state = (seed * 2654435761u) + 1;
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)Next(ref state);
        }

        return bytes;
    }

    /// <summary>Words of a small vocabulary, as in text.</summary>
    public static byte[] Text(int length, uint seed)
    {
        string[] words = ["service", "package", "the ", "of ", "\n", "daemon", ", ", "unit", "systemd ", "0.", "x", "install", " restart"];
        var text = new StringBuilder();
        for (var state = seed + 1; text.Length < length;)
        {
            text.Append(words[Next(ref state) % (uint)words.Length]);
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    /// <summary>Sections of different kinds, as in an archive of programs: changing statistics, near and far repeats.</summary>
    public static byte[] Mixed(int length, uint seed)
    {
        var bytes = new byte[length];
        var state = seed + 1;
        for (var position = 0; position < length;)
        {
            var part = bytes.AsSpan(position, (int)Math.Min(length - position, 1 + (Next(ref state) % 20000)));
            switch (Next(ref state) % 5)
            {
                case 0:
                    Random(part.Length, state).CopyTo(part);
                    break;
                case 1:
                    Text(part.Length, state).CopyTo(part);
                    break;
                case 2:
                    part.Fill((byte)Next(ref state));
                    break;
                case 3:
                    for (var i = 0; i < part.Length; i++)
                    {
                        part[i] = (byte)(i % 4 == 3 ? 0 : Next(ref state) % 24);
                    }

                    break;
                default:
                    var back = 1 + (int)(Next(ref state) % 70000);
                    for (var i = 0; i < part.Length; i++)
                    {
                        part[i] = position + i >= back ? bytes[position + i - back] : (byte)i;
                    }

                    break;
            }

            position += part.Length;
        }

        return bytes;
    }

    private static uint Next(ref uint state)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return state >> 8;
    }
}
