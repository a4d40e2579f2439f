using ServicePackaging.Model;

namespace ServicePackaging.Tests.Support;

/// <summary>Services that several tests look at from different sides.</summary>
internal static class Services
{
    /// <summary>Only the settings that every package needs.</summary>
    public static readonly Service Minimal = new();

    /// <summary>Every setting of one service on Linux, except for instances, sockets and timers.</summary>
    public static readonly Service Full = new Service()
        .Built(project => project with { Homepage = "https://acme.example/100%25?a=b" })
        .With("ServiceDescription", "Collects 100 % of what there is\nAnd more.")
        .With("ServiceDisplayName", "Acme Collector")
        .With("ServiceType", "Notify")
        .With("ServiceArguments", """--config {ConfigDirectory}/acme.toml --greeting "hello 'world' $HOME 50%" """)
        .With("ServiceWorkingDirectory", "{StateDirectory}")
        .With("ServiceUMask", "0007")
        .With("ServiceNice", "-5")
        .With("ServiceRestart", "Always")
        .With("ServiceRestartDelay", "00:00:10")
        .With("ServiceRestartLimit", "3")
        .With("ServiceRestartWindow", "5min")
        .With("ServiceStartTimeout", "infinity")
        .With("ServiceStopTimeout", "1500ms")
        .With("ServiceWatchdog", "30s")
        .With("ServiceReloadSignal", "SIGHUP")
        .With("ServiceStopCommand", "{InstallDirectory}/Acme --stop")
        .With("ServicePidFile", "{RuntimeDirectory}/acme.pid")
        .With("ServiceStandardOutput", "/var/log/acme-output/acme.log")
        .With("ServiceStandardError", "Journal")
        .With("ServiceLogIdentifier", "collector")
        .With("ServiceMemoryMax", "2G")
        .With("ServiceMemoryHigh", "25%")
        .With("ServiceMemorySwapMax", "0")
        .With("ServiceCpuQuota", "150%")
        .With("ServiceCpuWeight", "50")
        .With("ServiceIoWeight", "20")
        .With("ServiceTasksMax", "100")
        .With("ServiceOpenFilesLimit", "4096")
        .With("ServiceProcessLimit", "64")
        .With("ServiceHardening", "Strict")
        .Item("ServiceEnvironment", "DOTNET_ENVIRONMENT", ("Value", "Production"))
        .Item("ServiceEnvironment", "GREETING", ("Value", "say \"hi\" to C:\\temp for 5 % $MORE"))
        .Item("ServiceDependency", "postgresql")
        .Item("ServiceDependency", "rabbitmq", ("Kind", "Requires"))
        .Item("ServiceDependency", "clock", ("Kind", "After"), ("Systemd", "time-sync.target"))
        .Item("ServiceDependency", "/srv/big data", ("Kind", "Mounts"))
        .Item("ServiceDirectory", "queue")
        .Item("ServiceDirectory", ".", ("Kind", "Cache"), ("Mode", "0700"))
        .Item("ServiceDirectory", ".", ("Kind", "Logs"))
        .Item("ServiceDirectory", "/srv/acme", ("Mode", "2770"))
        .Item("SystemdDirective", "OOMScoreAdjust", ("Value", "-100"))
        .Item("SystemdDirective", "KeyringMode", ("Value", "inherit"))
        .Item("SystemdDirective", "PartOf", ("Section", "Unit"), ("Value", "acme.target"));

    /// <summary>Two instances, one of them with its own arguments and variables.</summary>
    public static readonly Service Instances = new Service()
        .With("ServiceArguments", "--name {Instance}")
        .Item("ServiceInstance", "eu-west")
        .Item("ServiceInstance", "us", ("Arguments", "--name us --fast"), ("Environment", "REGION=us;MODE=a b"));

    /// <summary>Started by its sockets.</summary>
    public static readonly Service Socket = new Service()
        .Item("ServiceSocket", "8080")
        .Item("ServiceSocket", "127.0.0.1:9000", ("Kind", "Datagram"))
        .Item("ServiceSocket", "{RuntimeDirectory}/acme.sock", ("Mode", "0600"));

    /// <summary>Instances, each with its own socket in two ways; one of them overrides settings.</summary>
    public static readonly Service SocketInstances = new Service()
        .Item("ServiceInstance", "7001")
        .Item("ServiceInstance", "7002", ("Environment", "MODE=b"))
        .Item("ServiceSocket", "127.0.0.1:{Instance}")
        .Item("ServiceSocket", "{RuntimeDirectory}/acme.sock", ("Mode", "0600"));

    /// <summary>Started by the clock.</summary>
    public static readonly Service Timer = new Service()
        .With("ServiceType", "Oneshot")
        .Item("ServiceTimer", "nightly", ("Calendar", "*-*-* 03:00:00"), ("RandomDelay", "10min"))
        .Item("ServiceTimer", "often", ("Every", "1h"));

    /// <summary>A unit of each user's own manager.</summary>
    public static readonly Service User = new Service().With("ServiceScope", "User").With("ServiceArguments", "--data {StateDirectory}");

    /// <summary>Only the settings that every package needs, published for Windows.</summary>
    public static readonly Service OnWindows = new Service().OnWindows();

    // The smallest icon: an image of one byte.
    private const string Icon = "\0\0\u0001\0\u0001\0\u0010\u0010\0\0\u0001\0\u0020\0\u0001\0\0\0\u0016\0\0\0\0";

    /// <summary>Every setting of a service on Windows.</summary>
    public static readonly Service FullOnWindows = new Service().OnWindows("win-arm64")
        .Built(project => project with
        {
            Homepage = "https://acme.example/",
            IconPath = "/project/acme.ico",
            SelfContained = false,
            Frameworks = [new("Microsoft.NETCore.App", "10.0.0"), new("Microsoft.AspNetCore.App", "10.0.0")],
        })
        .With("ServicePackageVendor", "Acme Ltd.")
        .With("ServiceDisplayName", "Acme Collector [beta]")
        .With("ServiceStartMode", "Delayed")
        .With("ServiceRestartLimit", "3")
        .With("ServiceRestartWindow", "1h")
        .With("ServiceArguments", """--name {Instance} --data {StateDirectory} --config "{ConfigDirectory}/acme extra.json" --empty "" --json "{\"a\":1}" """)
        .With("ServiceHardening", "Strict")
        .With("ServiceLogIdentifier", "collector")
        .Item("ServiceInstance", "eu")
        .Item("ServiceInstance", "us", ("Arguments", "--fast"), ("Environment", "REGION=us"))
        .Item("ServiceEnvironment", "GREETING", ("Value", "50% [of] {x}"))
        .Item("ServiceDependency", "db", ("Kind", "Requires"), ("Windows", "MSSQLSERVER"))
        .Publishes("appsettings.json").Publishes("conf/acme.toml").Publishes("runtimes/win/lib/x.dll")
        .Source("acme.ico", Icon).Source("conf/acme.toml").Source("extra.json").Source("up.ps1", "a\nb\n").Source("down.cmd")
        .Item("ServiceConfigFile", "conf/acme.toml", ("TargetPath", "acme.toml"))
        .Item("ServiceConfigFile", "extra.json", ("TargetPath", "acme extra.json"))
        .Item("ServicePackageScript", "up.ps1", ("Stage", "AfterInstall;AfterUpgrade"))
        .Item("ServicePackageScript", "down.cmd", ("Stage", "BeforeRemove"))
        .Item("WindowsFirewallRule", "8080")
        .Item("WindowsFirewallRule", "53", ("Protocol", "Udp"))
        .Item("ServiceDirectory", "queue", ("Purge", "false"))
        .Item("ServiceDirectory", ".", ("Kind", "Cache"))
        .Item("MsiProperty", "ARPSIZE", ("Value", "5"))
        .Item("MsiProperty", "ACME_PORT", ("Value", "80"));

    /// <summary>A program that is started at each user's log-on.</summary>
    public static readonly Service UserOnWindows = OnWindows.With("ServiceScope", "User").With("ServiceArguments", "--config {ConfigDirectory}");

    /// <summary>Only the settings that every package needs, published for macOS.</summary>
    public static readonly Service OnMacOS = new Service().OnMacOS();

    /// <summary>By name, services that together have every setting of a service on macOS.</summary>
    public static readonly IReadOnlyDictionary<string, Service> AllOnMacOS = new Dictionary<string, Service>
    {
        ["minimal"] = OnMacOS,
        ["full"] = OnMacOS.With("ServiceDisplayName", "Acme's <Collector> & \"friends\"")
            .With("ServiceArguments", """--data {StateDirectory} --cache={CacheDirectory}/x --greeting "hello 'world' $HOME <&> é" --empty "" """)
            .With("ServiceWorkingDirectory", "{StateDirectory}").With("ServiceUMask", "0007").With("ServiceNice", "-5").With("ServiceRestart", "Always")
            .With("ServiceRestartDelay", "1500ms").With("ServiceStopTimeout", "infinity").With("ServiceStandardOutput", "{LogDirectory}/out.log").With("ServiceStandardError", "Null")
            .With("ServiceOpenFilesLimit", "4096").With("ServiceProcessLimit", "64")
            .Item("ServiceEnvironment", "GREETING", ("Value", "say \"hi\" <&> {ConfigDirectory}"))
            .Item("ServiceDirectory", "queue").Item("ServiceDirectory", ".", ("Kind", "Cache"), ("Mode", "0700")).Item("ServiceDirectory", "kept", ("Purge", "false"))
            .Item("LaunchdKey", "LowPriorityIO", ("Value", "true")).Item("LaunchdKey", "AbandonProcessGroup", ("Value", "false"))
            .Item("LaunchdKey", "TimeOut", ("Value", "-3000000000")).Item("LaunchdKey", "RootDirectory", ("Value", "/"))
            .Item("LaunchdKey", "WatchPaths", ("Value", "/a b|/c")).Item("LaunchdKey", "ProcessType", ("Value", "Adaptive"))
            .Publishes("appsettings.json").Publishes("conf/acme.toml").Source("conf/acme.toml").Source("secret.json")
            .Item("ServiceConfigFile", "conf/acme.toml", ("TargetPath", "acme.toml")).Item("ServiceConfigFile", "secret.json", ("Group", "acme")),
        ["instances"] = OnMacOS.With("ServiceArguments", "--name {Instance} --data {StateDirectory}")
            .Item("ServiceInstance", "eu-west").Item("ServiceInstance", "us", ("Arguments", "--fast"), ("Environment", "REGION=us;MODE=a b")),
        ["variables"] = OnMacOS.Source("acme.env").Item("ServiceEnvironmentFile", "acme.env").With("ServiceArguments", "\"--it's\" \"$HOME\" {ConfigDirectory}"),
        ["sockets"] = OnMacOS.With("ServiceStartMode", "Manual").With("ServiceRestart", "Never").Item("ServiceSocket", "8080").Item("ServiceSocket", "127.0.0.1:9000", ("Kind", "Datagram"))
            .Item("ServiceSocket", "[::1]:81").Item("ServiceSocket", "{RuntimeDirectory}/acme.sock", ("Mode", "0600")),
        ["timers"] = OnMacOS.With("ServiceType", "Oneshot").With("ServiceRestart", "Never")
            .Item("ServiceTimer", "nightly", ("Calendar", "Mon..Wed 03:00"), ("Persistent", "false")).Item("ServiceTimer", "often", ("Every", "90min")),
        ["user"] = OnMacOS.With("ServiceScope", "User").With("ServiceArguments", "--data {StateDirectory}/x --config {ConfigDirectory} --greeting \"a'b $HOME\"")
            .Item("ServiceEnvironment", "PLACE", ("Value", "{CacheDirectory}/a b")).Item("ServiceDirectory", "queue one"),
        ["root"] = OnMacOS.With("ServiceUser", "root"),
        ["without apphost"] = OnMacOS.Built(project => project with { UseAppHost = false, SelfContained = false }),
        ["x64"] = new Service().OnMacOS("osx-x64"),
        ["hooks"] = Enum.GetNames<ScriptStage>().Aggregate(OnMacOS, (service, stage) => service.Hook(stage, $"echo {stage}\n")),
        ["logs"] = OnMacOS.Item("ServiceLog", ".").Item("ServiceLog", "audit.log", ("Rotate", "Daily"), ("Keep", "9"), ("Size", "10M"), ("Compress", "false")),
    };

    /// <summary>By name, the kinds of service whose packages have different scripts.</summary>
    public static readonly IReadOnlyDictionary<string, Service> Kinds = new Dictionary<string, Service>
    {
        ["stop before"] = Minimal,
        ["restart after"] = Minimal.With("ServiceUpgradeMode", "RestartAfter"),
        ["manual"] = Minimal.With("ServiceStartMode", "Manual"),
        ["disabled"] = Minimal.With("ServiceStartMode", "Disabled"),
        ["instances"] = Minimal.Item("ServiceInstance", "east").Item("ServiceInstance", "west"),
        ["socket"] = Minimal.With("ServiceUpgradeMode", "RestartAfter").Item("ServiceSocket", "8080"),
        ["timer"] = Minimal.Item("ServiceTimer", "nightly", ("Calendar", "*-*-* 03:00:00")),
        ["user"] = Minimal.With("ServiceScope", "User"),
        ["root"] = Minimal.With("ServiceUser", "root").With("ServiceUpgradeMode", "RestartAfter"),
        ["hooks"] = Enum.GetNames<ScriptStage>().Aggregate(
            Minimal.With("ServiceUpgradeMode", "RestartAfter"), (service, stage) => service.Hook(stage, $"usermod hook {stage}\n")),
        ["owned file"] = Minimal.With("ServiceUpgradeMode", "RestartAfter").Source("acme.conf")
            .Item("ServiceConfigFile", "acme.conf", ("Group", "acme"), ("FormerPath", "old one.conf"))
            .With("ServiceSupplementaryGroups", "acme-readers+acme-writers"),
    };
}
