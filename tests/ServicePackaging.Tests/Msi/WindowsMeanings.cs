using ServicePackaging.Formats.Executables;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Msi;

/// <summary>What a name of the vocabulary becomes on Windows.</summary>
/// <param name="Name">The property, the item, or the item and its metadata.</param>
/// <param name="Says">Sets it.</param>
/// <param name="Row">Part of a row that the package has only if it is set; null if there is no such row.</param>
/// <param name="Code">What is reported, or null for nothing.</param>
internal sealed record WindowsMeaning(string Name, Func<Service, Service> Says, string? Row, string? Code = null)
{
    /// <summary>Other settings without which it has no effect.</summary>
    public Func<Service, Service> Before { get; init; } = service => service;
}

/// <summary>Every name of the vocabulary. There is no fourth possibility: it becomes a row, it is reported, or its name is that of another platform.</summary>
internal static class WindowsMeanings
{
    private const string Gap = "SVCPKG2011";
    private const string WithoutEffect = "SVCPKG2012";

    public static readonly IReadOnlyList<WindowsMeaning> Rows =
    [
        Becomes("ServicePackageName", "other", "Directory\tINSTALLFOLDER\td_Acme"),
        Becomes("ServicePackageVersion", "2.0.0", "Property\tProductVersion\t2.0.0"),
        Becomes("ServicePackageRelease", "2", "Property\tProductCode\t"),
        Becomes("ServicePackageUpgradeCode", "2c4f0b5e-8d0b-4b7c-9c1b-0f4e5d6a7b8c", "Property\tUpgradeCode\t{2C4F0B5E-8D0B-4B7C-9C1B-0F4E5D6A7B8C}"),
        Becomes("ServicePackageMaintainer", "A B <a@b.example>", "Property\tARPCONTACT\tA B <a@b.example>"),
        Becomes("ServicePackageVendor", "Other", "Property\tManufacturer\tOther"),
        Becomes("ServiceName", "Collector 2", "ServiceInstall\tService\tCollector 2\t"),
        Becomes("ServiceDisplayName", "The Acme", "ServiceInstall\tService\tacme\tThe Acme"),
        Becomes("ServiceDescription", "Does things", "Program\tDoes things"),
        Becomes("ServiceIdentifier", "com.acme.x", "Property\tUpgradeCode\t"),
        Becomes("ServiceInstallDirectory", "ProgramFiles/Other", "Directory\tINSTALLFOLDER\tProgramFiles64Folder\tOther"),
        Becomes("ServiceConfigDirectory", @"ProgramData\Other", "Directory\tConfigFolder\tCommonAppDataFolder\tOther"),
        Becomes("ServiceStateDirectory", @"ProgramData\State", "Directory\tStateFolder\tCommonAppDataFolder\tState"),
        Becomes("ServiceLogDirectory", @"ProgramData\Logs", "Directory\tLogFolder\tCommonAppDataFolder\tLogs"),
        Becomes("ServiceUser", "NetworkService", @"[~][~]" + "\t" + @"NT AUTHORITY\NetworkService"),
        IsNot("ServiceGroup", "staff"),
        IsNot("ServiceSupplementaryGroups", "video+render"),
        Becomes("ServiceScope", "User", @"SOFTWARE\Microsoft\Windows\CurrentVersion\Run" + "\tacme\t", Gap),
        IsNot("ServiceType", "Oneshot"),
        Becomes("ServiceStartMode", "Manual", "ServiceInstall\tService\tacme\tacme\t16\t3"),
        Becomes("ServiceExecutable", @"bin\other.exe", "\tProgram\tother.exe", before: service => service.Publishes("bin/other.exe", ExecutableKind.NativePortableExecutable)),
        Becomes("ServiceArguments", "--x", "\t--x\tProgram"),
        IsNot("ServiceWorkingDirectory", "{StateDirectory}"),
        IsNot("ServiceUMask", "0027"),
        IsNot("ServiceNice", "5"),
        IsNot("ServiceRestart", "Always"),
        Becomes("ServiceRestartDelay", "7s", "restart/7000"),
        Becomes("ServiceRestartLimit", "2", "actions= restart/5000/\"\"/0", before: service => service.With("ServiceRestartWindow", "1h")),
        Becomes("ServiceRestartWindow", "2h", "reset= 7200", before: service => service.With("ServiceRestartLimit", "2")),
        IsNot("ServiceStartTimeout", "1min"),
        Becomes("ServiceStopTimeout", "10s", "MsiServiceConfig\tShutdown\tacme\t5\t7\t10000", Gap),
        IsNot("ServiceWatchdog", "30s", service => service.With("ServiceType", "Notify")),
        IsNot("ServiceReloadSignal", "SIGHUP"),
        IsNot("ServiceStopCommand", "{InstallDirectory}/stop"),
        IsNot("ServicePidFile", "{RuntimeDirectory}/pid"),
        IsNot("ServiceStandardOutput", "{LogDirectory}/out.log"),
        IsNot("ServiceStandardError", "{LogDirectory}/err.log"),
        Becomes("ServiceLogIdentifier", "collector", @"EventLog\Application\collector" + "\tTypesSupported\t#7"),
        Becomes("ServiceHardening", "Strict", "MsiServiceConfig\tPrivileges\tacme\t5\t6\tSeChangeNotifyPrivilege"),
        IsNot("ServiceCapabilities", "CAP_NET_RAW"),
        IsNot("ServiceMemoryMax", "2G"),
        IsNot("ServiceMemoryHigh", "1G"),
        IsNot("ServiceMemorySwapMax", "0"),
        IsNot("ServiceCpuQuota", "50%"),
        IsNot("ServiceCpuWeight", "50"),
        IsNot("ServiceIoWeight", "50"),
        IsNot("ServiceTasksMax", "50"),
        IsNot("ServiceOpenFilesLimit", "500"),
        IsNot("ServiceProcessLimit", "50"),
        IsNot("ServiceOomScoreAdjust", "-500"),
        IsNot("ServiceUpgradeMode", "RestartAfter"),
        new("ServiceRestartAfterRuntimeUpgrade", service => service.With("ServiceRestartAfterRuntimeUpgrade", "false"), null),
        new("ServiceHealthUrl", service => service.With("ServiceHealthUrl", "http://127.0.0.1/"), null, WithoutEffect),
        Becomes("ServiceControlCommand", "acmectl", "Environment\tSearchPath\t=-*PATH\t[~];[INSTALLFOLDER]bin"),

        // Modes, owners and groups of files are for systems that have them: on Windows the directory has the access rights. A file in Program
        // Files, which everybody may read, is reported if it is meant only for some users.
        Item("ServiceConfigFile", "x.conf", "", "", row: "CustomAction\tCreateConfiguration1\t3106\tConfigFolder"),
        Item("ServiceConfigFile", "x.conf", "TargetPath", "sub/y.conf", row: "|y.conf.default"),
        Item("ServiceConfigFile", "x.conf", "FormerPath", "old.conf", code: Gap),
        Item("ServiceConfigFile", "x.conf", "Mode", "0600"),
        Item("ServiceConfigFile", "x.conf", "Owner", "acme"),
        Item("ServiceConfigFile", "x.conf", "Group", "acme"),
        Item("ServiceDirectory", "queue", "", "", row: "Directory\td_queue"),
        Item("ServiceDirectory", "queue", "Kind", "Cache", row: "\tCacheFolder\tqueue"),
        Item("ServiceDirectory", "queue", "Mode", "0700"),
        Item("ServiceDirectory", "queue", "Purge", "false", row: "Directory\td_queue"),
        Item("ServiceEnvironment", "GREETING", "", "", row: "[~]GREETING=[~]"),
        Item("ServiceEnvironment", "GREETING", "Value", "hello", row: "CustomAction\tSetVariable1\t51\tGREETING\thello"),
        Item("ServiceEnvironmentFile", "x.conf", "", "", code: Gap),
        Item("ServiceEnvironmentFile", "x.conf", "TargetPath", "y.conf", code: Gap),
        Item("ServiceEnvironmentFile", "x.conf", "Mode", "0600", code: Gap),
        Item("ServiceEnvironmentFile", "x.conf", "Owner", "acme", code: Gap),
        Item("ServiceEnvironmentFile", "x.conf", "Group", "acme", code: Gap),
        Item("ServiceEnvironmentFile", "x.conf", "Instance", "eu", code: Gap) with { Before = service => service.Item("ServiceInstance", "eu") },
        Item("ServiceDependency", "db", "", "", code: Gap),
        Item("ServiceDependency", "db", "Kind", "Requires", code: Gap),
        Item("ServiceDependency", "db", "Systemd", "postgresql", code: Gap),
        Item("ServiceDependency", "db", "Windows", "MSSQLSERVER", row: "Tcpip[~]MSSQLSERVER[~][~]", required: ("Kind", "Requires")),
        Item("ServiceFailureAction", "Reboot", "", "", row: "actions= reboot/5000"),
        Item("ServiceFailureAction", "Restart", "Delay", "9s", row: "actions= restart/9000"),
        Item("ServiceInstance", "eu", "", "", row: "ServiceInstall\tService\tacme-eu\t"),
        Item("ServiceInstance", "eu", "Environment", "REGION=eu", row: "[~]REGION=eu[~]"),
        Item("ServiceSocket", "8080", "", "", code: Gap),
        Item("ServiceSocket", "8080", "Kind", "Datagram", code: Gap),
        Item("ServiceSocket", "8080", "Mode", "0600", code: Gap),
        Item("ServiceTimer", "t", "", "", code: Gap, required: ("Every", "1h")),
        Item("ServiceTimer", "t", "Calendar", "daily", code: Gap),
        Item("ServiceTimer", "t", "Every", "1h", code: Gap),
        Item("ServiceTimer", "t", "RandomDelay", "1min", code: Gap, required: ("Every", "1h")),
        Item("ServiceTimer", "t", "Persistent", "false", code: Gap, required: ("Every", "1h")),
        .. new[] { ("", ""), ("Rotate", "Daily"), ("Keep", "3"), ("Size", "1M"), ("Compress", "false"), ("Reload", "true") }
            .Select(metadata => Item("ServiceLog", ".", metadata.Item1, metadata.Item2, row: "CreateFolder\tLogFolder", code: Gap)),
        Item("ServicePackageOptionalFile", "Acme.so", "", ""),
        Item("ServicePackageAcknowledge", "ServiceSocket", "", ""),
        Item("ServicePackageFile", "x.conf", "", "", row: "File\tf_x_conf_"),
        Item("ServicePackageFile", "x.conf", "TargetPath", "sub/y.conf", row: "|y.conf"),
        Item("ServicePackageFile", "x.conf", "Mode", "0600", code: Gap),
        Item("ServicePackageFile", "x.conf", "Owner", "acme", code: Gap),
        Item("ServicePackageFile", "x.conf", "Group", "acme", code: Gap),
        Item("ServiceWritablePath", "config/", "", "", code: Gap),
        Item("ServicePackageSymlink", "/usr/bin/acme", "", "", code: Gap),
        Item("ServicePackageSymlink", "/usr/bin/acme", "TargetPath", "/usr/libexec/acme/Acme", code: Gap),
        Item("ServicePackageScript", "x.ps1", "", "", row: "CustomAction\tRunAfterInstall1\t3106", required: ("Stage", "AfterInstall")),
        Item("ServicePackageScript", "x.ps1", "Stage", "BeforeRemove", row: "CustomAction\tRunBeforeRemove1\t3170"),
        Item("WindowsFirewallRule", "8080", "", "", row: "protocol=TCP localport=8080"),
        Item("WindowsFirewallRule", "53", "Protocol", "Udp", row: "protocol=UDP localport=53"),
        Item("WindowsFirewallRule", "53", "Profile", "Domain+Private", row: "localport=53 profile=domain,private"),
        Item("WindowsFirewallRule", "53", "RemoteAddress", "LocalSubnet+10.0.0.0/8", row: "localport=53 remoteip=localsubnet,10.0.0.0/8"),
        Item("MsiProperty", "ARPSIZE", "", "", row: "Property\tARPSIZE\t5", required: ("Value", "5")),
        Item("MsiProperty", "ARPSIZE", "Value", "6", row: "Property\tARPSIZE\t6"),
    ];

    /// <summary>Facts for which an installer has no field.</summary>
    public static readonly IReadOnlyList<string> WithoutField = ["ServicePackageEpoch", "MacOSMinimumVersion"];

    /// <summary>Names of other platforms and formats.</summary>
    public static readonly IReadOnlyList<string> OfOthers =
        ["DebDependency", "DebField", "RpmDependency", "RpmTag", "LaunchdKey", "MacOSInstallerResource", "SystemdDirective", "ServicePackageTemplate"];

    private static WindowsMeaning Becomes(string property, string value, string row, string? code = null, Func<Service, Service>? before = null) =>
        new(property, service => service.With(property, value), row, code) { Before = before ?? (service => service) };

    private static WindowsMeaning IsNot(string property, string value, Func<Service, Service>? before = null) =>
        new(property, service => service.With(property, value), null, Gap) { Before = before ?? (service => service) };

    private static WindowsMeaning Item(
        string type, string include, string metadata, string value, string? row = null, string? code = null, (string Name, string Value)? required = null)
    {
        (string, string)[] others = required is { } pair ? [pair] : [];
        return metadata.Length == 0
            ? new(type, service => service.Item(type, include, others), row, code)
            : new($"{type} {metadata}", service => service.Item(type, include, [.. others, (metadata, value)]), row, code);
    }
}
