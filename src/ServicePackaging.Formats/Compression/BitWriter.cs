using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServicePackaging.Formats.Compression;

/// <summary>Packs bits, starting with the least significant one (RFC 1951 section 3.1.1). It stores eight bytes at a time, so the output
/// needs eight spare bytes at its end.</summary>
internal ref struct BitWriter(Span<byte> output)
{
    private readonly Span<byte> _output = output;
    private ulong _bits;
    private int _count;
    private int _position;

    /// <summary>Adds bits. The lengths between two calls of <see cref="Flush"/> may add up to at most 56.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint bits, int length)
    {
        _bits |= (ulong)bits << _count;
        _count += length;
    }

    /// <summary>Stores the complete bytes.</summary>
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

    /// <summary>Fills the last byte with zero bits.</summary>
    public void AlignToByte()
    {
        Flush();
        _count = (_count + 7) & ~7;
        Flush();
    }

    /// <summary>Copies whole bytes. The writer must be at a byte boundary.</summary>
    public void AddBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_output[_position..]);
        _position += bytes.Length;
    }

    /// <summary>The number of bytes stored.</summary>
    public readonly int Position => _position;

    private static void ThrowFull() => throw new ArgumentException("The output is shorter than the longest encoding of the block.");
}
