using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ServicePackaging.Formats.Tests.MacPkg;

/// <summary>An entry of an odc archive with all fields writable: device, inode, mode, user, group, links, special device, time.</summary>
internal sealed record OdcPart(long[] Numbers, string Name, byte[] Content)
{
    public const int Device = 0, Inode = 1, Mode = 2, User = 3, Group = 4, Links = 5, SpecialDevice = 6, Time = 7;

    private static readonly int[] Lengths = [6, 6, 6, 6, 6, 6, 6, 11];

    public OdcPart With(int field, long value)
    {
        var numbers = Numbers.ToArray();
        numbers[field] = value;
        return this with { Numbers = numbers };
    }

    /// <summary>Reads the entries of a gzip payload, including the end mark, with a separate parser.</summary>
    public static List<OdcPart> Parse(byte[] gzip)
    {
        using var plain = new MemoryStream();
        new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress).CopyTo(plain);
        var text = Encoding.Latin1.GetString(plain.ToArray());
        var parts = new List<OdcPart>();
        for (var at = 0; parts.Count == 0 || parts[^1].Name != "TRAILER!!!";)
        {
            Assert.Equal("070707", text.Substring(at, 6));
            at += 6;
            var numbers = Lengths.Select(length => Next(length)).ToArray();
            var (nameLength, contentLength) = ((int)Next(6), (int)Next(11));
            var name = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text.Substring(at, nameLength - 1)));
            at += nameLength;
            parts.Add(new OdcPart(numbers, name, Encoding.Latin1.GetBytes(text.Substring(at, contentLength))));
            at += contentLength;

            long Next(int length) => Convert.ToInt64(text.Substring((at += length) - length, length), 8);
        }

        return parts;
    }

    public static byte[] Build(IEnumerable<OdcPart> parts, bool isPadded = true)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            long length = 0;
            foreach (var part in parts)
            {
                var name = Encoding.UTF8.GetBytes(part.Name + '\0');
                var header = "070707" + string.Concat(part.Numbers.Zip(Lengths, Octal)) + Octal(name.Length, 6) + Octal(part.Content.Length, 11);
                gzip.Write(Encoding.ASCII.GetBytes(header));
                gzip.Write(name);
                gzip.Write(part.Content);
                length += header.Length + name.Length + part.Content.Length;
            }

            gzip.Write(new byte[isPadded ? -length & 511 : 0]);
        }

        return bytes.ToArray();
    }

    private static string Octal(long number, int length) => Convert.ToString(number, 8).PadLeft(length, '0').ToString(CultureInfo.InvariantCulture);
}
