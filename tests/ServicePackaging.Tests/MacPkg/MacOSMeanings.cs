using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.MacPkg;

/// <summary>What a name of the vocabulary becomes on macOS.</summary>
/// <param name="Name">The property, the item, or the item and its metadata.</param>
/// <param name="Says">Sets it.</param>
/// <param name="Line">Part of a line that the package has only if it is set; null if there is no such line.</param>
/// <param name="Code">What is reported, or null for nothing.</param>
internal sealed record MacOSMeaning(string Name, Func<Service, Service> Says, string? Line, string? Code = null)
{
    /// <summary>Other settings without which it has no effect.</summary>
    public Func<Service, Service> Before { get; init; } = service => service;
}

/// <summary>Every name of the vocabulary: it becomes a key, an entry or a line of a script, it is reported, or its name is that of another platform.</summary>
internal static class MacOSMeanings
{
    private const string Gap = "SVCPKG2011";
    private const string WithoutEffect = "SVCPKG2012";

    public static readonly IReadOnlyList<MacOSMeaning> Rows =
    [
        Becomes("ServicePackageName", "other", "entry /opt/other/Acme"),
        Becomes("ServicePackageVersion", "2.0.0", "version 2.0.0"),
        Becomes("ServicePackageRelease", "2", "file acme-1.2.3-2.arm64.pkg"),
        Becomes("ServicePackageVendor", "Other", "identifier other.acme"),
        Becomes("ServiceName", "collector", "job StandardOutPath \"/Library/Logs/acme/collector.log\""),
        Becomes("ServiceDisplayName", "The Acme", "title The Acme"),
        Becomes("ServiceIdentifier", "com.acme.x", "job Label \"com.acme.x\""),
        Becomes("ServiceInstallDirectory", "/Library/Acme", "job ProgramArguments.0 \"/Library/Acme/Acme\""),
        Becomes("ServiceConfigDirectory", "/Library/Acme", "entry /Library/Acme/x.conf.default", before: service => service.Item("ServiceConfigFile", "x.conf")),
        Becomes("ServiceStateDirectory", "/Library/Acme", "job EnvironmentVariables.STATE_DIRECTORY \"/Library/Acme\""),
        Becomes("ServiceLogDirectory", "/Library/Acme", "job StandardOutPath \"/Library/Acme/acme.log\""),
        Becomes("ServiceUser", "other", "job UserName \"_other\""),
        IsNot("ServiceSupplementaryGroups", "video+render"),
        Becomes("ServiceGroup", "other", "job GroupName \"_other\""),
        Becomes("ServiceScope", "User", "entry /Library/LaunchAgents/acme.acme.plist"),
        IsNot("ServiceType", "Forking", service => service.With("ServicePidFile", "{StateDirectory}/pid")),
        Becomes("ServiceStartMode", "Disabled", "job Disabled true"),
        Becomes("ServiceExecutable", "python3", "job ProgramArguments.0 \"/usr/bin/python3\""),
        Becomes("ServiceArguments", "--x", "job ProgramArguments.1 \"--x\""),
        Becomes("ServiceWorkingDirectory", "{InstallDirectory}", "job WorkingDirectory \"/opt/acme\""),
        Becomes("ServiceUMask", "0077", "job Umask 63"),
        Becomes("ServiceNice", "5", "job Nice 5"),
        Becomes("ServiceRestart", "OnFailure", "job KeepAlive.SuccessfulExit false"),
        Becomes("ServiceRestartDelay", "7s", "job ThrottleInterval 7"),
        IsNot("ServiceRestartLimit", "2", service => service.With("ServiceRestartWindow", "1h")),
        new("ServiceRestartWindow", service => service.With("ServiceRestartWindow", "1h"), null) { Before = service => service.With("ServiceRestartLimit", "2") },
        IsNot("ServiceStartTimeout", "1min"),
        Becomes("ServiceStopTimeout", "10s", "job ExitTimeOut 10"),
        IsNot("ServiceWatchdog", "30s", service => service.With("ServiceType", "Notify")),
        IsNot("ServiceReloadSignal", "SIGUSR1"),
        IsNot("ServiceStopCommand", "{InstallDirectory}/stop"),
        IsNot("ServicePidFile", "{RuntimeDirectory}/pid"),
        Becomes("ServiceStandardOutput", "{LogDirectory}/out", "job StandardOutPath \"/Library/Logs/acme/out\""),
        Becomes("ServiceStandardError", "Null", "job StandardErrorPath \"/dev/null\""),
        IsNot("ServiceLogIdentifier", "collector"),
        IsNot("ServiceHardening", "Strict"),
        IsNot("ServiceCapabilities", "CAP_NET_RAW"),
        IsNot("ServiceMemoryMax", "2G"),
        IsNot("ServiceMemoryHigh", "1G"),
        IsNot("ServiceMemorySwapMax", "0"),
        IsNot("ServiceCpuQuota", "50%"),
        IsNot("ServiceCpuWeight", "50"),
        IsNot("ServiceIoWeight", "50"),
        IsNot("ServiceTasksMax", "50"),
        Becomes("ServiceOpenFilesLimit", "500", "job SoftResourceLimits.NumberOfFiles 500"),
        Becomes("ServiceProcessLimit", "50", "job HardResourceLimits.NumberOfProcesses 50"),
        IsNot("ServiceOomScoreAdjust", "-500"),
        IsNot("ServiceUpgradeMode", "RestartAfter"),
        new("ServiceRestartAfterRuntimeUpgrade", service => service.With("ServiceRestartAfterRuntimeUpgrade", "false"), null),
        new("ServiceHealthUrl", service => service.With("ServiceHealthUrl", "http://127.0.0.1/"), null, WithoutEffect),
        Becomes("MacOSMinimumVersion", "15.2", "for Arm64 from 15.2"),
        Becomes("ServiceControlCommand", "acmectl", "postinstall: make_link /opt/acme/bin/acmectl /usr/local/bin/acmectl"),

        Item("ServiceConfigFile", "x.conf", "", "", "entry /Library/Application Support/acme/x.conf.default file 0644"),
        Item("ServiceConfigFile", "x.conf", "TargetPath", "sub/y.conf", "entry /Library/Application Support/acme/sub/y.conf.default"),
        Item("ServiceConfigFile", "x.conf", "FormerPath", "old.conf", code: Gap),
        Item("ServiceConfigFile", "x.conf", "Mode", "0600", "postinstall: make_configuration 0600 _acme:"),
        Item("ServiceConfigFile", "x.conf", "Owner", "acme", "postinstall: make_configuration 0640 _acme:wheel "),
        Item("ServiceConfigFile", "x.conf", "Group", "acme", "postinstall: make_configuration 0640 root:_acme "),
        Item("ServiceDirectory", "queue", "", "", "postinstall: make_directory 0750 _acme:_acme '/Library/Application Support/acme/data/queue'"),
        Item("ServiceDirectory", "queue", "Kind", "Cache", "postinstall: make_directory 0750 _acme:_acme /Library/Caches/acme/queue"),
        Item("ServiceDirectory", "queue", "Mode", "0700", "postinstall: make_directory 0700 _acme:_acme "),
        Purge,
        Item("ServiceEnvironment", "GREETING", "", "", "job EnvironmentVariables.GREETING \"\""),
        Item("ServiceEnvironment", "GREETING", "Value", "hello", "job EnvironmentVariables.GREETING \"hello\""),
        Item("ServiceEnvironmentFile", "x.conf", "", "", "entry /Library/Application Support/acme/acme.default file 0644"),
        Item("ServiceEnvironmentFile", "x.conf", "TargetPath", "y", "entry /Library/Application Support/acme/y.default"),
        Item("ServiceEnvironmentFile", "x.conf", "Mode", "0600", "postinstall: make_configuration 0640 root:_acme "),
        Item("ServiceEnvironmentFile", "x.conf", "Owner", "acme", "postinstall: make_configuration 0640 _acme:wheel "),
        Item("ServiceEnvironmentFile", "x.conf", "Group", "acme", "postinstall: make_configuration 0640 root:_acme "),
        Item("ServiceEnvironmentFile", "x.conf", "Instance", "eu", "entry /Library/Application Support/acme/acme-eu.default") with { Before = service => service.Item("ServiceInstance", "eu") },
        Item("ServiceDependency", "db", "", "", code: Gap),
        Item("ServiceDependency", "db", "Kind", "Requires", code: Gap),
        Item("ServiceDependency", "db", "Systemd", "postgresql", code: Gap),
        Item("ServiceDependency", "db", "Windows", "MSSQLSERVER", code: Gap),
        Item("ServiceFailureAction", "Reboot", "", "", code: Gap),
        Item("ServiceFailureAction", "Restart", "Delay", "9s", code: Gap),
        Item("ServiceInstance", "eu", "", "", "entry /Library/LaunchDaemons/acme.acme.eu.plist"),
        Item("ServiceInstance", "eu", "Environment", "REGION=eu", "job EnvironmentVariables.REGION \"eu\""),
        Item("ServiceSocket", "8080", "", "", "job Sockets.Listeners.0.SockServiceName \"8080\"", Gap),
        Item("ServiceSocket", "8080", "Kind", "Datagram", "job Sockets.Listeners.0.SockType \"dgram\"", Gap),
        Item("ServiceSocket", "/Library/x", "Mode", "0600", "job Sockets.Listeners.0.SockPathMode 384", Gap),
        Timer("", "", "job StartInterval 3600", ("Every", "1h")),
        Timer("Calendar", "*:15", "job StartCalendarInterval.0.Minute 15", ("Persistent", "false")),
        Timer("Every", "2h", "job StartInterval 7200"),
        Timer("RandomDelay", "1min", null, ("Every", "1h")) with { Code = Gap },
        Timer("Persistent", "true", "job StartCalendarInterval.0.Hour 3", ("Calendar", "03:00")) with { Code = Gap },
        Log("", "", "acme-logrotate: rotate %G-%V 4 0 copy /Library/Logs/acme/*.log"),
        Log("Rotate", "Daily", "acme-logrotate: rotate %Y-%m-%d "),
        Log("Keep", "3", "acme-logrotate: rotate %G-%V 3 "),
        Log("Size", "1M", "acme-logrotate: rotate %G-%V 4 1048576 "),
        Log("Compress", "false", null),
        Log("Reload", "true", "acme-logrotate: rotate %G-%V 4 0 move "),
        Item("ServicePackageOptionalFile", "Acme.so", "", ""),
        Item("ServicePackageAcknowledge", "ServiceSocket", "", ""),
        Item("ServicePackageFile", "x.conf", "", "", "entry /opt/acme/x.conf file 0644"),
        Item("ServicePackageFile", "x.conf", "TargetPath", "sub/y.conf", "entry /opt/acme/sub/y.conf"),
        Item("ServicePackageFile", "x.conf", "Mode", "0600", "entry /opt/acme/x.conf file 0600"),
        Item("ServicePackageFile", "x.conf", "Owner", "acme", "postinstall: give _acme:wheel /opt/acme/x.conf"),
        Item("ServicePackageFile", "x.conf", "Group", "acme", "postinstall: give root:_acme /opt/acme/x.conf"),
        Item("ServiceWritablePath", "config/", "", "", "entry /opt/acme/config link to /Library/Application Support/acme/data/config"),
        Item("ServicePackageSymlink", "/usr/local/bin/acme", "", "", "postinstall: make_link x /usr/local/bin/acme", "SVCPKG3011", ("TargetPath", "x")),
        Item("ServicePackageSymlink", "/usr/local/bin/acme", "TargetPath", "{InstallDirectory}/Acme", "postinstall: make_link /opt/acme/Acme /usr/local/bin/acme", "SVCPKG3011"),
        Item("ServicePackageScript", "x.sh", "", "", "postinstall: # x.sh", required: ("Stage", "AfterInstall")),
        Item("ServicePackageScript", "x.sh", "Stage", "Purge", "uninstall.sh: \t# x.sh"),
        Item("LaunchdKey", "LowPriorityIO", "", "", "job LowPriorityIO true", required: ("Value", "true")),
        Item("LaunchdKey", "Nice", "Value", "7", "job Nice 7"),
        Item("MacOSInstallerResource", "x.txt", "", "", "page Readme x.txt", required: ("Page", "Readme")),
        Item("MacOSInstallerResource", "x.txt", "Page", "License", "page License x.txt"),
    ];

    /// <summary>Facts for people, for which a flat package has no field.</summary>
    public static readonly IReadOnlyList<string> WithoutField = ["ServiceDescription", "ServicePackageMaintainer", "ServicePackageEpoch", "ServicePackageUpgradeCode"];

    /// <summary>Names of other platforms and formats.</summary>
    public static readonly IReadOnlyList<string> OfOthers =
        ["DebDependency", "DebField", "RpmDependency", "RpmTag", "SystemdDirective", "MsiProperty", "WindowsFirewallRule", "ServicePackageTemplate"];

    // A directory that is kept also keeps the directories above it; those beside it are deleted separately.
    private static MacOSMeaning Purge =>
        new("ServiceDirectory Purge", service => service.Item("ServiceDirectory", "queue", ("Purge", "true")), "uninstall.sh: \trm -rf '/Library/Application Support/acme/data/queue'")
        {
            Before = service => service.Item("ServiceDirectory", "kept", ("Purge", "false")),
        };

    private static MacOSMeaning Becomes(string property, string value, string line, Func<Service, Service>? before = null) =>
        new(property, service => service.With(property, value), line) { Before = before ?? (service => service) };

    private static MacOSMeaning IsNot(string property, string value, Func<Service, Service>? before = null) =>
        new(property, service => service.With(property, value), null, Gap) { Before = before ?? (service => service) };

    private static MacOSMeaning Timer(string metadata, string value, string? line, (string Name, string Value)? required = null) =>
        Item("ServiceTimer", "t", metadata, value, line, null, required) with { Before = service => service.With("ServiceRestart", "Never") };

    private static MacOSMeaning Log(string metadata, string value, string? line, string? code = null) => Item("ServiceLog", ".", metadata, value, line, code);

    private static MacOSMeaning Item(
        string type, string include, string metadata, string value, string? line = null, string? code = null, (string Name, string Value)? required = null)
    {
        (string, string)[] others = required is { } pair ? [pair] : [];
        return metadata.Length == 0
            ? new(type, service => service.Item(type, include, others), line, code)
            : new($"{type} {metadata}", service => service.Item(type, include, [.. others, (metadata, value)]), line, code);
    }
}
