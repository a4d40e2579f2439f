using System.Globalization;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using ServicePackaging.Build;
using ServicePackaging.Build.Release;
using ServicePackaging.Build.Signing;
using ServicePackaging.Diagnostics;
using ServicePackaging.Sbom;

namespace ServicePackaging.Tasks;

/// <summary>Plans the packages of one publish, and writes those that are not up to date, or prints what they would contain.</summary>
public sealed class WriteServicePackages : ServicePackageTask, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The absolute path of the directory for packages; created if it does not exist.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The absolute path of the directory for the records by which later builds find that nothing has changed.</summary>
    [Required]
    public string RecordDirectory { get; set; } = "";

    /// <summary>The runtime identifier that was published for.</summary>
    [Required]
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>Whether to print which defaults were chosen, if no package was written before.</summary>
    public bool ShowDefaults { get; set; }

    /// <summary>Whether to print the plans and write nothing; empty for false.</summary>
    public bool IsPreview { get; set; }

    /// <summary>The packages, with metadata <c>Format</c>, <c>RuntimeIdentifier</c>, <c>Version</c>, <c>Size</c> in bytes, <c>Sha256</c>,
    /// <c>Signed</c> (<c>true</c> or <c>false</c>), <c>SigningKey</c>, <c>SignatureTime</c> (ISO 8601, UTC), <c>UnsignedSha256</c>, and
    /// <c>CycloneDxFile</c> and <c>SpdxFile</c>, the absolute paths of the bill of materials.</summary>
    [Output]
    public ITaskItem[] Packages { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute() => base.Execute() && !_cancellation.IsCancellationRequested;

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc/>
    private protected override void Execute(PackagingInput input, DiagnosticBag findings)
    {
        if (IsPreview)
        {
            Preview(new Packager(input, findings), findings);
            return;
        }

        var projectDirectory = Path.GetDirectoryName(ProjectFile)!;
        using var signing = new SigningSession(input.Service.Properties, projectDirectory, RecordDirectory, findings)
        {
            Cancellation = _cancellation.Token,
        };
        if (IsOuter)
        {
            ReleaseFiles.CheckSettings(input.Service.Properties, projectDirectory, signing, findings);
        }

        var packager = new IncrementalPackager(input, OutputDirectory, RecordDirectory, findings) { Signing = signing };
        if (!Plan(packager) || !Report(findings))
        {
            return;
        }

        if (ShowDefaults && packager.IsFirst && packager.Defaults.Count > 0)
        {
            Terminal.Print(string.Join('\n', packager.Defaults) + '\n', Log);
        }

        Packages = [.. Write(packager)];
        Report(findings);
    }

    // Programs are signed before their package is planned, which may take long.
    private static bool Plan(IncrementalPackager packager)
    {
        try
        {
            packager.Plan();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Preview(Packager packager, DiagnosticBag findings)
    {
        var plans = packager.PlanAll();
        if (Report(findings))
        {
            Terminal.Print(string.Join('\n', plans.Select(PackagePreview.Render)), Log);
        }
    }

    private List<ITaskItem> Write(IncrementalPackager packager)
    {
        var packages = new List<ITaskItem>();
        try
        {
            foreach (var (record, wasUpToDate) in packager.Write(_cancellation.Token))
            {
                packages.Add(ToItem(record));
                if (wasUpToDate)
                {
                    Log.LogMessage(MessageImportance.Low, "The package '{0}' is up to date.", record.Path);
                }
                else if (InstallLine.For(record) is { } line)
                {
                    Terminal.Print(line, Log);
                }
            }
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.Low, "Writing packages was cancelled; nothing incomplete was left in '{0}'.", OutputDirectory);
        }

        return packages;
    }

    private TaskItem ToItem(PackageRecord record) => new(record.Path, new Dictionary<string, string>
    {
        [nameof(PackageRecord.Format)] = record.Format,
        [nameof(RuntimeIdentifier)] = RuntimeIdentifier,
        [nameof(PackageRecord.Version)] = record.Version,
        [nameof(PackageRecord.Size)] = record.Size.ToString(CultureInfo.InvariantCulture),
        ["SizeText"] = PlanListing.DescribeSize(record.Size),
        [nameof(PackageRecord.Sha256)] = record.Sha256,
        ["Signed"] = record.IsSigned ? "true" : "false",
        [nameof(PackageRecord.SigningKey)] = record.SigningKey,
        [nameof(PackageRecord.SignatureTime)] =
            record.SignatureTime?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "",
        [nameof(PackageRecord.UnsignedSha256)] = record.UnsignedSha256,
        ["CycloneDxFile"] = SbomFiles.Find(record.Path, SbomDocument.CycloneDx),
        ["SpdxFile"] = SbomFiles.Find(record.Path, SbomDocument.Spdx),
    });
}
