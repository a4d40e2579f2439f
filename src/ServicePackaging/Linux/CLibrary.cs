using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>The GNU C library, which the distributions of both package formats use, and its versions.</summary>
internal static class CLibrary
{
    private const string SymbolPrefix = "GLIBC_";

    // Markers instead of numbers, and the versions that brought them (glibc's NEWS): packed relative relocations, the lazy binding of
    // x86-64 and TLS descriptors that keep registers.
    private static readonly Dictionary<string, Version> Markers = new(StringComparer.Ordinal)
    {
        ["GLIBC_ABI_DT_RELR"] = new(2, 36),
        ["GLIBC_ABI_DT_X86_64_PLT"] = new(2, 42),
        ["GLIBC_ABI_GNU2_TLS"] = new(2, 42),
    };

    // The version that .NET requires since a release, the newest first (dotnet/core, release-notes/*/supported-os.md, "Libc").
    private static readonly (int Since, Version Version)[] DotNet = [(10, new(2, 27)), (0, new(2, 23))];

    // The same page, for Arm32: the version of the first Ubuntu whose 32-bit times extend beyond 2038.
    private static readonly Version DotNetOnArm = new(2, 35);

    /// <summary>Whether a file is linked against another C library: musl, Android's bionic, uClibc.</summary>
    public static bool IsOtherThan(ElfFile elf) =>
        elf.Needed.Any(IsOther) || (Path.GetFileName(elf.Interpreter) is { } linker && IsOtherLinker(linker));

    /// <summary>Whether a symbol version is one of this library's.</summary>
    public static bool IsOf(string symbolVersion) => symbolVersion.StartsWith(SymbolPrefix, StringComparison.Ordinal);

    /// <summary>The newest version among the symbol versions, or null if none has a number.</summary>
    public static Version? Newest(IEnumerable<string> symbolVersions) => symbolVersions.Select(Parse).Max();

    /// <summary>The version that .NET itself needs on the system that was published for.</summary>
    public static Version NeededByDotNet(ProjectFacts project) =>
        project.RuntimeIdentifier.Architecture == "arm"
            ? DotNetOnArm
            : DotNet.First(row => row.Since <= project.TargetFrameworkMajor).Version;

    private static bool IsOtherLinker(string linker) => IsOther(linker) || linker is "linker" or "linker64";

    // musl: libc.musl-x86_64.so.1 (Alpine) or libc.so (musl-gcc), and ld-musl-x86_64.so.1; bionic: libc.so; uClibc: libc.so.0.
    private static bool IsOther(string library) =>
        (library.StartsWith("libc.", StringComparison.Ordinal) && library != "libc.so.6")
        || library.StartsWith("ld-musl-", StringComparison.Ordinal);

    private static Version? Parse(string symbolVersion) =>
        Markers.TryGetValue(symbolVersion, out var since) ? since
        : IsOf(symbolVersion) && Version.TryParse(symbolVersion.AsSpan(SymbolPrefix.Length), out var version) ? version
        : null;
}
