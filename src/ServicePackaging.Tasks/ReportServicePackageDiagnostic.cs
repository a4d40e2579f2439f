using Microsoft.Build.Framework;
using ServicePackaging.Diagnostics;
using Task = Microsoft.Build.Utilities.Task;

namespace ServicePackaging.Tasks;

/// <summary>Reports a finding of a target with its text from the catalog.</summary>
public sealed class ReportServicePackageDiagnostic : Task
{
    /// <summary>The code of the finding.</summary>
    [Required]
    public string Code { get; set; } = "";

    /// <summary>Its case; empty if it has only one.</summary>
    public string Case { get; set; } = "";

    /// <summary>The first value in its message.</summary>
    public string First { get; set; } = "";

    /// <summary>The second value in its message.</summary>
    public string Second { get; set; } = "";

    /// <summary>The third value in its message.</summary>
    public string Third { get; set; } = "";

    /// <summary>The project file that messages refer to.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        var descriptor = DiagnosticCatalog.All.Single(descriptor => descriptor.Code == Code);
        DiagnosticLog.Report(Log, ProjectFile, Diagnostic.Create(descriptor, Case.Length > 0 ? Case : null, [First, Second, Third]));
        return !Log.HasLoggedErrors;
    }
}
