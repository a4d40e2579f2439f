using Microsoft.Build.Framework;
using ServicePackaging.Build;
using ServicePackaging.Diagnostics;

namespace ServicePackaging.Tasks;

/// <summary>Checks that a package contains what the lock file of its project locks. The restore of a runtime identifier that the lock file
/// does not have writes another one.</summary>
public sealed class CheckServicePackageLock : Microsoft.Build.Utilities.Task
{
    /// <summary>The absolute path of the project's lock file.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary>The absolute path of the lock file that the restore wrote.</summary>
    [Required]
    public string RestoredFile { get; set; } = "";

    /// <summary>Whether the restore is locked; empty for false.</summary>
    public bool IsLocked { get; set; }

    /// <summary>The runtime identifier that was restored for.</summary>
    [Required]
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>The project file that messages refer to.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        var findings = new DiagnosticBag();
        try
        {
            LockedPackages.Check(LockFile, RestoredFile, IsLocked, RuntimeIdentifier, findings);
        }
        catch (DiagnosticException exception)
        {
            DiagnosticLog.Report(Log, ProjectFile, exception.Diagnostic);
        }

        foreach (var finding in findings.Items)
        {
            DiagnosticLog.Report(Log, ProjectFile, finding);
        }

        return !Log.HasLoggedErrors;
    }
}
