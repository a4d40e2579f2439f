using Microsoft.Build.Framework;
using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using ServicePackaging.Reading;
using ServicePackaging.Vocabulary;
using Task = Microsoft.Build.Utilities.Task;

namespace ServicePackaging.Tasks;

/// <summary>Finds the folder that a project without .NET packages.</summary>
public sealed class ScanServicePayload : Task
{
    private const string Token = "{RuntimeIdentifier}";

    // Files and directories that tools leave behind, and the tools.
    private static readonly Dictionary<string, string> Litter = new(StringComparer.Ordinal)
    {
        [".git"] = "git",
        [".hg"] = "Mercurial",
        [".svn"] = "Subversion",
        ["__pycache__"] = "Python",
        [".DS_Store"] = "macOS",
    };

    private string _property = "";
    private string _value = "";

    /// <summary>The property that names the folder, in its common and its platform-specific forms: the identity is the name, metadata
    /// <c>Value</c> the value.</summary>
    [Required]
    public ITaskItem[] Directories { get; set; } = [];

    /// <summary>The runtime identifier of the package.</summary>
    [Required]
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>The project file. Relative paths start at its folder, and messages refer to it.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The absolute path of the folder.</summary>
    [Output]
    public string PayloadDirectory { get; private set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        var platform = Model.RuntimeIdentifier.Parse(RuntimeIdentifier).Platform;
        (_property, _value) = InputReader.FindProperty(TaskInput.Values(Directories), platform, ServiceProperties.PayloadDirectory)
            ?? (ServiceProperties.PayloadDirectory.Name, "");
        var folder = _value.Replace(Token, RuntimeIdentifier, StringComparison.Ordinal);
        PayloadDirectory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, Path.GetDirectoryName(ProjectFile)!));
        try
        {
            if (FindFault() is { } fault)
            {
                throw DiagnosticException.Of(DiagnosticCatalog.InvalidPayloadFolder, fault, _property, _value, PayloadDirectory);
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

    private PayloadFolderKind? FindFault()
    {
        if (!Directory.Exists(PayloadDirectory))
        {
            return File.Exists(PayloadDirectory) ? PayloadFolderKind.File : PayloadFolderKind.Missing;
        }

        var separator = Path.DirectorySeparatorChar;
        return (ProjectFile + separator).StartsWith(PayloadDirectory.TrimEnd(separator) + separator, StringComparison.Ordinal)
            ? PayloadFolderKind.ContainsProject
            : Directory.EnumerateFileSystemEntries(PayloadDirectory).Any() ? null : PayloadFolderKind.Empty;
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
