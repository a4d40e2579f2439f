using System.Globalization;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using ServicePackaging.Build;
using ServicePackaging.Build.Release;
using ServicePackaging.Build.Signing;
using ServicePackaging.Diagnostics;

namespace ServicePackaging.Tasks;

/// <summary>Writes the files of a release that describe the packages of all runtime identifiers, manifests and checksums, and adds the
/// packages to a repository.</summary>
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

    /// <summary>What the terminal shows: one line for the checksums, one for all manifests, and one for the repository.</summary>
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
            var release = new ReleaseFiles(input, packages, signing, findings);
            var files = release.Write(OutputDirectory, RecordDirectory, _cancellation.Token);
            var time = SourceDateEpoch.Length > 0 ? input.Settings.Timestamp : null;
            var repository = release.Publish(Path.GetDirectoryName(ProjectFile)!, time, OutputDirectory, _cancellation.Token);
            Files = [.. files.Select(file => new TaskItem(file))];
            Lines = [.. ReleaseFiles.Describe(OutputDirectory, files), .. repository is null ? Array.Empty<string>() : [repository]];
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
