using Microsoft.Build.Framework;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Planning;

namespace ServicePackaging.Tasks;

/// <summary>Writes the packages of one publish. All of them are planned before the first is written, and those that are up to date are left alone.</summary>
public sealed class WriteServicePackages : ServicePackageTask, ICancelableTask, IDisposable
{
    private const string SourceSuffix = ".source";

    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The absolute path of the directory for packages; made when it does not exist.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The absolute path of the directory for the records of what was made, by which later builds find that nothing has changed.</summary>
    [Required]
    public string RecordDirectory { get; set; } = "";

    /// <summary>The runtime identifier that was published for.</summary>
    [Required]
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>The packages, with metadata <c>Format</c>, <c>RuntimeIdentifier</c>, <c>Version</c>, <c>Size</c> in bytes and <c>Sha256</c>.</summary>
    [Output]
    public ITaskItem[] Packages { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute() => base.Execute() && !_cancellation.IsCancellationRequested;

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc/>
    private protected override void Execute(PublishedService service, DiagnosticBag findings, BuildSettings settings)
    {
        var key = ComputeKey(service);
        var records = Formats.Select(format => PackageRecord.Read(RecordFile(format.ItemSpec))).ToArray();
        var plans = new PackagePlan?[Formats.Length];
        for (var i = 0; i < Formats.Length; i++)
        {
            plans[i] = records[i] is { } record && record.IsUpToDate(key) && (!settings.EmitSource || Directory.Exists(record.Path + SourceSuffix)) ? null : service.Plan(Formats[i].ItemSpec, settings);
        }

        if (!Report(findings))
        {
            return;
        }

        for (var i = 0; i < plans.Length && !_cancellation.IsCancellationRequested; i++)
        {
            if (plans[i] is { } plan)
            {
                records[i] = Write(plan, settings, key);
            }
            else
            {
                Log.LogMessage(MessageImportance.Low, "The package '{0}' is up to date.", records[i]!.Path);
            }
        }

        Packages = [.. records.OfType<PackageRecord>().Select(record => record.ToItem(RuntimeIdentifier))];
    }

    private string RecordFile(string format) => Path.Combine(RecordDirectory, format + ".json");

    private string ComputeKey(PublishedService service)
    {
        using var key = new PackageKey();
        key.Add(OutputDirectory, Compression, EmitSource, SourceDateEpoch, service.Input.Project.CallsSystemd.ToString());
        key.Add(service.Input);
        key.Add(Facts, "Value");
        key.Add(Frameworks, "FrameworkName", "Version");
        key.Add(References, "NuGetPackageId");
        key.AddDirectory(PublishDirectory);
        return key.Compute();
    }

    private PackageRecord? Write(PackagePlan plan, BuildSettings settings, string key)
    {
        var path = Path.Combine(OutputDirectory, plan.FileName);
        try
        {
            Directory.CreateDirectory(OutputDirectory);
            WriteAnew(plan, path);
            if (settings.EmitSource)
            {
                PlanSources.Write(plan, path + SourceSuffix);
            }

            return Record(plan, path, key);
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.Low, "Writing '{0}' was cancelled; nothing half-written was left.", path);
            return null;
        }
        catch (CompressionUnavailableException exception)
        {
            throw new DiagnosticException(PackageDiagnostics.CompressionUnavailable, exception.Message);
        }
        catch (MsiTooLargeException exception)
        {
            throw new DiagnosticException(PackageDiagnostics.InstallerTooLarge, path, exception.Message);
        }
        catch (ArgumentException exception)
        {
            throw new DiagnosticException(DiagnosticCatalog.NotRepresentable, plan.Format, plan.FileName, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(DiagnosticCatalog.CannotWrite, path, exception.Message);
        }
    }

    // Two runtime identifiers may make one package, and each is up to date as long as the file is the one that it made.
    private void WriteAnew(PackagePlan plan, string path)
    {
        var (before, time) = Facts.Any(fact => fact.ItemSpec == TaskInput.IsPayload) && File.Exists(path) ? (DiskFile.Sha256(path), File.GetLastWriteTimeUtc(path)) : (null, default);
        plan.Write(path, _cancellation.Token);
        if (before is not null && before == DiskFile.Sha256(path))
        {
            File.SetLastWriteTimeUtc(path, time);
        }
    }

    private PackageRecord Record(PackagePlan plan, string path, string key)
    {
        var record = new PackageRecord
        {
            Key = key,
            Path = path,
            Format = plan.Format,
            Version = plan.Version,
            Size = new FileInfo(path).Length,
            Sha256 = DiskFile.Sha256(path),
            Written = File.GetLastWriteTimeUtc(path).Ticks,
        };
        Directory.CreateDirectory(RecordDirectory);
        record.Write(RecordFile(plan.Format));
        return record;
    }
}
