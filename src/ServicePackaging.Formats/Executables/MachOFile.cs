namespace ServicePackaging.Formats.Executables;

/// <summary>The code for one architecture within a Mach-O file: all of a thin file, a part of a universal one.</summary>
/// <param name="CpuType">The processor family (cputype); see <see cref="MachOFile"/> for the two of today's macOS.</param>
/// <param name="CpuSubtype">The processor (cpusubtype), capability bits included.</param>
/// <param name="Offset">Where it starts in the file.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record MachOSlice(uint CpuType, uint CpuSubtype, long Offset, long Length)
{
    /// <summary>Whether it carries a code signature (LC_CODE_SIGNATURE), be it only an ad-hoc one; false where only the architectures were
    /// read.</summary>
    public bool HasCodeSignature { get; init; }
}

/// <summary>The architectures of a Mach-O file, and whether their code is signed.</summary>
public sealed record MachOFile
{
    /// <summary>The 64-bit processors of Intel and AMD (CPU_TYPE_X86_64).</summary>
    public const uint X64 = 0x01000007;

    /// <summary>Apple's own processors (CPU_TYPE_ARM64).</summary>
    public const uint Arm64 = 0x0100000C;

    /// <summary>Whether it is a universal file, even of one slice.</summary>
    public required bool IsUniversal { get; init; }

    /// <summary>The slices in the file's order; of a thin file the one.</summary>
    public required IReadOnlyList<MachOSlice> Slices { get; init; }

    /// <summary>Whether macOS would kill it at its start: it has code for Apple's processors that carries no signature.</summary>
    public bool HasUnsignedArm64 => Slices.Any(slice => slice is { CpuType: Arm64, HasCodeSignature: false });

    /// <summary>Reads a file on disk.</summary>
    /// <exception cref="InvalidDataException">It is not a Mach-O file, or is damaged or truncated.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MachOFile Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream);
    }

    /// <summary>Reads a seekable stream, whose position it moves; of each slice only the load commands.</summary>
    /// <exception cref="InvalidDataException">It is not a Mach-O file, or is damaged or truncated.</exception>
    public static MachOFile Read(Stream stream)
    {
        stream.Position = 0;
        Span<byte> head = stackalloc byte[MachOReader.HeadLength];
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var file = MachOReader.ReadArchitectures(head[..read], stream.Length)
            ?? throw new InvalidDataException("Not a Mach-O file, or one whose architectures do not fit it.");
        return file with
        {
            Slices = [.. file.Slices.Select(slice => slice with { HasCodeSignature = MachOReader.ReadHasSignature(stream, slice) })],
        };
    }
}
