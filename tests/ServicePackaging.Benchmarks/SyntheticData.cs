using System.Globalization;
using System.Text;

namespace ServicePackaging.Benchmarks;

/// <summary>What the bytes of a file are like.</summary>
internal enum Texture
{
    /// <summary>Sentences of words, many of them in phrases that come again.</summary>
    Prose,

    /// <summary>Records of the same few keys.</summary>
    Json,

    /// <summary>Short patterns that come again, with operands between them.</summary>
    Code,

    /// <summary>Nothing to compress, as in pictures and archives.</summary>
    Noise,
}

/// <summary>Bytes that compress much as real files do. The same seed gives the same bytes everywhere.</summary>
internal sealed class SyntheticData
{
    private const string Letters = "etaoinshrdlucmfwypvbgk";
    private const int Words = 4096;
    private const int Phrases = 1024;
    private const int Instructions = 1024;

    private readonly byte[][] _words;
    private readonly byte[][] _phrases;
    private readonly byte[][] _instructions;
    private ulong _state;

    public SyntheticData(ulong seed)
    {
        _state = seed;
        _words = [.. Enumerable.Range(0, Words).Select(_ => Encoding.ASCII.GetBytes(MakeWord()))];
        _phrases = [.. Enumerable.Range(0, Phrases).Select(_ => MakePhrase())];
        _instructions = [.. Enumerable.Range(0, Instructions).Select(_ => Noise(3 + Next(12)))];
    }

    /// <summary>A number from 0 to below the limit.</summary>
    public int Next(int limit) => (int)((NextBits() >> 33) % (ulong)limit);

    /// <summary>Fills the buffer.</summary>
    public void Fill(Texture texture, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var piece = texture switch
            {
                Texture.Prose => Next(2) == 0 ? Frequent(_phrases) : [.. Frequent(_words), (byte)' '],
                Texture.Json => MakeRecord(),
                Texture.Code => [.. Frequent(_instructions), .. Noise(Next(3))],
                _ => Noise(sizeof(ulong)),
            };
            var length = Math.Min(piece.Length, buffer.Length);
            piece.AsSpan(0, length).CopyTo(buffer);
            buffer = buffer[length..];
        }
    }

    private byte[] MakeRecord() => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""
          { "id": {{Next(1_000_000)}}, "name": "{{Encoding.ASCII.GetString(Frequent(_words))}}", "text": "{{Encoding.ASCII.GetString(Frequent(_phrases))}}" },

        """));

    private byte[] MakePhrase() => [.. Enumerable.Range(0, 3 + Next(4)).SelectMany(_ => Frequent(_words).Append((byte)' '))];

    // The product of three uniform numbers makes low indexes frequent and high ones rare, as the words of a language are.
    private byte[] Frequent(byte[][] pieces) =>
        pieces[(int)((long)Next(pieces.Length) * Next(pieces.Length) / pieces.Length * Next(pieces.Length) / pieces.Length)];

    private string MakeWord() => string.Concat(Enumerable.Range(0, 2 + Next(9)).Select(_ => Letters[Next(Letters.Length)]));

    private byte[] Noise(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i += sizeof(ulong))
        {
            BitConverter.GetBytes(NextBits()).AsSpan(0, Math.Min(sizeof(ulong), length - i)).CopyTo(bytes.AsSpan(i));
        }

        return bytes;
    }

    // SplitMix64 (Steele, Lea, Flood 2014): System.Random does not promise the same numbers in every runtime.
    private ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
