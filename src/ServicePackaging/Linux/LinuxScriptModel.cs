using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.Linux;

/// <summary>The names that the scripts of Debian packages and of RPM packages have in common.</summary>
internal abstract record LinuxScriptModel : ScriptModel
{
    /// <summary>Takes what both formats derive from the service and its files.</summary>
    protected LinuxScriptModel(ServiceDefinition definition, LinuxContent content, string root, string rootOption)
        : base(definition)
    {
        var isUser = definition.Scope == ServiceScope.User;
        var units = content.Units;
        Package = definition.Package.Name;
        Install = ShellSyntax.Quote(definition.Layout.Install);
        Root = root;
        AdministratorUnits = isUser ? "/etc/systemd/user" : "/etc/systemd/system";
        Units = ShellSyntax.Quote(units.Units);
        UnitList = [.. units.Units.Select(ShellSyntax.Quote)];
        StoppedUnits = ShellSyntax.Quote(units.StoppedUnits);
        Services = ShellSyntax.Quote(units.Services);
        Checked = ShellSyntax.Quote(units.Units.Intersect(units.Services));
        ManagerScope = isUser ? "user" : "system";
        UnitDirectory = content.UnitDirectory;
        UnitNames = string.Join(" | ", UnitNamesOf(content).Select(name => ShellSyntax.Quote($"{ManagerScope}/{name}")));
        Automatic = definition.IsEnabledAtInstallation;
        Tmpfiles = content.TmpfilesFile;
        Data = isUser ? null : DataOwners.CreateModel(definition, root, rootOption);
        Restarted = !RuntimeUpgrade.RestartsFor(definition) ? ""
            : isUser ? Checked : ShellSyntax.Quote(units.Services);
        EnvironmentFile = ShellSyntax.Quote(definition.Layout.EnvironmentFile(definition.Name));
    }

    /// <summary>The name of the package.</summary>
    public string Package { get; }

    /// <summary>The directory of the program, as a word of the shell.</summary>
    public string Install { get; }

    /// <summary>The prefix of each path: <c>$DPKG_ROOT</c> in a Debian package, empty in an RPM package.</summary>
    public string Root { get; }

    /// <summary>The directory in which administrators put units that override those of packages.</summary>
    public string AdministratorUnits { get; }

    /// <summary>The units that are enabled and started, as words of the shell.</summary>
    public string Units { get; }

    /// <summary>The units that are enabled and started, each as a word of the shell.</summary>
    public IReadOnlyList<string> UnitList { get; }

    /// <summary>The units that are stopped, as words of the shell: the enabled units, and the service that a timer or socket
    /// starts.</summary>
    public string StoppedUnits { get; }

    /// <summary>The services, no matter what starts them, as words of the shell.</summary>
    public string Services { get; }

    /// <summary>The services that the installation starts, as words of the shell.</summary>
    public string Checked { get; }

    /// <summary>The manager that the units belong to: <c>system</c> or <c>user</c>.</summary>
    public string ManagerScope { get; }

    /// <summary>The directory of the package's units.</summary>
    public string UnitDirectory { get; }

    /// <summary>The names of the package's unit files and of its instances, each after the manager and a slash, as patterns of a shell's
    /// <c>case</c>.</summary>
    public string UnitNames { get; }

    /// <summary>Whether the installation enables the units.</summary>
    public bool Automatic { get; }

    /// <summary>The name of the file in <c>/usr/lib/tmpfiles.d</c>; null if the package has no such file.</summary>
    public string? Tmpfiles { get; }

    /// <summary>What the fragment <c>owners</c> uses; null for a service of each user.</summary>
    public DataOwnersModel? Data { get; }

    /// <summary>The services that are restarted after an upgrade of the shared .NET runtime, as words of the shell; empty if the package
    /// contains the runtime or the developer does not want it.</summary>
    public string Restarted { get; }

    /// <summary>The file in which the administrator sets variables, as a word of the shell.</summary>
    public string EnvironmentFile { get; }

    /// <summary>Whether the service stops before its files are replaced (<c>ServiceUpgradeMode</c> is <c>StopBefore</c>).</summary>
    public required bool StopBefore { get; init; }

    private static IEnumerable<string> UnitNamesOf(LinuxContent content)
    {
        var prefix = content.UnitDirectory + "/";
        return content.Entries.OfType<PackageEntry>()
            .Where(entry => entry is not DirectoryEntry && entry.Path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => entry.Path[prefix.Length..])
            .Union(content.Units.Units);
    }
}
