using Microsoft.Build.Framework;
using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using Task = Microsoft.Build.Utilities.Task;

namespace ServicePackaging.Tasks;

/// <summary>Finds the folder that a project without .NET packages.</summary>
public sealed class ScanServicePayload : Task
{
    private const string Token = "{RuntimeIdentifier}";

    // What tools leave in folders, and which.
    private static readonly Dictionary<string, string> Litter = new(StringComparer.Ordinal)
    {
        [".git"] = "git",
        [".hg"] = "Mercurial",
        [".svn"] = "Subversion",
        ["__pycache__"] = "Python",
        [".DS_Store"] = "macOS",
    };

    /// <summary>The property that names the folder, for messages.</summary>
    [Required]
    public string Property { get; set; } = "";

    /// <summary>What it says.</summary>
    [Required]
    public string Value { get; set; } = "";

    /// <summary>The runtime identifier that is packaged for.</summary>
    [Required]
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>The project file, whose folder paths begin at and which messages are about.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The absolute path of the folder.</summary>
    [Output]
    public string PayloadDirectory { get; private set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        var folder = Value.Trim().Replace(Token, RuntimeIdentifier, StringComparison.Ordinal);
        PayloadDirectory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, Path.GetDirectoryName(ProjectFile)!));
        try
        {
            if (FindFault() is { } fault)
            {
                throw new DiagnosticException(DiagnosticCatalog.PayloadDirectory, Property, Value, fault);
            }

            var reported = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (path, _) in PayloadScanner.List(PayloadDirectory))
            {
                ReportLitter(path, reported);
            }
        }
        catch (DiagnosticException exception)
        {
            DiagnosticLog.Report(Log, ProjectFile, exception.Diagnostic);
        }

        return !Log.HasLoggedErrors;
    }

    private string? FindFault()
    {
        if (!Directory.Exists(PayloadDirectory))
        {
            return File.Exists(PayloadDirectory) ? "which is a file" : $"and there is no folder '{PayloadDirectory}'";
        }

        var separator = Path.DirectorySeparatorChar;
        return (ProjectFile + separator).StartsWith(PayloadDirectory.TrimEnd(separator) + separator, StringComparison.Ordinal)
            ? "which holds the project itself, and with it what a build makes"
            : Directory.EnumerateFileSystemEntries(PayloadDirectory).Any() ? null : "which is empty";
    }

    private void ReportLitter(string path, HashSet<string> reported)
    {
        var names = path.Split('/');
        var place = Array.FindIndex(names, Litter.ContainsKey);
        if (place >= 0 && string.Join('/', names.Take(place + 1)) is var left && reported.Add(left))
        {
            DiagnosticLog.Report(Log, ProjectFile, Diagnostic.Create(DiagnosticCatalog.PayloadLitter, left, Litter[names[place]]));
        }
    }
}
