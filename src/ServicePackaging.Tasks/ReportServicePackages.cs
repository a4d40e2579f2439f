using System.Globalization;
using Microsoft.Build.Framework;
using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using Task = Microsoft.Build.Utilities.Task;

namespace ServicePackaging.Tasks;

/// <summary>Summarizes the packages that one command created.</summary>
public sealed class ReportServicePackages : Task
{
    /// <summary>The packages, with metadata <c>Size</c> in bytes, <c>Sha256</c> and <c>RuntimeIdentifier</c>.</summary>
    [Required]
    public ITaskItem[] Packages { get; set; } = [];

    /// <summary>When the command began, in UTC ticks.</summary>
    [Required]
    public long Started { get; set; }

    /// <summary>The project file that messages refer to.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The summary line for the terminal.</summary>
    [Output]
    public string Summary { get; private set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        foreach (var same in Packages.GroupBy(package => package.ItemSpec).Where(HasSeveralContents))
        {
            var runtimeIdentifiers = string.Join(" and ", same.Select(package => package.GetMetadata("RuntimeIdentifier")));
            DiagnosticLog.Report(Log, ProjectFile, Diagnostic.Create(DiagnosticCatalog.SamePackage, runtimeIdentifiers, same.Key));
        }

        // A payload without machine code is the same package for every architecture.
        var packages = Packages.DistinctBy(package => package.ItemSpec).ToList();
        var size = packages.Sum(package => long.Parse(package.GetMetadata("Size"), CultureInfo.InvariantCulture));
        var seconds = (DateTime.UtcNow.Ticks - Started) / (double)TimeSpan.TicksPerSecond;
        Summary = packages.Exists(package => File.GetLastWriteTimeUtc(package.ItemSpec).Ticks >= Started)
            ? string.Create(
                CultureInfo.InvariantCulture, $"{packages.Count} packages, {PlanListing.DescribeSize(size)}, in {seconds:0.0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{packages.Count} packages are up to date");
        return !Log.HasLoggedErrors;
    }

    private static bool HasSeveralContents(IEnumerable<ITaskItem> packages) =>
        packages.DistinctBy(package => package.GetMetadata("Sha256")).Count() > 1;
}
