using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>A library that a native file of the payload is linked against, and that the payload does not have.</summary>
/// <param name="File">The file.</param>
/// <param name="Library">The library's name (DT_NEEDED).</param>
/// <param name="Versions">The symbol versions that it has to have; may be empty.</param>
/// <param name="IsRequired">Whether the service cannot run without it, as far as can be known; otherwise it is recommended.</param>
internal sealed record NativeNeed(PayloadFile File, string Library, IReadOnlyList<string> Versions, bool IsRequired)
{
    /// <summary>Whether the developer declared the file optional.</summary>
    public bool IsOfOptionalFile { get; init; }

    /// <summary>The library as rpm's elfdeps(1) names it, with the mark of 64-bit code.</summary>
    public string Capability => Library + (File.Elf!.Is64Bit ? "()(64bit)" : "");

    // .NET's tracing provider is loaded only if its library is installed.
    private static readonly string[] Optional = ["liblttng-ust"];

    /// <summary>Returns what the payload requires from the system. Everything that the program and .NET are linked against is required. The
    /// program may never load another file: it requires nothing that distributions may not have. See docs/decisions.md, "Dependencies of
    /// packages".</summary>
    /// <param name="definition">The service.</param>
    /// <param name="payload">Its files.</param>
    /// <param name="family">The distributions that the package is for.</param>
    /// <param name="diagnostics">Receives a warning about each file whose needs are only recommended, unless the developer said so.</param>
    public static IReadOnlyList<NativeNeed> Of(
        ServiceDefinition definition, Payload payload, LinuxFamily family, DiagnosticBag diagnostics)
    {
        var files = new NativeFiles(definition, payload, diagnostics);
        files.ReportNewer(diagnostics);
        return
        [
            .. from file in files.All
               from library in file.Elf!.Needed.Distinct()
               where !files.Names.Contains(library) && !IsOptional(library)
               let versions = file.Elf!.VersionNeeds.Where(need => need.File == library).SelectMany(need => need.Versions)
               select new NativeNeed(file, library, [.. versions], files.Requires(file, SystemLibrary.Find(library, family)))
               {
                   IsOfOptionalFile = files.IsOptional(file),
               },
        ];
    }

    /// <summary>Returns the needs for libraries that no known package contains, except those of files that the developer declared
    /// optional.</summary>
    public static IEnumerable<NativeNeed> Unknown(IEnumerable<NativeNeed> needs, LinuxFamily family) =>
        needs.Where(need => SystemLibrary.Find(need.Library, family) is null && !need.IsOfOptionalFile);

    /// <summary>Warns that no known package contains the library.</summary>
    public void ReportUnknown(DiagnosticBag diagnostics) => diagnostics.Report(
        PackageDiagnostics.UnknownLibrary, IsRequired ? UnknownLibraryKind.OfProgram : UnknownLibraryKind.OfOtherFile,
        File.Path, Library, Capability);

    private static bool IsOptional(string library) =>
        Array.Exists(Optional, prefix => library.StartsWith(prefix, StringComparison.Ordinal));
}
