using System.Text;

namespace ServicePackaging.Benchmarks;

/// <summary>Bytes that compress as real files do: prose, JSON, something like machine code, and noise. The same seed gives the same bytes everywhere.</summary>
internal sealed class SyntheticData
{
    private const string Letters = "etaoinshrdlucmfwypvbgk";
    private const int Words = 8192;
    private const int Instructions = 512;

    private readonly byte[][] _words;
    private readonly byte[][] _instructions;
    private ulong _state;

    public SyntheticData(ulong seed)
    {
        _state = seed;
        _words = [.. Enumerable.Range(0, Words).Select(_ => Encoding.ASCII.GetBytes(MakeWord()))];
        _instructions = [.. Enumerable.Range(0, Instructions).Select(_ => Noise(1 + Next(6)))];
    }

    /// <summary>The kinds of content.</summary>
    public enum Texture
    {
        Prose,
        Json,
        Code,
        Noise,
    }

    /// <summary>A number from 0 to below the limit.</summary>
    public int Next(int limit) => (int)((NextBits() >> 33) % (ulong)limit);

    /// <summary>Fills the buffer.</summary>
    public void Fill(Texture texture, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            ReadOnlySpan<byte> piece = texture switch
            {
                Texture.Prose => Rare(_words),
                Texture.Json => "\""u8,
                Texture.Code => Rare(_instructions),
                _ => Noise(sizeof(ulong)),
            };
            buffer = Put(piece, buffer);
            buffer = texture switch
            {
                Texture.Prose => Put(Next(12) == 0 ? ".\n"u8 : " "u8, buffer),
                Texture.Json => PutMember(buffer),
                Texture.Code => Put(Noise(Next(3)), buffer),
                _ => buffer,
            };
        }
    }

    private static Span<byte> Put(ReadOnlySpan<byte> piece, Span<byte> buffer)
    {
        int length = Math.Min(piece.Length, buffer.Length);
        piece[..length].CopyTo(buffer);
        return buffer[length..];
    }

    private Span<byte> PutMember(Span<byte> buffer)
    {
        buffer = Put(Rare(_words), buffer);
        buffer = Put("\": "u8, buffer);
        buffer = Put(Encoding.ASCII.GetBytes(Next(100_000).ToString(System.Globalization.CultureInfo.InvariantCulture)), buffer);
        return Put(",\n  "u8, buffer);
    }

    // Low indexes are frequent, as in Zipf's law: the distribution of a product of two uniform numbers.
    private byte[] Rare(byte[][] pieces) => pieces[(int)((long)Next(pieces.Length) * Next(pieces.Length) / pieces.Length)];

    private string MakeWord() => string.Concat(Enumerable.Range(0, 2 + Next(9)).Select(_ => Letters[Next(Letters.Length)]));

    private byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i += sizeof(ulong))
        {
            BitConverter.GetBytes(NextBits()).AsSpan(0, Math.Min(sizeof(ulong), length - i)).CopyTo(bytes.AsSpan(i));
        }

        return bytes;
    }

    // SplitMix64 (Steele, Lea, Flood 2014): System.Random does not promise the same numbers in every runtime.
    private ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
