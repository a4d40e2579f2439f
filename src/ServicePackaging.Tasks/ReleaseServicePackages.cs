using System.Globalization;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using ServicePackaging.Build;
using ServicePackaging.Build.Release;
using ServicePackaging.Build.Signing;
using ServicePackaging.Diagnostics;

namespace ServicePackaging.Tasks;

/// <summary>Writes the files of a release that describe the packages of all runtime identifiers: manifests and checksums.</summary>
public sealed class ReleaseServicePackages : ServicePackageTask, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The packages that the command created, with metadata <c>Format</c>, <c>Size</c> in bytes and <c>Sha256</c>.</summary>
    [Required]
    public ITaskItem[] Packages { get; set; } = [];

    /// <summary>The absolute path of the directory for packages.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The absolute path of the directory for records of the build.</summary>
    [Required]
    public string RecordDirectory { get; set; } = "";

    /// <summary>The files, whether this build has changed them or not.</summary>
    [Output]
    public ITaskItem[] Files { get; private set; } = [];

    /// <summary>What the terminal shows: one line for the checksums, and one for all manifests.</summary>
    [Output]
    public string[] Lines { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute() => base.Execute() && !_cancellation.IsCancellationRequested;

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc/>
    private protected override void Execute(PackagingInput input, DiagnosticBag findings)
    {
        using var signing = new SigningSession(input.Service.Properties, Path.GetDirectoryName(ProjectFile)!, RecordDirectory, findings);
        // A payload without machine code is the same package for every architecture.
        var packages = Packages.DistinctBy(package => package.ItemSpec).Select(ToFile).ToList();
        try
        {
            var files = new ReleaseFiles(input, packages, signing, findings).Write(OutputDirectory, RecordDirectory, _cancellation.Token);
            Files = [.. files.Select(file => new TaskItem(file))];
            Lines = [.. ReleaseFiles.Describe(OutputDirectory, files)];
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.Low, "Writing the files of the release was cancelled.");
        }

        Report(findings);
    }

    private static ReleasedFile ToFile(ITaskItem package) => ReleasedFile.Create(
        package.GetMetadata("FullPath"), package.GetMetadata(nameof(PackageRecord.Format)),
        long.Parse(package.GetMetadata(nameof(PackageRecord.Size)), CultureInfo.InvariantCulture),
        package.GetMetadata(nameof(PackageRecord.Sha256)));
}
