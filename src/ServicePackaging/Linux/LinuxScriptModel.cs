using System.Security.Cryptography;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.Linux;

/// <summary>The names that the scripts of Debian packages and of RPM packages have in common.</summary>
internal abstract record LinuxScriptModel : ScriptModel
{
    private readonly HashAlgorithmName _digest;

    /// <summary>Takes what both formats derive from the service and its files.</summary>
    protected LinuxScriptModel(
        ServiceDefinition definition, LinuxContent content, string root, string rootOption, HashAlgorithmName digest)
        : base(definition)
    {
        _digest = digest;
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
        var former = definition.ConfigFiles.Where(file => file.FormerPath is not null).ToList();
        FormerConfiguration =
        [
            .. from file in former
               select $"{ShellSyntax.Quote([file.FormerPath!, file.TargetPath])} {DigestOf(file.Source.Content)}",
        ];
        Groups = isUser || definition.Account.IsRoot ? "" : definition.SupplementaryGroups ?? "";
        ServiceUser = definition.Account.User;
        FormerPaths = string.Join(" | ", former.Select(file => ShellSyntax.Quote(file.FormerPath!)));
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

    /// <summary>The groups that the account becomes a member of if they exist, as words of the shell; empty for none.</summary>
    public string Groups { get; }

    /// <summary>The user of the service.</summary>
    public string ServiceUser { get; }

    /// <summary>The configuration files that earlier versions had under another path, each as words of the shell: its former path, its
    /// path, and the digest of its default (MD5 in a Debian package, else SHA-256).</summary>
    public IReadOnlyList<string> FormerConfiguration { get; }

    /// <summary>The former paths of configuration files, as patterns of a shell's <c>case</c>.</summary>
    public string FormerPaths { get; }

    /// <summary>Whether the service stops before its files are replaced (<c>ServiceUpgradeMode</c> is <c>StopBefore</c>).</summary>
    public required bool StopBefore { get; init; }

    /// <summary>Returns the digest of a file, as the package manager's own tools print it.</summary>
    protected string DigestOf(FileContent content)
    {
        using var stream = content.Open();
        return Convert.ToHexStringLower(CryptographicOperations.HashData(_digest, stream));
    }

    private static IEnumerable<string> UnitNamesOf(LinuxContent content)
    {
        var prefix = content.UnitDirectory + "/";
        return content.Entries.OfType<PackageEntry>()
            .Where(entry => entry is not DirectoryEntry && entry.Path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => entry.Path[prefix.Length..])
            .Union(content.Units.Units);
    }
}
