using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServicePackaging.Formats.Compression;

/// <summary>Packs bits from the least significant on (RFC 1951 section 3.1.1). It stores eight bytes at a time: the output needs as many to
/// spare.</summary>
internal ref struct BitWriter(Span<byte> output)
{
    private readonly Span<byte> _output = output;
    private ulong _bits;
    private int _count;
    private int _position;

    /// <summary>Adds bits; the sum of lengths between two calls of <see cref="Flush"/> is at most 56.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint bits, int length)
    {
        _bits |= (ulong)bits << _count;
        _count += length;
    }

    /// <summary>Stores the whole bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        if ((uint)_position + sizeof(ulong) > (uint)_output.Length)
        {
            ThrowFull();
        }

        var bits = BitConverter.IsLittleEndian ? _bits : BinaryPrimitives.ReverseEndianness(_bits);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref MemoryMarshal.GetReference(_output), (uint)_position), bits);
        _position += _count >> 3;
        _bits >>= _count & ~7;
        _count &= 7;
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void AlignToByte()
    {
        Flush();
        _count = (_count + 7) & ~7;
        Flush();
    }

    /// <summary>Copies whole bytes, from a byte boundary.</summary>
    public void AddBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_output[_position..]);
        _position += bytes.Length;
    }

    /// <summary>The number of bytes stored.</summary>
    public readonly int Position => _position;

    private static void ThrowFull() => throw new ArgumentException("The output is shorter than the longest encoding of the block.");
}
