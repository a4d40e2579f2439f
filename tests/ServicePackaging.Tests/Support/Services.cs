using ServicePackaging.Model;

namespace ServicePackaging.Tests.Support;

/// <summary>Services that several tests look at from different sides.</summary>
internal static class Services
{
    /// <summary>Nothing said but what every package needs.</summary>
    public static readonly Service Minimal = new();

    /// <summary>Everything said that one service on Linux can say, but instances, sockets and timers.</summary>
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
        .With("ServiceStandardOutput", "{LogDirectory}/acme.log")
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
        .Item("ServiceDirectory", "/srv/acme", ("Mode", "2770"))
        .Item("SystemdDirective", "OOMScoreAdjust", ("Value", "-100"))
        .Item("SystemdDirective", "KeyringMode", ("Value", "inherit"))
        .Item("SystemdDirective", "PartOf", ("Section", "Unit"), ("Value", "acme.target"));

    /// <summary>Two instances, one of them with its own words and variables.</summary>
    public static readonly Service Instances = new Service()
        .With("ServiceArguments", "--name {Instance}")
        .Item("ServiceInstance", "eu-west")
        .Item("ServiceInstance", "us", ("Arguments", "--name us --fast"), ("Environment", "REGION=us;MODE=a b"));

    /// <summary>Started by its sockets.</summary>
    public static readonly Service Socket = new Service()
        .Item("ServiceSocket", "8080")
        .Item("ServiceSocket", "127.0.0.1:9000", ("Kind", "Datagram"))
        .Item("ServiceSocket", "{RuntimeDirectory}/acme.sock", ("Mode", "0600"));

    /// <summary>Started by the clock.</summary>
    public static readonly Service Timer = new Service()
        .With("ServiceType", "Oneshot")
        .Item("ServiceTimer", "nightly", ("Calendar", "*-*-* 03:00:00"), ("RandomDelay", "10min"))
        .Item("ServiceTimer", "often", ("Every", "1h"));

    /// <summary>A unit of each user's own manager.</summary>
    public static readonly Service User = new Service().With("ServiceScope", "User").With("ServiceArguments", "--data {StateDirectory}");

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
        ["owned file"] = Minimal.With("ServiceUpgradeMode", "RestartAfter").Source("acme.conf").Item("ServiceConfigFile", "acme.conf", ("Group", "acme")),
    };
}
