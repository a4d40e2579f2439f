using ServicePackaging.Deb;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Rpm;

namespace ServicePackaging.Tests.Support;

/// <summary>The definition that was read, and the findings about it.</summary>
internal sealed record ReadDefinition(ServiceDefinition Definition, IReadOnlyList<Diagnostic> Findings)
{
    /// <summary>The only finding.</summary>
    public Diagnostic Finding => Assert.Single(Findings);
}

/// <summary>The plan of a service, and the findings about it.</summary>
internal sealed record Planned<TPlan>(TPlan Plan, IReadOnlyList<Diagnostic> Findings)
    where TPlan : PackagePlan
{
    /// <summary>The codes of the findings.</summary>
    public IEnumerable<string> Codes => Findings.Select(finding => finding.Descriptor.Code);

    /// <summary>What is installed, in a package for a system with modes and owners.</summary>
    private IReadOnlyList<PackageEntry> Entries => Assert.IsType<UnixPackagePlan>(Plan, exactMatch: false).Entries;

    /// <summary>The entry at a path, or null.</summary>
    public PackageEntry? this[string path] => Entries.SingleOrDefault(entry => entry.Path == path);

    /// <summary>The text of a file.</summary>
    public string Text(string path) => PlannedPackages.Read(Assert.IsType<FileEntry>(this[path]).Content);

    /// <summary>The paths that are conffiles.</summary>
    public IEnumerable<string> Conffiles => Entries.OfType<FileEntry>().Where(entry => entry.IsConfiguration).Select(entry => entry.Path);

    /// <summary>An entry in a line: <c>-rwxr-xr-x</c> as octal, owner, path, link target.</summary>
    public string Describe(string path) => this[path] switch
    {
        null => "absent",
        SymlinkEntry link => $"link to {link.Target}",
        DirectoryEntry directory => $"directory {Octal(directory.Mode)} {directory.Owner}:{directory.Group}",
        FileEntry { IsConfiguration: true } file => $"conffile {Octal(file.Mode)} {file.Owner}:{file.Group}",
        { } file => $"file {Octal(file.Mode)} {file.Owner}:{file.Group}",
    };

    private static string Octal(UnixFileMode mode) => "0" + Convert.ToString((int)mode, 8);
}

/// <summary>Properties of the plans of one format, for tests.</summary>
internal static class PlannedPackages
{
    extension(Planned<DebPlan> planned)
    {
        /// <summary>The text of a maintainer script.</summary>
        public string Script(MaintainerScript script) => planned.Plan.Package.Scripts[script];

        /// <summary>The value of a control field, or null.</summary>
        public string? Control(string field) => planned.Plan.Package.Control.SingleOrDefault(candidate => candidate.Name == field)?.Value;

        /// <summary>Everything that would be in the package, as text: two plans with the same text give the same package.</summary>
        public string Dump() => string.Join('\n', [
            planned.Plan.FileName,
            .. planned.Plan.Package.Control.Select(field => $"{field.Name}: {field.Value}"),
            .. planned.Plan.Package.Scripts.OrderBy(script => script.Key).Select(script => $"{script.Key}\n{script.Value}"),
            .. planned.Plan.Entries.Select(entry => $"{entry.Path} {planned.Describe(entry.Path)}{HexOf(entry)}"),
            planned.Plan.Package.Timestamp.ToUnixTimeSeconds().ToString("D", null),
            .. planned.Findings.Select(finding => finding.ToString()),
        ]);
    }

    extension(Planned<RpmPlan> planned)
    {
        /// <summary>The text of a scriptlet, by the name that a spec file has for it.</summary>
        public string Scriptlet(string name) => planned.Plan.Metadata.Single(text => text.Key == name).Value;

        /// <summary>The relations of a kind: name, operator and version, in the order of the header.</summary>
        public IEnumerable<string> Relations(RpmRelationKind kind) => planned.Plan.Package.Relations.Where(relation => relation.Kind == kind).Select(DescribeRelation);

        /// <summary>The files in lines: ghosts, %config and other attributes, then as <see cref="Planned{TPlan}.Describe"/> has it.</summary>
        public IEnumerable<string> Files() => planned.Plan.Package.Files.Select(file => $"{DescribeFlags(file)}{DescribeEntry(file.Entry)} {file.Entry.Path}");

        /// <summary>The line of one file, or null.</summary>
        public string? File(string path) => planned.Files().SingleOrDefault(line => line.EndsWith(" " + path, StringComparison.Ordinal));

        /// <summary>Everything that would be in the package, as text: two plans with the same text give the same package.</summary>
        public string Dump()
        {
            var package = planned.Plan.Package;
            return string.Join('\n', [
                planned.Plan.FileName,
                .. planned.Plan.Metadata.Select(text => $"{text.Key}\n{text.Value}"),
                .. package.Relations.Select(relation => $"{relation.Kind} {DescribeRelation(relation)} {relation.Sense:X}"),
                .. planned.Files(),
                .. planned.Plan.Entries.Select(entry => $"{entry.Path}{HexOf(entry)}"),
                .. package.Changelog.Select(change => $"{change.Time.ToUnixTimeSeconds():D} {change.Author}\n{change.Text}"),
                .. package.ExtraTags.OrderBy(tag => tag.Key).Select(tag => $"{tag.Key} {(tag.Value as RpmTexts)?.Values[0]}"),
                string.Join('\n', package.Epoch, package.Group, package.Distribution, package.Timestamp.ToUnixTimeSeconds(), package.Compression),
                .. planned.Findings.Select(finding => finding.ToString()),
            ]);
        }
    }

    /// <summary>A content's text.</summary>
    public static string Read(FileContent content)
    {
        using var reader = new StreamReader(content.Open());
        return reader.ReadToEnd();
    }

    private static string DescribeRelation(RpmRelation relation)
    {
        var symbols = (relation.Sense.HasFlag(RpmSense.Less) ? "<" : "") + (relation.Sense.HasFlag(RpmSense.Greater) ? ">" : "") + (relation.Sense.HasFlag(RpmSense.Equal) ? "=" : "");
        return symbols.Length > 0 ? $"{relation.Name} {symbols} {relation.Version}" : relation.Name;
    }

    private static string DescribeFlags(RpmFile file) =>
        string.Concat(Enum.GetValues<RpmFileAttributes>().Where(flag => flag != 0 && file.EffectiveFlags.HasFlag(flag)).Select(flag => flag.ToString().ToLowerInvariant() + " "));

    private static string DescribeEntry(PackageEntry entry) => entry switch
    {
        SymlinkEntry link => $"link to {link.Target}",
        DirectoryEntry directory => $"directory 0{Convert.ToString((int)directory.Mode, 8)} {directory.Owner}:{directory.Group}",
        FileEntry file => $"file 0{Convert.ToString((int)file.Mode, 8)} {file.Owner}:{file.Group}",
        _ => entry.ToString(),
    };

    private static string HexOf(PackageEntry entry)
    {
        if (entry is not FileEntry file)
        {
            return "";
        }

        using var stream = file.Content.Open();
        var bytes = new byte[file.Content.Length];
        stream.ReadExactly(bytes);
        return " " + Convert.ToHexString(bytes);
    }
}
