using Microsoft.Build.Framework;
using ServicePackaging.Diagnostics;

namespace ServicePackaging.Tasks;

/// <summary>Reports what is wrong with ServicePackage. To save time, the build runs this task only if it finds an unexpected format name or
/// runtime identifier.</summary>
public sealed class CheckServicePackageFormats : Microsoft.Build.Utilities.Task
{
    /// <summary>The value of the property as it was written.</summary>
    [Required]
    public string ServicePackage { get; set; } = "";

    /// <summary>The names found in it.</summary>
    [Required]
    public string[] Formats { get; set; } = [];

    /// <summary>The runtime identifier of the publish, or empty.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>The list from which the runtime identifier was chosen (ServicePackageRuntimeIdentifiers), or empty.</summary>
    public string RuntimeIdentifierList { get; set; } = "";

    /// <summary>The project file that messages refer to.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        var available = PackageFormats.All.Select(format => format.Name).ToList();
        foreach (var word in Formats.Where(word => !available.Contains(word)))
        {
            DiagnosticLog.Report(Log, ProjectFile, Diagnostic.Create(
                DiagnosticCatalog.UnknownFormat, ServicePackage, word, string.Join(", ", available)));
        }

        var runtimeIdentifier = Model.RuntimeIdentifier.Parse(RuntimeIdentifier);
        var chosen = PackageFormats.All.Where(format => Formats.Contains(format.Name));
        foreach (var format in chosen.Where(format => format.Platform != runtimeIdentifier.Platform))
        {
            DiagnosticLog.Report(Log, ProjectFile, Diagnostic.Create(
                DiagnosticCatalog.FormatNeedsOtherRuntimeIdentifier, Source, format.Name, RuntimeIdentifier,
                $"{Model.RuntimeIdentifier.SystemOf(format.Platform)}-x64"));
        }

        if (!Log.HasLoggedErrors && runtimeIdentifier.CLibrary.Length > 0)
        {
            DiagnosticLog.Report(Log, ProjectFile, Diagnostic.Create(
                DiagnosticCatalog.CLibraryMismatch, RuntimeIdentifier, "glibc", runtimeIdentifier with { CLibrary = "" }));
        }

        return !Log.HasLoggedErrors;
    }

    private RuntimeIdentifierSource Source =>
        RuntimeIdentifierList.Contains(RuntimeIdentifier, StringComparison.OrdinalIgnoreCase) ? RuntimeIdentifierSource.List
            : BuildEngine is IBuildEngine6 engine && engine.GetGlobalProperties().ContainsKey(nameof(RuntimeIdentifier))
                ? RuntimeIdentifierSource.CommandLine
                : RuntimeIdentifierSource.Project;
}
