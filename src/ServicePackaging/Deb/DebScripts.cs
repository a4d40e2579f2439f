using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Templates;

namespace ServicePackaging.Deb;

/// <summary>The maintainer scripts: what debhelper 13.24 generates for the same service, and the developer's hooks.</summary>
internal static class DebScripts
{
    private const string SystemUnits = "/usr/lib/systemd/system/";

    private static readonly (MaintainerScript Script, string Key)[] Scripts =
    [
        (MaintainerScript.Preinst, DebTemplates.Preinst),
        (MaintainerScript.Postinst, DebTemplates.Postinst),
        (MaintainerScript.Prerm, DebTemplates.Prerm),
        (MaintainerScript.Postrm, DebTemplates.Postrm),
    ];

    public static Dictionary<MaintainerScript, string> Create(ServiceDefinition definition, LinuxContent content)
    {
        var model = CreateModel(definition, content);
        return Scripts
            .Select(row => (row.Script, Text: TemplateRenderer.Render(definition, row.Key, model)))
            .Where(row => !IsEmpty(row.Text))
            .ToDictionary(row => row.Script, row => row.Text);
    }

    private static DebScriptModel CreateModel(ServiceDefinition definition, LinuxContent content)
    {
        var isUser = definition.Scope == ServiceScope.User;
        var automatic = definition.IsEnabledAtInstallation;
        return new DebScriptModel(definition)
        {
            Package = definition.Package.Name,
            User = isUser,
            Manager = isUser ? " --user" : "",
            Units = ShellSyntax.Quote(content.Units.Units),
            UnitList = [.. content.Units.Units.Select(ShellSyntax.Quote)],
            StoppedUnits = ShellSyntax.Quote(content.Units.StoppedUnits),
            OwnUnits = string.Join(" | ", OwnUnits(content)),
            Automatic = automatic,

            // A service that is not enabled runs because somebody started it. Stopping it before the upgrade would leave it stopped.
            StopBefore = automatic && !isUser && definition.UpgradeMode == ServiceUpgradeMode.StopBefore,
            Sysusers = content.SysusersFile,
            Tmpfiles = content.TmpfilesFile,
            Data = isUser ? null : DataOwners.CreateModel(definition, "$DPKG_ROOT", " ${DPKG_ROOT:+--root=\"$DPKG_ROOT\"}"),
            OwnedFiles = [.. DataOwners.OwnedFiles(content).Select(DataOwners.Describe)],
            PurgePaths =
            [
                .. ServiceDirectories.PurgedPaths(ServiceDirectories.AtInstallation(definition, Platform.Linux), Platform.Linux)
                    .Select(ShellSyntax.Quote),
            ],
        };
    }

    // As patterns of the shell: the pattern of a template matches every instance, also those of the administrator.
    private static IEnumerable<string> OwnUnits(LinuxContent content)
    {
        var names = content.Entries.OfType<PackageEntry>()
            .Where(entry => entry is not DirectoryEntry && entry.Path.StartsWith(SystemUnits, StringComparison.Ordinal))
            .Select(entry => entry.Path[SystemUnits.Length..]).ToHashSet(StringComparer.Ordinal);
        return from name in names
               where !IsInstance(name) || !names.Contains(TemplateOf(name))
               select string.Join("@*.", name.Split("@.").Select(ShellSyntax.Quote));

        static bool IsInstance(string name) =>
            name.Contains('@', StringComparison.Ordinal) && !name.Contains("@.", StringComparison.Ordinal);

        static string TemplateOf(string name) => name[..(name.IndexOf('@', StringComparison.Ordinal) + 1)] + name[name.LastIndexOf('.')..];
    }

    // lintian: maintainer-script-empty.
    private static bool IsEmpty(string script) =>
        script.Split('\n').All(line => line.Length == 0 || line.StartsWith('#') || line == "set -e");
}
