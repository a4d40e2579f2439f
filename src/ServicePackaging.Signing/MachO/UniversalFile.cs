using System.Buffers.Binary;

namespace ServicePackaging.Signing.MachO;

/// <summary>The header of a universal file (mach-o/fat.h of Apple's cctools). All numbers are big-endian.</summary>
internal sealed class UniversalFile
{
    private const int HeaderLength = 8;
    private const uint Magic64 = 0xCAFEBABF;
    private const int OffsetOffset = 8;

    // Pages of macOS have at most 16 KiB (2^14), and the linker accepts no alignment above 2^15.
    private const uint MaxAlignment = 15;

    private readonly byte[] _header;
    private readonly int _count;

    private UniversalFile(byte[] header, int count)
    {
        _header = header;
        _count = count;
    }

    private bool Is64Bit => BinaryPrimitives.ReadUInt32BigEndian(_header) == Magic64;

    /// <summary>Reads the header of a file whose architectures are valid.</summary>
    public static UniversalFile Read(Stream file, int count)
    {
        file.Position = 0;
        var header = new byte[HeaderLength + (count * 32)];
        file.ReadExactly(header, 0, HeaderLength);
        var entryLength = BinaryPrimitives.ReadUInt32BigEndian(header) == Magic64 ? 32 : 20;
        file.ReadExactly(header, HeaderLength, count * entryLength);
        return new UniversalFile(header[..(HeaderLength + (count * entryLength))], count);
    }

    /// <summary>Writes the file with other slices, each aligned like the one that it replaces.</summary>
    /// <exception cref="InvalidDataException">The alignment is not supported, or the file becomes too large.</exception>
    public void Write(Stream file, Stream output, IReadOnlyList<MachOSliceSigner> slices, CancellationToken cancellationToken)
    {
        var offsets = Place(slices);
        output.Write(_header);
        long position = _header.Length;
        for (var i = 0; i < _count; i++)
        {
            output.Write(new byte[offsets[i] - position]);
            slices[i].Write(file, output, cancellationToken);
            position = offsets[i] + slices[i].Length;
        }
    }

    // Changes the header.
    private long[] Place(IReadOnlyList<MachOSliceSigner> slices)
    {
        var offsets = new long[_count];
        long position = _header.Length;
        for (var i = 0; i < _count; i++)
        {
            var entry = _header.AsSpan(HeaderLength + (i * (Is64Bit ? 32 : 20)));
            var alignment = BinaryPrimitives.ReadUInt32BigEndian(entry[(Is64Bit ? 24 : 16)..]);
            if (alignment > MaxAlignment)
            {
                throw new InvalidDataException($"Its code is aligned to 2^{alignment} bytes, which macOS does not support.");
            }

            offsets[i] = (position + (1L << (int)alignment) - 1) & -(1L << (int)alignment);
            position = offsets[i] + slices[i].Length;
            PutEntry(entry[OffsetOffset..], offsets[i], slices[i].Length);
        }

        return offsets;
    }

    private void PutEntry(Span<byte> numbers, long offset, long length)
    {
        if (Is64Bit)
        {
            BinaryPrimitives.WriteInt64BigEndian(numbers, offset);
            BinaryPrimitives.WriteInt64BigEndian(numbers[8..], length);
            return;
        }

        if (offset + length > uint.MaxValue)
        {
            throw new InvalidDataException("With its signatures, it is larger than 4 GiB.");
        }

        BinaryPrimitives.WriteUInt32BigEndian(numbers, (uint)offset);
        BinaryPrimitives.WriteUInt32BigEndian(numbers[4..], (uint)length);
    }
}
