using System.Buffers.Binary;

namespace ServicePackaging.Formats.Executables;

/// <summary>The fields of a portable executable that distinguish managed from native code (Microsoft, "PE Format").</summary>
internal static class PortableExecutable
{
    private const int NewHeaderOffsetOffset = 0x3C;
    private const int CoffHeaderLength = 24;
    private const ushort Pe32Magic = 0x10B;
    private const ushort Pe32PlusMagic = 0x20B;
    private const int DirectoriesOffsetPe32 = 96;
    private const int DirectoriesOffsetPe32Plus = 112;
    private const int DirectoryLength = 8;
    private const int CliHeaderDirectory = 14;

    public static ExecutableKind Detect(Stream stream, ReadOnlySpan<byte> dosHeader)
    {
        if (dosHeader.Length < NewHeaderOffsetOffset + sizeof(uint))
        {
            return ExecutableKind.Other;
        }

        // The PE header up to and including the directory of the CLI header, in the longer form of the header.
        Span<byte> header = stackalloc byte[CoffHeaderLength + DirectoriesOffsetPe32Plus + ((CliHeaderDirectory + 1) * DirectoryLength)];
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(dosHeader[NewHeaderOffsetOffset..]);
        if (offset >= stream.Length)
        {
            return ExecutableKind.Other;
        }

        stream.Position = offset;
        header = header[..stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)];
        if (header.Length <= CoffHeaderLength + sizeof(ushort) || !header.StartsWith("PE\0\0"u8))
        {
            return ExecutableKind.Other;
        }

        var optional = header[CoffHeaderLength..];
        var directories = BinaryPrimitives.ReadUInt16LittleEndian(optional) switch
        {
            Pe32Magic => DirectoriesOffsetPe32,
            Pe32PlusMagic => DirectoriesOffsetPe32Plus,
            _ => 0,
        };
        return directories == 0 ? ExecutableKind.Other
            : HasCliHeader(optional, directories) ? ExecutableKind.ManagedPortableExecutable
            : ExecutableKind.NativePortableExecutable;
    }

    private static bool HasCliHeader(ReadOnlySpan<byte> optional, int directories)
    {
        var cli = directories + (CliHeaderDirectory * DirectoryLength);
        // The number of directories is located right before the directories.
        return optional.Length >= cli + sizeof(uint)
            && BinaryPrimitives.ReadUInt32LittleEndian(optional[(directories - sizeof(uint))..]) > CliHeaderDirectory
            && BinaryPrimitives.ReadUInt32LittleEndian(optional[cli..]) != 0;
    }
}
