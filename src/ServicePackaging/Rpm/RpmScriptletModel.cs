using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Systemd;
using ServicePackaging.Templates;

namespace ServicePackaging.Rpm;

/// <summary>The names of the scriptlets of an RPM package.</summary>
[TemplateModel(
    TemplateFrame.Scriptlet,
    RpmTemplates.Pre, RpmTemplates.Post, RpmTemplates.Preun, RpmTemplates.Postun, RpmTemplates.Posttrans, RpmTemplates.Runtime)]
[TemplateModel(TemplateFrame.None, RpmTemplates.Pretrans)]
internal sealed record RpmScriptletModel : LinuxScriptModel
{
    /// <summary>Takes what the scriptlets need from the service and its files.</summary>
    public RpmScriptletModel(ServiceDefinition definition, LinuxContent content)
        : base(definition, content, root: "", rootOption: "", HashAlgorithmName.SHA256)
    {
        LuaInstall = LuaText(definition.Layout.Install);
        PresetFile = ShellSyntax.Quote(RpmPreset.PathOf(definition));
        LuaReference = LuaText(RpmPreset.PathOf(definition));
        Manifest = ManifestOf(definition, content);
        UnitDigests = [.. content.Units.Units.Select(unit => DescribeUnit(unit, content))];
    }

    /// <summary>Whether the package creates a group or a user.</summary>
    public required bool Account { get; init; }

    /// <summary>The user that the service runs as; null for root.</summary>
    public required string? User { get; init; }

    /// <summary>The group that the service runs as.</summary>
    public required string Group { get; init; }

    /// <summary>The user's home, as a word of the shell.</summary>
    public required string Home { get; init; }

    /// <summary>The user's full name, as a word of the shell.</summary>
    public required string Comment { get; init; }

    /// <summary>The path of systemd's helper for packages, which not every distribution has.</summary>
    public required string Helper { get; init; }

    /// <summary>The manager that the units belong to: <c>system</c> or <c>user</c>.</summary>
    public string Manager => ManagerScope;

    /// <summary>The option of <c>systemctl</c> for all users, with a space before it; empty for a system service.</summary>
    public required string Global { get; init; }

    /// <summary>Whether the scriptlets start and stop the units: for a system service, and not for a service of each user.</summary>
    public required bool Managed { get; init; }

    /// <summary>The file, as a word of the shell, in which an upgrade notes the units that ran before it.</summary>
    public required string NoteFile { get; init; }

    /// <summary>The file, as a word of the shell, in which an upgrade notes configuration files that have another path now.</summary>
    public required string FormerFile { get; init; }

    /// <summary>The units that run after an upgrade if they ran before it, as words of the shell.</summary>
    public required string NotedUnits { get; init; }

    /// <summary>The preset of the package, as a word of the shell. It lists the units that the package enables.</summary>
    public string PresetFile { get; }

    /// <summary>The enabled units, each as a line: SHA-256 digest of its file, file, unit.</summary>
    public IReadOnlyList<string> UnitDigests { get; }

    /// <summary>The configuration files that root does not own, each as a line: mode, owner, group, path.</summary>
    public required IReadOnlyList<string> KeptFiles { get; init; }

    /// <summary>The directory of the program, as a text of Lua.</summary>
    public string LuaInstall { get; }

    /// <summary>A file that every version of the package has, as a text of Lua.</summary>
    public string LuaReference { get; }

    /// <summary>What the package has in the directory of the program: a line for each directory, with a slash at its end, and after it a
    /// line with the name of each other entry in it.</summary>
    public string Manifest { get; }

    // An instance without a unit of its own has the file of its template.
    private string DescribeUnit(string unit, LinuxContent content)
    {
        var file = (FileEntry)(Find(unit) ?? Find(SystemdUnits.TemplateOf(unit))!);
        return $"{DigestOf(file.Content)} {file.Path} {unit}";

        PackageEntry? Find(string name) => content.Entries[$"{content.UnitDirectory}/{name}"];
    }

    private static string LuaText(string text) =>
        '"' + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';

    private static string ManifestOf(ServiceDefinition definition, LinuxContent content)
    {
        var manifest = new StringBuilder();
        var install = definition.Layout.Install + "/";
        var entries = content.Entries.Complete()
            .Where(entry => (entry.Path + "/").StartsWith(install, StringComparison.Ordinal)).ToList();
        var others = entries.Where(entry => entry is not DirectoryEntry)
            .ToLookup(entry => entry.Path[..entry.Path.LastIndexOf('/')], entry => entry.Path[(entry.Path.LastIndexOf('/') + 1)..]);
        foreach (var directory in entries.OfType<DirectoryEntry>())
        {
            manifest.Append(directory.Path).Append("/\n");
            foreach (var name in others[directory.Path])
            {
                manifest.Append(name).Append('\n');
            }
        }

        return manifest.ToString();
    }
}
