namespace ServicePackaging.Formats.Executables;

/// <summary>The code for one architecture within a Mach-O file: the whole of a thin file, or a part of a universal file.</summary>
/// <param name="CpuType">The processor family (cputype); see <see cref="MachOFile"/> for the two families that macOS supports.</param>
/// <param name="CpuSubtype">The processor (cpusubtype), including the capability bits.</param>
/// <param name="Offset">The position of its first byte in the file.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record MachOSlice(uint CpuType, uint CpuSubtype, long Offset, long Length)
{
    /// <summary>Whether the code has a code signature (LC_CODE_SIGNATURE), which may be an ad-hoc signature; false if only the
    /// architectures were read.</summary>
    public bool HasCodeSignature { get; init; }

    /// <summary>Whether a page of the code differs from its hash in the signature: the code was changed after it was signed. False if only
    /// the architectures were read.</summary>
    public bool HasChangedPages { get; init; }

    /// <summary>The oldest version of macOS that the code runs on (LC_BUILD_VERSION, or LC_VERSION_MIN_MACOSX); null if it does not say so,
    /// or if only the architectures were read.</summary>
    public Version? MinimumSystem { get; init; }
}

/// <summary>The architectures of a Mach-O file, and whether their code is signed.</summary>
public sealed record MachOFile
{
    /// <summary>64-bit processors of Intel and AMD (CPU_TYPE_X86_64).</summary>
    public const uint X64 = 0x01000007;

    /// <summary>Apple silicon (CPU_TYPE_ARM64).</summary>
    public const uint Arm64 = 0x0100000C;

    /// <summary>Whether the file is universal, even if it has only one slice.</summary>
    public required bool IsUniversal { get; init; }

    /// <summary>The slices in the file's order. A thin file has one slice.</summary>
    public required IReadOnlyList<MachOSlice> Slices { get; init; }

    /// <summary>Whether macOS kills the program when it starts, because its code for Apple silicon is not signed.</summary>
    public bool HasUnsignedArm64 => Slices.Any(slice => slice is { CpuType: Arm64, HasCodeSignature: false });

    /// <summary>Whether macOS kills a process when it loads code from the file, because the code was changed after it was signed.</summary>
    public bool HasChangedPages => Slices.Any(slice => slice.HasChangedPages);

    /// <summary>Reads a file on disk.</summary>
    /// <exception cref="InvalidDataException">It is not a Mach-O file, or is damaged or truncated.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MachOFile Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream);
    }

    /// <summary>Reads a seekable stream, and moves its position. The load commands of each slice are read, and the pages of signed
    /// code.</summary>
    /// <exception cref="InvalidDataException">It is not a Mach-O file, or is damaged or truncated.</exception>
    public static MachOFile Read(Stream stream)
    {
        stream.Position = 0;
        Span<byte> head = stackalloc byte[MachOReader.HeadLength];
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var file = MachOReader.ReadArchitectures(head[..read], stream.Length)
            ?? throw new InvalidDataException("Not a Mach-O file, or its architectures do not fit into the file.");
        return file with
        {
            Slices = [.. file.Slices.Select(slice => MachOReader.ReadSignature(stream, slice))],
        };
    }
}
