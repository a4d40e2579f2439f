using System.Buffers.Binary;

namespace ServicePackaging.Formats.Executables;

/// <summary>The directories and sections of a portable executable (Microsoft, "PE Format"), for reading its data by address.</summary>
internal sealed class PortableExecutableImage
{
    private const int NewHeaderOffsetOffset = 0x3C;
    private const int CoffHeaderLength = 24;
    private const int SectionCountOffset = 6;
    private const int OptionalHeaderLengthOffset = 20;
    private const int SectionHeaderLength = 40;
    private const int DirectoryLength = 8;

    // Windows does not load images with more sections.
    private const int MostSections = 96;

    private readonly Stream _stream;
    private readonly byte[] _directories;
    private readonly byte[] _sections;

    private PortableExecutableImage(Stream stream, byte[] directories, byte[] sections)
    {
        _stream = stream;
        _directories = directories;
        _sections = sections;
    }

    /// <summary>Reads the headers of a seekable stream, and moves its position. Returns null if the content is not a portable executable or
    /// is damaged.</summary>
    public static PortableExecutableImage? Open(Stream stream)
    {
        Span<byte> dos = stackalloc byte[NewHeaderOffsetOffset + sizeof(uint)];
        Span<byte> coff = stackalloc byte[CoffHeaderLength];
        if (!TryRead(stream, 0, dos) || !dos.StartsWith("MZ"u8))
        {
            return null;
        }

        var offset = BinaryPrimitives.ReadUInt32LittleEndian(dos[NewHeaderOffsetOffset..]);
        if (!TryRead(stream, offset, coff) || !coff.StartsWith("PE\0\0"u8))
        {
            return null;
        }

        var optional = new byte[BinaryPrimitives.ReadUInt16LittleEndian(coff[OptionalHeaderLengthOffset..])];
        var count = Math.Min(MostSections, (int)BinaryPrimitives.ReadUInt16LittleEndian(coff[SectionCountOffset..]));
        var sections = new byte[count * SectionHeaderLength];
        return TryRead(stream, offset + CoffHeaderLength, optional)
            && TryRead(stream, offset + CoffHeaderLength + optional.Length, sections)
            && Directories(optional) is { } directories
            ? new(stream, directories, sections)
            : null;
    }

    /// <summary>Returns the address of a directory, or null if the image does not have it.</summary>
    public uint? Directory(int index)
    {
        var at = index * DirectoryLength;
        return at + DirectoryLength <= _directories.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(_directories.AsSpan(at)) is > 0 and var address
            ? address
            : null;
    }

    /// <summary>Reads bytes by their address. Returns false if the file does not contain enough bytes at this address.</summary>
    public bool TryRead(long address, Span<byte> bytes)
    {
        for (var section = _sections.AsSpan(); !section.IsEmpty; section = section[SectionHeaderLength..])
        {
            var start = BinaryPrimitives.ReadUInt32LittleEndian(section[12..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(section[16..]);
            if (address >= start && address + bytes.Length <= (long)start + length)
            {
                return TryRead(_stream, BinaryPrimitives.ReadUInt32LittleEndian(section[20..]) + (address - start), bytes);
            }
        }

        return false;
    }

    private static byte[]? Directories(ReadOnlySpan<byte> optionalHeader)
    {
        const int MagicLength = sizeof(ushort);
        var offset = optionalHeader.Length < MagicLength ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(optionalHeader) switch
        {
            0x10B => 96,
            0x20B => 112,
            _ => 0,
        };
        if (offset == 0 || optionalHeader.Length < offset)
        {
            return null;
        }

        // The number of directories is located right before the directories.
        var count = BinaryPrimitives.ReadUInt32LittleEndian(optionalHeader[(offset - sizeof(uint))..]);
        return optionalHeader[offset..][..(int)Math.Min(count * (ulong)DirectoryLength, (ulong)(optionalHeader.Length - offset))].ToArray();
    }

    private static bool TryRead(Stream stream, long offset, Span<byte> bytes)
    {
        if (offset + bytes.Length > stream.Length)
        {
            return false;
        }

        stream.Position = offset;
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }
}
