using System.Buffers.Binary;

namespace ServicePackaging.Formats.Executables;

/// <summary>The fields of Mach-O files that distinguish programs from libraries (mach-o/loader.h and mach-o/fat.h of Apple's
/// cctools).</summary>
internal static class MachO
{
    public const uint Magic32 = 0xFEEDFACE;
    public const uint Magic64 = 0xFEEDFACF;
    public const uint Magic32Swapped = 0xCEFAEDFE;
    public const uint Magic64Swapped = 0xCFFAEDFE;
    public const uint UniversalMagic = 0xCAFEBABE;
    public const uint UniversalMagic64 = 0xCAFEBABF;

    private const int FileTypeOffset = 12;
    private const uint ExecuteFileType = 2;
    private const uint DynamicLibraryFileType = 6;
    private const uint BundleFileType = 8;

    public const int UniversalHeaderLength = 8;
    private const int SliceOffsetOffset = 8;

    // Java's class files have the same magic as universal files. There, the number after it is the version, which is at least 45.
    private const uint FirstJavaVersion = 45;

    /// <summary>Whether the first four bytes, read big-endian, start a Mach-O file.</summary>
    public static bool IsMagic(uint magic) =>
        magic is Magic32 or Magic64 or Magic32Swapped or Magic64Swapped or UniversalMagic or UniversalMagic64;

    /// <summary>Detects the kind of a universal file by its first slice, because all slices have the same type.</summary>
    public static ExecutableKind Detect(Stream stream, ReadOnlySpan<byte> header)
    {
        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (magic is not (UniversalMagic or UniversalMagic64))
        {
            return DetectSlice(header);
        }

        var slice = header[Math.Min(UniversalHeaderLength, header.Length)..];
        if (slice.Length < SliceOffsetOffset + sizeof(ulong)
            || BinaryPrimitives.ReadUInt32BigEndian(header[sizeof(uint)..]) is 0 or >= FirstJavaVersion)
        {
            return ExecutableKind.Other;
        }

        var offset = magic == UniversalMagic
            ? BinaryPrimitives.ReadUInt32BigEndian(slice[SliceOffsetOffset..])
            : BinaryPrimitives.ReadUInt64BigEndian(slice[SliceOffsetOffset..]);
        if (offset >= (ulong)stream.Length)
        {
            return ExecutableKind.Other;
        }

        Span<byte> sliceHeader = stackalloc byte[FileTypeOffset + sizeof(uint)];
        stream.Position = (long)offset;
        return DetectSlice(sliceHeader[..stream.ReadAtLeast(sliceHeader, sliceHeader.Length, throwOnEndOfStream: false)]);
    }

    private static ExecutableKind DetectSlice(ReadOnlySpan<byte> header)
    {
        if (header.Length < FileTypeOffset + sizeof(uint))
        {
            return ExecutableKind.Other;
        }

        var type = header[FileTypeOffset..];
        return BinaryPrimitives.ReadUInt32BigEndian(header) switch
        {
            Magic32 or Magic64 => KindOf(BinaryPrimitives.ReadUInt32BigEndian(type)),
            Magic32Swapped or Magic64Swapped => KindOf(BinaryPrimitives.ReadUInt32LittleEndian(type)),
            _ => ExecutableKind.Other,
        };
    }

    private static ExecutableKind KindOf(uint fileType) => fileType switch
    {
        ExecuteFileType => ExecutableKind.MachOProgram,
        DynamicLibraryFileType or BundleFileType => ExecutableKind.MachOLibrary,
        _ => ExecutableKind.Other,
    };
}
