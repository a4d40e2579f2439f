using ServicePackaging.Deb;
using ServicePackaging.MacPkg;
using ServicePackaging.Model;
using ServicePackaging.Msi;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Model;

/// <summary>An item, or a piece of its metadata, as the model reads it.</summary>
/// <param name="Type">The item's type.</param>
/// <param name="Metadata">The metadata; empty for the item's identity.</param>
/// <param name="Include">The item's identity when the metadata is tested.</param>
/// <param name="Reads">Where the model has the value.</param>
/// <param name="Default">The value in the model if it is not set; for an identity, the value of a valid one.</param>
/// <param name="Good">A valid value.</param>
/// <param name="Meaning">The value in the model if the valid value is set.</param>
/// <param name="Bad">A value that has to be refused; null if every line of text is valid.</param>
/// <param name="Code">The finding that refuses it.</param>
/// <param name="Format">The package format that reads it.</param>
internal sealed record ItemRow(
    string Type, string Metadata, string Include, Func<ServiceDefinition, object?> Reads, object? Default, string Good, object? Meaning, string? Bad, string Code = "SVCPKG2001",
    string Format = DebFormatDescriptor.Name)
{
    /// <summary>What a test calls it.</summary>
    public string Name => Metadata.Length == 0 ? Type : $"{Type} {Metadata}";
}

/// <summary>Every item of the vocabulary, and all its metadata.</summary>
internal static class ItemTable
{
    private const string ControlCharacter = "SVCPKG2003";
    private const string Name = "SVCPKG2006";
    private const string Path = "SVCPKG2007";
    private const string NotFound = "SVCPKG3004";
    private const string Msi = MsiFormatDescriptor.Name;
    private const string Pkg = MacPkgFormatDescriptor.Name;

    /// <summary>For a format that this version does not create, or tested with the rest of its format.</summary>
    public static readonly IReadOnlyList<string> NotRead =
        ["RpmDependency", "RpmDependency Version", "RpmDependency Kind", "RpmTag", "RpmTag Value"];

    public static readonly IReadOnlyList<ItemRow> Rows =
    [
        .. FileRows("ServiceConfigFile", d => d.ConfigFiles, "/etc/acme", "/etc/acme/there.conf"),
        new("ServiceConfigFile", "FormerPath", "there.conf", d => d.ConfigFiles[0].FormerPath, null, "old.conf", "/etc/acme/old.conf", "/etc/../x", Path),
        .. FileRows("ServiceEnvironmentFile", d => d.EnvironmentFiles, "/etc/default", "/etc/default/acme"),
        new("ServiceEnvironmentFile", "Instance", "there.conf", d => d.EnvironmentFiles.Count, 1, "eu", 0, "us"),
        .. FileRows("ServicePackageFile", d => d.Files, "/usr/libexec/acme", "/usr/libexec/acme/there.conf"),

        new("ServiceDirectory", "", "", d => d.Directories[0].Path, null, "queue", "queue", "../up", Path),
        new("ServiceDirectory", "Kind", "x", d => d.Directories[0].Kind, DirectoryKind.State, "Cache", DirectoryKind.Cache, "Temporary"),
        new("ServiceDirectory", "Mode", "x", d => (int)d.Directories[0].Mode, 488, "0700", 448, "700rwx"),
        new("ServiceDirectory", "Purge", "x", d => d.Directories[0].Purge, true, "false", false, "no"),

        new("ServiceEnvironment", "", "", d => d.Process.Environment[0].Key, null, "A_1", "A_1", "1A", Name),
        new("ServiceEnvironment", "Value", "A", d => d.Process.Environment[0].Value, "", "{ConfigDirectory}/x y", "{ConfigDirectory}/x y", "{ConfDirectory}", "SVCPKG2004"),

        new("ServiceDependency", "", "", d => d.Dependencies[0].Name, null, "postgresql", "postgresql.service", null),
        new("ServiceDependency", "Kind", "x.target", d => d.Dependencies[0].Kind, DependencyKind.Wants, "Requires", DependencyKind.Requires, "Needs"),
        new("ServiceDependency", "Systemd", "db", d => d.Dependencies[0].Name, "db.service", "mariadb", "mariadb.service", "a\nb", ControlCharacter),

        new("ServiceFailureAction", "", "", d => d.Restart.Actions[0].Kind, null, "reboot", FailureActionKind.Reboot, "Retry"),
        new("ServiceFailureAction", "Delay", "Restart", d => d.Restart.Actions[0].Delay, TimeSpan.FromSeconds(5), "1min", TimeSpan.FromMinutes(1), "60"),

        new("ServiceInstance", "", "", d => d.Instances[0].Name, null, "eu-west.1", "eu-west.1", "a/b", Name),
        new("ServiceInstance", "Environment", "x", d => string.Join('|', d.Instances[0].Service.Process.Environment), "", "A=1; B=x=y", "[A, 1]|[B, x=y]", "A"),

        new("ServiceSocket", "", "", d => d.Sockets[0].Address, null, "127.0.0.1:8080", "127.0.0.1:8080", "localhost:8080"),
        new("ServiceSocket", "Kind", "80", d => d.Sockets[0].Kind, SocketKind.Stream, "Datagram", SocketKind.Datagram, "Udp"),
        new("ServiceSocket", "Mode", "/run/acme/s", d => (int)d.Sockets[0].Mode, 432, "0600", 384, "rw"),

        new("ServiceTimer", "", "", d => d.Timers.Count, null, "nightly", 1, null),
        new("ServiceTimer", "Calendar", "t", d => d.Timers is [var t, ..] ? t.Calendar : null, null, "Mon *-*-* 03:00", "Mon *-*-* 03:00", "a\nb", ControlCharacter),
        new("ServiceTimer", "Every", "t", d => d.Timers is [var t, ..] ? t.Every : null, null, "1h", TimeSpan.FromHours(1), "hourly"),
        new("ServiceTimer", "RandomDelay", "t", d => d.Timers[0].RandomDelay, null, "10min", TimeSpan.FromMinutes(10), "some"),
        new("ServiceTimer", "Persistent", "t", d => d.Timers[0].Persistent, true, "false", false, "0"),

        new("ServiceLog", "", "", d => d.Logs[0].Path, null, ".", "/var/log/acme/*.log", "/var/log/acme//x.log", Path),
        new("ServiceLog", "Rotate", ".", d => d.Logs[0].Rotate, LogRotation.Weekly, "Daily", LogRotation.Daily, "Hourly"),
        new("ServiceLog", "Keep", ".", d => d.Logs[0].Keep, 4, "0", 0, "-1"),
        new("ServiceLog", "Size", ".", d => d.Logs[0].Size, null, "100m", "100M", "100 MB"),
        new("ServiceLog", "Compress", ".", d => d.Logs[0].Compress, true, "False", false, "gzip"),
        new("ServiceLog", "Reload", ".", d => d.Logs[0].Reload, false, "true", true, "yes"),

        new("ServiceWritablePath", "", "", d => string.Join('|', d.WritablePaths), null, "config/", "config/", "../config", "SVCPKG2001"),
        new("ServicePackageSymlink", "", "", d => d.Symlinks[0].Path, null, "/usr/bin/acme", "/usr/bin/acme", "bin/acme", Path),
        new("ServicePackageSymlink", "TargetPath", "/usr/bin/acme", d => d.Symlinks is [var link, ..] ? link.Target : null, null, "{InstallDirectory}/Acme", "/usr/libexec/acme/Acme", "a\nb", ControlCharacter),

        new("ServicePackageScript", "", "", d => d.Hooks[0].Name, null, "there.conf", "there.conf", "absent.sh", NotFound),
        new("ServicePackageScript", "Stage", "there.conf", d => string.Join('|', d.Hooks.Select(hook => hook.Stage)), "", "AfterInstall;Purge", "AfterInstall|Purge", "Afterwards"),
        new("ServicePackageTemplate", "", "", d => d.Templates.GetValueOrDefault("systemd/service"), null, "there.conf", "text\n", "absent.sbn", NotFound),
        new("ServicePackageTemplate", "Replaces", "there.conf", d => string.Join('|', d.Templates.Keys), "", "deb/postinst", "deb/postinst", "deb/config", "SVCPKG3007"),

        new("ServicePackageOptionalFile", "", "", d => string.Join('|', d.OptionalFiles), null, @"plugins\**", "plugins/**", null),
        new("ServicePackageAcknowledge", "", "", d => string.Join('|', d.Acknowledged), null, "ServiceWatchdog", "ServiceWatchdog", "ServiceWatchdogs"),

        new("DebDependency", "", "", d => d.Relations[0].Name, null, "libfoo1 | libfoo2 (>= 1:2.0~)", "libfoo1 | libfoo2 (>= 1:2.0~)", "Lib Foo"),
        new("DebDependency", "Version", "foo", d => d.Relations[0].Version, null, ">= 1.2", ">= 1.2", "1.2"),
        new("DebDependency", "Kind", "foo", d => d.Relations[0].Kind, "Depends", "pre-depends", "Pre-Depends", "Requires"),

        new("DebField", "", "", d => d.PackageFields[0].Name, null, "XB-Origin", "XB-Origin", "A B", Name),
        new("DebField", "Value", "Bugs", d => d.PackageFields is [var field, ..] ? field.Value : null, null, "https://x", "https://x", "a\nb", ControlCharacter),

        new("SystemdDirective", "", "", d => d.ServiceDirectives[0].Name, null, "LimitCORE", "LimitCORE", "Limit Core", Name),
        new("SystemdDirective", "Section", "X", d => d.ServiceDirectives[0].Section, "Service", "Unit", "Unit", "Servcie"),
        new("SystemdDirective", "Value", "X", d => d.ServiceDirectives[0].Value, "", "a b", "a b", "a\nb", ControlCharacter),

        new("WindowsFirewallRule", "", "", d => d.FirewallRules[0].Port, null, "65535", 65535, "65536"),
        new("WindowsFirewallRule", "Protocol", "53", d => d.FirewallRules[0].Protocol, PortProtocol.Tcp, "UDP", PortProtocol.Udp, "Icmp"),
        new("WindowsFirewallRule", "Profile", "53", d => d.FirewallRules[0].Profiles, null, "Domain+private", "domain,private", "Guest"),
        new("WindowsFirewallRule", "RemoteAddress", "53", d => d.FirewallRules[0].RemoteAddresses, null, "LocalSubnet;fd00::/8,10.0.0.1-10.0.0.9", "localsubnet,fd00::/8,10.0.0.1-10.0.0.9", "10.1"),

        new("ServiceDependency", "Windows", "db", d => d.Dependencies is [var other, ..] ? other.Name : null, null, "MSSQL$ACME", "MSSQL$ACME", @"MSSQL\ACME", Name, Msi),
        new("MsiProperty", "", "", d => d.PackageFields[0].Name, null, "ACME_PORT", "ACME_PORT", "ACME-PORT", Name, Msi),
        new("MsiProperty", "Value", "ARPCONTACT", d => d.PackageFields is [var field, ..] ? field.Value : null, null, "a [b] {c}", "a [b] {c}", "a\nb", ControlCharacter, Msi),

        new("LaunchdKey", "", "", d => d.ServiceDirectives[0].Name, null, "LowPriorityIO", "LowPriorityIO", "Low Priority", Name, Pkg),
        new("LaunchdKey", "Value", "X", d => d.ServiceDirectives is [var key, ..] ? key.Value : null, null, "a b", "a b", "a\nb", ControlCharacter, Pkg),
        new("MacOSInstallerResource", "", "", d => d.InstallerResources[0].Name, null, "there.conf", "there.conf", "absent.txt", NotFound, Pkg),
        new("MacOSInstallerResource", "Page", "there.conf", d => d.InstallerResources is [var page, ..] ? page.Page : null, null, "Conclusion", InstallerPage.Conclusion, "Licence", Format: Pkg),
    ];

    /// <summary>A project in which the row's item is valid, if the row's own metadata is.</summary>
    public static Service With(ItemRow row, string? value)
    {
        var service = (row.Format switch { Msi => new Service().OnWindows(), Pkg => new Service().OnMacOS(), _ => new Service() }).Source("there.conf");
        service = row.Metadata == "Instance" ? service.Item("ServiceInstance", "eu") : service;
        var required = Required(row).Where(pair => pair.Name != row.Metadata);
        return row.Metadata.Length == 0
            ? service.Item(row.Type, value!, [.. required])
            : service.Item(row.Type, row.Include, value is null ? [.. required] : [.. required, (row.Metadata, value)]);
    }

    // Other metadata that the item requires.
    private static (string Name, string Value)[] Required(ItemRow row) => (row.Type, row.Metadata) switch
    {
        ("ServiceTimer", "Calendar" or "Every") => [],
        ("ServiceTimer", _) => [("Every", "1h")],
        ("ServicePackageSymlink", _) => [("TargetPath", "/usr/libexec/acme/Acme")],
        ("ServicePackageScript", _) => [("Stage", "AfterInstall")],
        ("ServicePackageTemplate", _) => [("Replaces", "systemd/service")],
        ("DebField" or "MsiProperty" or "LaunchdKey", _) => [("Value", "x")],
        ("MacOSInstallerResource", _) => [("Page", "Readme")],
        _ => [],
    };

    private static ItemRow[] FileRows(string type, Func<ServiceDefinition, IReadOnlyList<PackagedFile>> files, string directory, string defaultTarget) =>
    [
        new(type, "", "", d => files(d)[0].TargetPath, null, "there.conf", defaultTarget, "absent.conf", NotFound),
        new(type, "TargetPath", "there.conf", d => files(d)[0].TargetPath, defaultTarget, "sub/", $"{directory}/sub/there.conf", "/etc/../x", Path),
        new(type, "Mode", "there.conf", d => (int?)files(d)[0].Mode, null, "0600", 384, "888"),
        new(type, "Owner", "there.conf", d => $"{files(d)[0].Owner} {(int?)files(d)[0].Mode}", "root ", "acme", "acme 416", "Ä", Name),
        new(type, "Group", "there.conf", d => $"{files(d)[0].Group} {(int?)files(d)[0].Mode}", " ", "acme", "acme 416", "a b", Name),
    ];
}
