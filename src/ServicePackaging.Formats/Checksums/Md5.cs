using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServicePackaging.Formats.Checksums;

/// <summary>MD5 (RFC 1321), managed: package formats ask for it, and hosts in FIPS mode refuse the operating system's.
/// It guards nothing; it fills fields such as those of md5sums.</summary>
public sealed class Md5
{
    /// <summary>The length of a digest in bytes.</summary>
    public const int DigestLength = 16;

    private const int BlockLength = 64;

    private readonly byte[] _partial = new byte[BlockLength];

    private State _state = State.Initial;

    private ulong _length;

    /// <summary>The MD5 of the bytes.</summary>
    public static byte[] Compute(ReadOnlySpan<byte> bytes)
    {
        var md5 = new Md5();
        md5.Append(bytes);
        return md5.Finish();
    }

    /// <summary>Adds bytes to the message.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var filled = (int)(_length % BlockLength);
        _length += (ulong)bytes.Length;
        if (filled > 0)
        {
            var taken = Math.Min(BlockLength - filled, bytes.Length);
            bytes[..taken].CopyTo(_partial.AsSpan(filled));
            bytes = bytes[taken..];
            if (filled + taken < BlockLength)
            {
                return;
            }

            _state.Process(_partial);
        }

        var whole = bytes.Length & -BlockLength;
        _state.Process(bytes[..whole]);
        bytes[whole..].CopyTo(_partial);
    }

    /// <summary>The digest of all that was appended; the object is then ready for another message.</summary>
    /// <returns>16 bytes.</returns>
    public byte[] Finish()
    {
        var digest = new byte[DigestLength];
        Finish(digest);
        return digest;
    }

    /// <summary>Writes the digest of all that was appended; the object is then ready for another message.</summary>
    /// <param name="digest">At least 16 bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="digest"/> is too short.</exception>
    public void Finish(Span<byte> digest)
    {
        if (digest.Length < DigestLength)
        {
            throw new ArgumentException("An MD5 digest needs 16 bytes.", nameof(digest));
        }

        var bits = _length * 8;
        Span<byte> tail = stackalloc byte[BlockLength + 8];
        tail.Clear();
        tail[0] = 0x80;
        var padding = BlockLength - (int)((_length + 8) % BlockLength);
        BinaryPrimitives.WriteUInt64LittleEndian(tail[padding..], bits);
        Append(tail[..(padding + 8)]);
        _state.Write(digest);
        _state = State.Initial;
        _length = 0;
    }

    // The four rounds of RFC 1321 section 3.4. Each step names its registers, word, shift and constant in the order of the RFC.
    private struct State
    {
        public static readonly State Initial = new() { _a = 0x67452301, _b = 0xEFCDAB89, _c = 0x98BADCFE, _d = 0x10325476 };

        private uint _a;
        private uint _b;
        private uint _c;
        private uint _d;

        // Compiled once and well: in the first tier each of the 64 steps is a call, and a short-lived build spends much of its time there.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Process(ReadOnlySpan<byte> blocks)
        {
            for (; blocks.Length >= BlockLength; blocks = blocks[BlockLength..])
            {
                var (a, b, c, d) = (_a, _b, _c, _d);
                var words = MemoryMarshal.Cast<byte, uint>(blocks[..BlockLength]);
                Round1(words, ref a, ref b, ref c, ref d);
                Round2(words, ref a, ref b, ref c, ref d);
                Round3(words, ref a, ref b, ref c, ref d);
                Round4(words, ref a, ref b, ref c, ref d);
                (_a, _b, _c, _d) = (_a + a, _b + b, _c + c, _d + d);
            }
        }

        public readonly void Write(Span<byte> digest)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(digest, _a);
            BinaryPrimitives.WriteUInt32LittleEndian(digest[4..], _b);
            BinaryPrimitives.WriteUInt32LittleEndian(digest[8..], _c);
            BinaryPrimitives.WriteUInt32LittleEndian(digest[12..], _d);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Round1(ReadOnlySpan<uint> words, ref uint a, ref uint b, ref uint c, ref uint d)
        {
            F(ref a, b, c, d, Word(words, 0), 7, 0xD76AA478);
            F(ref d, a, b, c, Word(words, 1), 12, 0xE8C7B756);
            F(ref c, d, a, b, Word(words, 2), 17, 0x242070DB);
            F(ref b, c, d, a, Word(words, 3), 22, 0xC1BDCEEE);
            F(ref a, b, c, d, Word(words, 4), 7, 0xF57C0FAF);
            F(ref d, a, b, c, Word(words, 5), 12, 0x4787C62A);
            F(ref c, d, a, b, Word(words, 6), 17, 0xA8304613);
            F(ref b, c, d, a, Word(words, 7), 22, 0xFD469501);
            F(ref a, b, c, d, Word(words, 8), 7, 0x698098D8);
            F(ref d, a, b, c, Word(words, 9), 12, 0x8B44F7AF);
            F(ref c, d, a, b, Word(words, 10), 17, 0xFFFF5BB1);
            F(ref b, c, d, a, Word(words, 11), 22, 0x895CD7BE);
            F(ref a, b, c, d, Word(words, 12), 7, 0x6B901122);
            F(ref d, a, b, c, Word(words, 13), 12, 0xFD987193);
            F(ref c, d, a, b, Word(words, 14), 17, 0xA679438E);
            F(ref b, c, d, a, Word(words, 15), 22, 0x49B40821);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Round2(ReadOnlySpan<uint> words, ref uint a, ref uint b, ref uint c, ref uint d)
        {
            G(ref a, b, c, d, Word(words, 1), 5, 0xF61E2562);
            G(ref d, a, b, c, Word(words, 6), 9, 0xC040B340);
            G(ref c, d, a, b, Word(words, 11), 14, 0x265E5A51);
            G(ref b, c, d, a, Word(words, 0), 20, 0xE9B6C7AA);
            G(ref a, b, c, d, Word(words, 5), 5, 0xD62F105D);
            G(ref d, a, b, c, Word(words, 10), 9, 0x02441453);
            G(ref c, d, a, b, Word(words, 15), 14, 0xD8A1E681);
            G(ref b, c, d, a, Word(words, 4), 20, 0xE7D3FBC8);
            G(ref a, b, c, d, Word(words, 9), 5, 0x21E1CDE6);
            G(ref d, a, b, c, Word(words, 14), 9, 0xC33707D6);
            G(ref c, d, a, b, Word(words, 3), 14, 0xF4D50D87);
            G(ref b, c, d, a, Word(words, 8), 20, 0x455A14ED);
            G(ref a, b, c, d, Word(words, 13), 5, 0xA9E3E905);
            G(ref d, a, b, c, Word(words, 2), 9, 0xFCEFA3F8);
            G(ref c, d, a, b, Word(words, 7), 14, 0x676F02D9);
            G(ref b, c, d, a, Word(words, 12), 20, 0x8D2A4C8A);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Round3(ReadOnlySpan<uint> words, ref uint a, ref uint b, ref uint c, ref uint d)
        {
            H(ref a, b, c, d, Word(words, 5), 4, 0xFFFA3942);
            H(ref d, a, b, c, Word(words, 8), 11, 0x8771F681);
            H(ref c, d, a, b, Word(words, 11), 16, 0x6D9D6122);
            H(ref b, c, d, a, Word(words, 14), 23, 0xFDE5380C);
            H(ref a, b, c, d, Word(words, 1), 4, 0xA4BEEA44);
            H(ref d, a, b, c, Word(words, 4), 11, 0x4BDECFA9);
            H(ref c, d, a, b, Word(words, 7), 16, 0xF6BB4B60);
            H(ref b, c, d, a, Word(words, 10), 23, 0xBEBFBC70);
            H(ref a, b, c, d, Word(words, 13), 4, 0x289B7EC6);
            H(ref d, a, b, c, Word(words, 0), 11, 0xEAA127FA);
            H(ref c, d, a, b, Word(words, 3), 16, 0xD4EF3085);
            H(ref b, c, d, a, Word(words, 6), 23, 0x04881D05);
            H(ref a, b, c, d, Word(words, 9), 4, 0xD9D4D039);
            H(ref d, a, b, c, Word(words, 12), 11, 0xE6DB99E5);
            H(ref c, d, a, b, Word(words, 15), 16, 0x1FA27CF8);
            H(ref b, c, d, a, Word(words, 2), 23, 0xC4AC5665);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Round4(ReadOnlySpan<uint> words, ref uint a, ref uint b, ref uint c, ref uint d)
        {
            I(ref a, b, c, d, Word(words, 0), 6, 0xF4292244);
            I(ref d, a, b, c, Word(words, 7), 10, 0x432AFF97);
            I(ref c, d, a, b, Word(words, 14), 15, 0xAB9423A7);
            I(ref b, c, d, a, Word(words, 5), 21, 0xFC93A039);
            I(ref a, b, c, d, Word(words, 12), 6, 0x655B59C3);
            I(ref d, a, b, c, Word(words, 3), 10, 0x8F0CCC92);
            I(ref c, d, a, b, Word(words, 10), 15, 0xFFEFF47D);
            I(ref b, c, d, a, Word(words, 1), 21, 0x85845DD1);
            I(ref a, b, c, d, Word(words, 8), 6, 0x6FA87E4F);
            I(ref d, a, b, c, Word(words, 15), 10, 0xFE2CE6E0);
            I(ref c, d, a, b, Word(words, 6), 15, 0xA3014314);
            I(ref b, c, d, a, Word(words, 13), 21, 0x4E0811A1);
            I(ref a, b, c, d, Word(words, 4), 6, 0xF7537E82);
            I(ref d, a, b, c, Word(words, 11), 10, 0xBD3AF235);
            I(ref c, d, a, b, Word(words, 2), 15, 0x2AD7D2BB);
            I(ref b, c, d, a, Word(words, 9), 21, 0xEB86D391);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static uint Word(ReadOnlySpan<uint> words, int index) =>
            BitConverter.IsLittleEndian ? words[index] : BinaryPrimitives.ReverseEndianness(words[index]);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void F(ref uint a, uint b, uint c, uint d, uint word, int shift, uint constant) =>
            a = b + BitOperations.RotateLeft(a + (d ^ (b & (c ^ d))) + word + constant, shift);

        // The two halves of (b & d) | (c & ~d) share no bit, so that they may be added one after the other: a shorter chain.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void G(ref uint a, uint b, uint c, uint d, uint word, int shift, uint constant) =>
            a = b + BitOperations.RotateLeft(a + word + constant + (c & ~d) + (b & d), shift);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void H(ref uint a, uint b, uint c, uint d, uint word, int shift, uint constant) =>
            a = b + BitOperations.RotateLeft(a + word + constant + (c ^ d ^ b), shift);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void I(ref uint a, uint b, uint c, uint d, uint word, int shift, uint constant) =>
            a = b + BitOperations.RotateLeft(a + word + constant + (c ^ (b | ~d)), shift);
    }
}
