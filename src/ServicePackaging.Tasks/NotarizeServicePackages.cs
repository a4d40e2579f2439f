using Microsoft.Build.Framework;
using ServicePackaging.Build.Signing;
using ServicePackaging.Diagnostics;
using Task = Microsoft.Build.Utilities.Task;

namespace ServicePackaging.Tasks;

/// <summary>Notarizes the packages for macOS that a command created, and staples the tickets to them.</summary>
public sealed class NotarizeServicePackages : Task, ICancelableTask, IDisposable
{
    private const string MacPackage = "pkg";

    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The packages, with metadata <c>Format</c>. Only those for macOS are notarized.</summary>
    [Required]
    public ITaskItem[] Packages { get; set; } = [];

    /// <summary>The vocabulary's properties: the identity is the name, metadata <c>Value</c> the value.</summary>
    [Required]
    public ITaskItem[] Properties { get; set; } = [];

    /// <summary>The absolute path of the directory in which submissions are recorded.</summary>
    [Required]
    public string RecordDirectory { get; set; } = "";

    /// <summary>The project file that messages refer to.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The address of another notary service, which stands for Apple's in tests; empty for Apple's.</summary>
    public string Service { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        var findings = new DiagnosticBag();
        var notary = new PackageNotary(TaskInput.Values(Properties), Path.GetDirectoryName(ProjectFile)!, RecordDirectory, findings)
        {
            Report = line => Log.LogMessage(MessageImportance.High, "{0}", line),
            Service = Service.Length > 0 ? new Uri(Service) : null,
        };
        try
        {
            foreach (var package in Packages.Where(package => package.GetMetadata("Format") == MacPackage))
            {
                notary.Notarize(package.GetMetadata("FullPath"), _cancellation.Token);
            }
        }
        catch (DiagnosticException exception)
        {
            DiagnosticLog.Report(Log, ProjectFile, exception.Diagnostic);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        foreach (var finding in findings.Items)
        {
            DiagnosticLog.Report(Log, ProjectFile, finding);
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();
}
