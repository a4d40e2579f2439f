using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Build.Framework;
using ServicePackaging.Diagnostics;
using Task = Microsoft.Build.Utilities.Task;

namespace ServicePackaging.Tasks;

/// <summary>Finds the folder that a project without .NET packages, and says whether anything in it has changed.</summary>
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

    /// <summary>A text that differs when what is in the folder does: names, sizes, times and where links lead.</summary>
    [Output]
    public string Key { get; private set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        PayloadDirectory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Value.Trim().Replace(Token, RuntimeIdentifier, StringComparison.Ordinal), Path.GetDirectoryName(ProjectFile)!));
        try
        {
            if (FindFault() is { } fault)
            {
                throw new DiagnosticException(DiagnosticCatalog.PayloadDirectory, Property, Value, fault);
            }

            Scan();
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

        return (ProjectFile + Path.DirectorySeparatorChar).StartsWith(PayloadDirectory.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? "which holds the project itself, and with it what a build makes"
            : Directory.EnumerateFileSystemEntries(PayloadDirectory).Any() ? null : "which is empty";
    }

    private void Scan()
    {
        var reported = new HashSet<string>(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, info) in Tasks.PayloadDirectory.List(PayloadDirectory))
        {
            ReportLitter(path, reported);
            var size = info is FileInfo { LinkTarget: null } file ? file.Length : -1;
            var time = info is FileInfo { LinkTarget: null } ? info.LastWriteTimeUtc.Ticks : 0;
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{path}\0{info.LinkTarget}\0{size}\0{time}\0")));
        }

        Key = Convert.ToHexStringLower(hash.GetHashAndReset());
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
