namespace ServicePackaging.Formats.Executables;

/// <summary>The object file type of an ELF header (e_type).</summary>
public enum ElfType
{
    /// <summary>Relocatable objects, core dumps and all other types.</summary>
    Other = 0,

    /// <summary>A program at a fixed address (ET_EXEC).</summary>
    Executable = 2,

    /// <summary>A shared object or position-independent program (ET_DYN).</summary>
    SharedObject = 3,
}

/// <summary>The symbol versions that a file requires of one library (.gnu.version_r).</summary>
/// <param name="File">The library, such as <c>libc.so.6</c>.</param>
/// <param name="Versions">The versions in the file's order, such as <c>GLIBC_2.34</c>.</param>
public sealed record ElfVersionNeed(string File, IReadOnlyList<string> Versions);

/// <summary>The information that an ELF file contains for the dynamic linker, from which package dependencies are computed.</summary>
public sealed record ElfFile
{
    /// <summary>The type of the file.</summary>
    public required ElfType Type { get; init; }

    /// <summary>Whether the file has the 64-bit class.</summary>
    public required bool Is64Bit { get; init; }

    /// <summary>Whether the numbers in the file are little-endian.</summary>
    public required bool IsLittleEndian { get; init; }

    /// <summary>The architecture (e_machine): 62 x86-64, 183 AArch64, 40 Arm, 3 i386, 243 RISC-V, 258 LoongArch, 22 S/390, 21
    /// PowerPC64.</summary>
    public required int Machine { get; init; }

    /// <summary>The dynamic linker that starts the program (PT_INTERP), or null.</summary>
    public string? Interpreter { get; init; }

    /// <summary>The libraries against which the file is linked (DT_NEEDED), in order.</summary>
    public IReadOnlyList<string> Needed { get; init; } = [];

    /// <summary>The name under which other files link against the library (DT_SONAME), or null.</summary>
    public string? SoName { get; init; }

    /// <summary>The required symbol versions, by library, in the file's order.</summary>
    public IReadOnlyList<ElfVersionNeed> VersionNeeds { get; init; } = [];

    /// <summary>Whether the file is marked as a position-independent executable (DF_1_PIE). Static ones can only be recognized by this
    /// mark, because they have no interpreter.</summary>
    public bool IsPositionIndependentExecutable { get; init; }

    /// <summary>Whether the system can start the file, and not only load it.</summary>
    public bool IsProgram =>
        Type == ElfType.Executable || (Type == ElfType.SharedObject && (Interpreter is not null || IsPositionIndependentExecutable));

    internal static ReadOnlySpan<byte> Magic => "\u007FELF"u8;

    /// <summary>Reads an ELF file on disk.</summary>
    /// <exception cref="InvalidDataException">It is not an ELF file, or is damaged or truncated.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ElfFile Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream);
    }

    /// <summary>Reads an ELF file from a seekable stream, and moves its position. Only headers and the tables for the dynamic linker are
    /// read.</summary>
    /// <exception cref="InvalidDataException">It is not an ELF file, or is damaged or truncated.</exception>
    public static ElfFile Read(Stream stream) => new ElfReader(stream).Read();
}
