using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using ServicePackaging.Diagnostics;
using ServicePackaging.Planning;

namespace ServicePackaging.Tasks;

/// <summary>Says what is wrong with ServicePackage. The build calls it only when it met a word or a runtime identifier that it does not like:
/// it costs nothing otherwise.</summary>
public sealed class CheckServicePackageFormats : Microsoft.Build.Utilities.Task
{
    private static readonly Regex OtherCLibrary = new("^linux-(musl|bionic)-");

    /// <summary>The property as it was written.</summary>
    [Required]
    public string ServicePackage { get; set; } = "";

    /// <summary>The words found in it.</summary>
    [Required]
    public string[] Formats { get; set; } = [];

    /// <summary>The runtime identifier of the publish, or empty.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>The project file, which messages are about.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        var available = PackageFormat.All.Select(format => format.Name).ToList();
        foreach (var word in Formats.Where(word => !available.Contains(word)))
        {
            DiagnosticLog.Report(Log, ProjectFile, Diagnostic.Create(
                DiagnosticCatalog.UnknownFormat, ServicePackage, word, string.Join(" or ", available)));
        }

        foreach (var format in PackageFormat.All.Where(format => Formats.Contains(format.Name) && !RuntimeIdentifier.StartsWith(format.RuntimePrefix, StringComparison.Ordinal)))
        {
            DiagnosticLog.Report(Log, ProjectFile, Diagnostic.Create(
                DiagnosticCatalog.FormatNeedsOtherRuntimeIdentifier, format.Name, RuntimeIdentifier, format.RuntimePrefix + "x64"));
        }

        if (!Log.HasLoggedErrors && OtherCLibrary.IsMatch(RuntimeIdentifier))
        {
            DiagnosticLog.Report(Log, ProjectFile, Diagnostic.Create(
                DiagnosticCatalog.CLibraryMismatch, RuntimeIdentifier, "glibc", OtherCLibrary.Replace(RuntimeIdentifier, "linux-")));
        }

        return !Log.HasLoggedErrors;
    }
}
