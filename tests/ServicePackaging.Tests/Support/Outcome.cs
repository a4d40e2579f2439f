using ServicePackaging.Deb;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Model;

namespace ServicePackaging.Tests.Support;

/// <summary>What was understood of a service, and what was said about it.</summary>
internal sealed record Reading(ServiceDefinition Definition, IReadOnlyList<Diagnostic> Findings)
{
    /// <summary>The one finding there is.</summary>
    public Diagnostic Finding => Assert.Single(Findings);
}

/// <summary>What was planned for a service, and what was said about it.</summary>
internal sealed record Planned(DebPlan Plan, IReadOnlyList<Diagnostic> Findings)
{
    /// <summary>The codes of the findings.</summary>
    public IEnumerable<string> Codes => Findings.Select(finding => finding.Descriptor.Code);

    /// <summary>The entry at a path, or null.</summary>
    public PackageEntry? this[string path] => Plan.Entries.SingleOrDefault(entry => entry.Path == path);

    /// <summary>The text of a file.</summary>
    public string Text(string path) => Read(Assert.IsType<FileEntry>(this[path]).Content);

    /// <summary>The text of a maintainer script.</summary>
    public string Script(MaintainerScript script) => Plan.Package.Scripts[script];

    /// <summary>The value of a control field, or null.</summary>
    public string? Control(string field) => Plan.Package.Control.SingleOrDefault(candidate => candidate.Name == field)?.Value;

    /// <summary>The paths that are conffiles.</summary>
    public IEnumerable<string> Conffiles => Plan.Entries.OfType<FileEntry>().Where(entry => entry.IsConfiguration).Select(entry => entry.Path);

    /// <summary>An entry in a line: <c>-rwxr-xr-x</c> as octal, owner, path, link target.</summary>
    public string Describe(string path) => this[path] switch
    {
        null => "absent",
        SymlinkEntry link => $"link to {link.Target}",
        DirectoryEntry directory => $"directory {Octal(directory.Mode)} {directory.Owner}:{directory.Group}",
        FileEntry { IsConfiguration: true } file => $"conffile {Octal(file.Mode)} {file.Owner}:{file.Group}",
        { } file => $"file {Octal(file.Mode)} {file.Owner}:{file.Group}",
    };

    /// <summary>Everything that would be in the package, as text: two plans with the same text give the same package.</summary>
    public string Dump() => string.Join('\n', [
        Plan.FileName,
        .. Plan.Package.Control.Select(field => $"{field.Name}: {field.Value}"),
        .. Plan.Package.Scripts.OrderBy(script => script.Key).Select(script => $"{script.Key}\n{script.Value}"),
        .. Plan.Entries.Select(entry => $"{entry.Path} {Describe(entry.Path)}{(entry is FileEntry file ? " " + Convert.ToHexString(Bytes(file.Content)) : "")}"),
        Plan.Package.Timestamp.ToUnixTimeSeconds().ToString("D", null),
        .. Findings.Select(finding => finding.ToString()),
    ]);

    /// <summary>A content's text.</summary>
    public static string Read(FileContent content)
    {
        using var reader = new StreamReader(content.Open());
        return reader.ReadToEnd();
    }

    private static byte[] Bytes(FileContent content)
    {
        using var stream = content.Open();
        var bytes = new byte[content.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string Octal(int mode) => "0" + Convert.ToString(mode, 8);
}
