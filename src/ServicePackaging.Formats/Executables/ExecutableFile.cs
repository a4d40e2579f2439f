using System.Buffers.Binary;

namespace ServicePackaging.Formats.Executables;

/// <summary>The kind of a file for the operating system that runs it.</summary>
public enum ExecutableKind
{
    /// <summary>A file that, according to its first bytes, no system runs or loads.</summary>
    Other,

    /// <summary>An ELF file that can be started: at a fixed address, or position-independent with an interpreter or the PIE flag.</summary>
    ElfProgram,

    /// <summary>An ELF shared object that can only be loaded.</summary>
    ElfSharedObject,

    /// <summary>A Mach-O executable, of one architecture or universal.</summary>
    MachOProgram,

    /// <summary>A Mach-O dynamic library or bundle, of one architecture or universal.</summary>
    MachOLibrary,

    /// <summary>A text file that starts with <c>#!</c>.</summary>
    Script,

    /// <summary>A native Windows program or library.</summary>
    NativePortableExecutable,

    /// <summary>A .NET assembly: a portable executable with a CLI header.</summary>
    ManagedPortableExecutable,
}

/// <summary>Recognizes executable files by their headers, not by their names or modes.</summary>
public static class ExecutableFile
{
    private const int HeaderLength = 64;

    /// <summary>Detects the kind of a file on disk.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ExecutableKind Detect(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Detect(stream);
    }

    /// <summary>Detects the kind of the content of a seekable stream, and moves the stream's position. The result for a damaged header is
    /// <see cref="ExecutableKind.Other"/>.</summary>
    public static ExecutableKind Detect(Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        stream.Position = 0;
        header = header[..stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)];
        if (header.StartsWith("#!"u8))
        {
            return ExecutableKind.Script;
        }

        if (header.StartsWith(ElfFile.Magic))
        {
            return DetectElf(stream);
        }

        if (header.StartsWith("MZ"u8))
        {
            return PortableExecutable.Detect(stream, header);
        }

        return header.Length >= sizeof(uint) && MachO.IsMagic(BinaryPrimitives.ReadUInt32BigEndian(header))
            ? MachO.Detect(stream, header)
            : ExecutableKind.Other;
    }

    private static ExecutableKind DetectElf(Stream stream)
    {
        try
        {
            var elf = ElfFile.Read(stream);
            return elf switch
            {
                { IsProgram: true } => ExecutableKind.ElfProgram,
                { Type: ElfType.SharedObject } => ExecutableKind.ElfSharedObject,
                _ => ExecutableKind.Other,
            };
        }
        catch (InvalidDataException)
        {
            return ExecutableKind.Other;
        }
    }
}
