using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Build.Framework;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi;

namespace ServicePackaging.Tasks;

/// <summary>Writes one package.</summary>
public sealed class WriteServicePackage : ServicePackageTask, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The absolute path of the directory for packages; made when it does not exist.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>A file that receives the package's path and metadata, one a line, for the builds that find nothing to do.</summary>
    [Required]
    public string RecordFile { get; set; } = "";

    /// <summary>The file whose time is that of the last change of what the package is made of.</summary>
    [Required]
    public string KeyFile { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute() => base.Execute() && !_cancellation.IsCancellationRequested;

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <inheritdoc/>
    private protected override void Execute(PackagePlan plan, BuildSettings settings)
    {
        var path = Path.Combine(OutputDirectory, plan.FileName);
        try
        {
            Directory.CreateDirectory(OutputDirectory);
            WriteAnew(plan, path);
            if (settings.EmitSource)
            {
                PlanSources.Write(plan, path + ".source");
            }

            WriteRecord(plan, path);
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.Low, "Writing '{0}' was cancelled; nothing half-written was left.", path);
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

    // Two runtime identifiers may make one package, and each is up to date as long as the file is the one it made and no older than its key.
    private void WriteAnew(PackagePlan plan, string path)
    {
        var (before, time) = Facts.Any(fact => fact.ItemSpec == TaskInput.IsPayload) && File.Exists(path) ? (Hash(path), File.GetLastWriteTimeUtc(path)) : (null, default);
        plan.Write(path, _cancellation.Token);
        if (before is not null && before == Hash(path))
        {
            File.SetLastWriteTimeUtc(path, time);
            File.SetLastWriteTimeUtc(KeyFile, time);
        }
    }

    private static string Hash(string path)
    {
        using var package = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(package));
    }

    private void WriteRecord(PackagePlan plan, string path)
    {
        string[] lines =
        [
            path,
            plan.Format,
            plan.Version,
            new FileInfo(path).Length.ToString(CultureInfo.InvariantCulture),
            Hash(path),
            File.GetLastWriteTimeUtc(path).Ticks.ToString(CultureInfo.InvariantCulture),
        ];
        File.WriteAllText(RecordFile, string.Join('\n', lines));
    }
}
