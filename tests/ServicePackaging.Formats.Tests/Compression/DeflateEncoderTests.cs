using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Tests.Compression;

public class DeflateEncoderTests
{
    private const int BlockLength = 64 * 1024;

    public static TheoryData<string, byte[]> Inputs => new()
    {
        { "nothing", [] },
        { "one byte", [7] },
        { "two bytes", [7, 7] },
        { "the shortest match", "abcabc"u8.ToArray() },
        { "one literal repeated", new byte[259] },
        { "the longest match and one", new byte[260] },
        { "a whole block of zeros", new byte[BlockLength] },
        { "all bytes once", [.. Enumerable.Range(0, 256).Select(i => (byte)i)] },
        { "incompressible", Samples.Random(BlockLength, 3) },
        { "incompressible, of the longest stored length", Samples.Random(65535, 4) },
        { "text", Samples.Text(BlockLength, 5) },
        { "mixed", Samples.Mixed(BlockLength, 6) },
        { "a repeat at the greatest distance", [.. Samples.Random(32768, 7), .. Samples.Random(32768, 7)] },
        { "codes longer than fifteen bits if unlimited", Fibonacci(40000) },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void What_is_encoded_inflates_to_itself(string nature, byte[] input)
    {
        Assert.NotNull(nature);
        Assert.Equal(input, Inflate(Encode(input, [], isFinal: true)));
    }

    [Fact]
    public void Any_bytes_inflate_to_themselves_within_the_maximum_length() =>
        Prop.ForAll<byte[], int, byte>((seed, stretch, alphabet) =>
        {
            // Short arrays would always use the fixed codes, so they are repeated and thinned out.
            var input = new byte[Math.Min(seed.Length * (1 + Math.Abs(stretch % 500)), BlockLength)];
            for (var i = 0; i < input.Length; i++)
            {
                input[i] = (byte)((seed[i % seed.Length] + (i * stretch / 97)) % (alphabet + 1));
            }

            return Inflate(Encode(input, [], isFinal: true)).SequenceEqual(input);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_length_around_the_boundaries_inflates_to_itself()
    {
        var encoder = new DeflateEncoder(2 * BlockLength);
        var mixed = Samples.Mixed(2 * BlockLength, 8);
        foreach (var border in (int[])[8, 258, 4096, 8192, 32768, 65535, 65536, 2 * BlockLength - 4])
        {
            for (var length = border - 4; length <= border + 4; length++)
            {
                var input = mixed.AsSpan(mixed.Length - length).ToArray();
                Assert.Equal(input, Inflate(Encode(encoder, input, [], isFinal: true)));
            }
        }
    }

    [Fact]
    public void Incompressible_bytes_are_stored()
    {
        var input = Samples.Random(BlockLength, 9);
        Assert.InRange(Encode(input, [], isFinal: true).Length, input.Length + 5, input.Length + 16);
    }

    [Fact]
    public void History_is_matched_and_the_blocks_join_to_one_stream()
    {
        var input = Samples.Random(20000, 10);
        byte[] repeated = [.. input, .. input];
        var first = Encode(input, [], isFinal: false);
        var second = Encode(input, input, isFinal: true);
        Assert.InRange(second.Length, 1, 400);
        Assert.Equal(repeated, Inflate([.. first, .. second]));
    }

    [Fact]
    public void History_before_the_block_and_separate_history_give_the_same_bytes()
    {
        var mixed = Samples.Mixed(100_000, 11);
        var block = mixed[40_000..];
        var output = new byte[DeflateEncoder.MaxEncodedLength(block.Length)];
        var length = new DeflateEncoder(BlockLength).Encode(mixed, 40_000, isFinal: true, output);
        Assert.Equal(Encode(block, mixed.AsSpan(0, 40_000), isFinal: true), output[..length]);
        var reach = mixed.AsSpan(40_000 - DeflateEncoder.MaxHistory, DeflateEncoder.MaxHistory);
        Assert.Equal(Encode(block, reach, isFinal: true), output[..length]);
    }

    [Fact]
    public void Small_blocks_with_history_inflate_each_from_the_window_before_it()
    {
        // As in MSZIP: every block is a separate stream, but the decoder keeps its window.
        const int Frame = 32768;
        var input = Samples.Mixed(10 * Frame, 12);
        var encoder = new DeflateEncoder(Frame);
        for (var start = Frame; start < input.Length; start += Frame)
        {
            var history = input.AsSpan(start - Frame, Frame);
            var alone = Encode(encoder, history, [], isFinal: false);
            var frame = Encode(encoder, input.AsSpan(start, Frame), history, isFinal: true);
            Assert.Equal(input.AsSpan(start - Frame, 2 * Frame).ToArray(), Inflate([.. alone, .. frame]));
        }
    }

    [Fact]
    public void What_was_encoded_before_does_not_matter()
    {
        var encoder = new DeflateEncoder(BlockLength);
        var input = Samples.Mixed(BlockLength, 13);
        var fresh = Encode(encoder, input, [], isFinal: false);
        Encode(encoder, Samples.Text(BlockLength, 14), [], isFinal: false);
        Assert.Equal(fresh, Encode(encoder, input, [], isFinal: false));
    }

    [Fact]
    public void A_too_long_block_or_a_too_short_output_is_rejected()
    {
        var encoder = new DeflateEncoder(100);
        Assert.Throws<ArgumentException>(() => encoder.Encode(new byte[101], 0, isFinal: true, new byte[1000]));
        Assert.Throws<ArgumentException>(() => encoder.Encode(new byte[100], 0, isFinal: true, new byte[100]));
    }

    private static byte[] Encode(ReadOnlySpan<byte> block, ReadOnlySpan<byte> history, bool isFinal) =>
        Encode(new DeflateEncoder(Math.Max(1, block.Length)), block, history, isFinal);

    private static byte[] Encode(DeflateEncoder encoder, ReadOnlySpan<byte> block, ReadOnlySpan<byte> history, bool isFinal)
    {
        var output = new byte[DeflateEncoder.MaxEncodedLength(block.Length)];
        return output[..encoder.Encode(block, history, isFinal, output)];
    }

    private static byte[] Inflate(byte[] encoded)
    {
        using var inflater = new DeflateStream(new MemoryStream(encoded), CompressionMode.Decompress);
        var content = new MemoryStream();
        inflater.CopyTo(content);
        return content.ToArray();
    }

    // Fibonacci numbers as frequencies create the deepest Huffman tree.
    private static byte[] Fibonacci(int length)
    {
        var bytes = new byte[length];
        var (filled, symbol, previous, current) = (0, 0, 1, 1);
        while (filled < length)
        {
            var count = Math.Min(previous, length - filled);
            bytes.AsSpan(filled, count).Fill((byte)symbol++);
            filled += count;
            (previous, current) = (current, previous + current);
        }

        // Shuffled deterministically, so that they remain literals.
        for (var i = length - 1; i > 0; i--)
        {
            var other = (int)(i * 2654435761L % (i + 1));
            (bytes[i], bytes[other]) = (bytes[other], bytes[i]);
        }

        return bytes;
    }
}
