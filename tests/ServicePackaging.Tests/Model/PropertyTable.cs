using ServicePackaging.Model;

namespace ServicePackaging.Tests.Model;

/// <summary>A property as the model reads it.</summary>
/// <param name="Name">The property.</param>
/// <param name="Reads">Where the model has its value.</param>
/// <param name="Default">The value in the model if it is not set.</param>
/// <param name="Good">A valid value.</param>
/// <param name="Meaning">The value in the model if the valid value is set.</param>
/// <param name="Bad">A value that has to be refused.</param>
/// <param name="Code">The finding that refuses it.</param>
internal sealed record PropertyRow(string Name, Func<ServiceDefinition, object?> Reads, object? Default, string Good, object? Meaning, string Bad, string Code);

/// <summary>Every property of the vocabulary that the model reads.</summary>
internal static class PropertyTable
{
    private const string Value = "SVCPKG2001";
    private const string ControlCharacter = "SVCPKG2003";
    private const string Token = "SVCPKG2004";
    private const string Quotes = "SVCPKG2005";
    private const string Name = "SVCPKG2006";
    private const string Path = "SVCPKG2007";
    private const string TwoLines = "two\nlines";

    public static readonly IReadOnlyList<PropertyRow> Rows =
    [
        new("ServicePackageName", d => d.Package.Name, "acme", "acme-2x", "acme-2x", "Acme!", Name),
        new("ServicePackageVersion", d => d.Package.Version.ToFullString(), "1.0.0", "2.0.0-rc.1+b5", "2.0.0-rc.1+b5", "one", Value),
        new("ServicePackageRelease", d => d.Package.Release, "1", "2.fc43", "2.fc43", "1-2", Value),
        new("MacOSMinimumVersion", d => d.Package.MinimumMacOS, null, "13.5", "13.5", "Ventura", Value),
        new("ServicePackageEpoch", d => d.Package.Epoch, null, "2", 2, "-1", Value),
        new(
            "ServicePackageUpgradeCode", d => d.Package.UpgradeCode, null, "2c4f0b5e-8d0b-4b7c-9c1b-0f4e5d6a7b8c",
            Guid.Parse("2c4f0b5e-8d0b-4b7c-9c1b-0f4e5d6a7b8c"), "mine", Value),
        new("ServicePackageMaintainer", d => d.Package.Maintainer, "Acme <noreply@example.invalid>", "A B <a@b.example>", "A B <a@b.example>", "nobody", "SVCPKG4003"),
        new("ServicePackageVendor", d => d.Package.Vendor, "acme", "Acme Ltd", "Acme Ltd", TwoLines, ControlCharacter),
        new("ServiceName", d => d.Name, "acme", "Acme_d.2", "Acme_d.2", "a b", Name),
        new("ServiceDisplayName", d => d.DisplayName, "acme", "The Acme", "The Acme", TwoLines, ControlCharacter),
        new("ServiceDescription", d => d.Description, "Background service acme", "Does things.\nMany.", "Does things.", "a\u0007b", ControlCharacter),
        new("ServiceIdentifier", d => d.Identifier, "acme.acme", "com.acme.collector", "com.acme.collector", "acme", Name),
        new("ServiceInstallDirectory", d => d.Layout.Install, "/usr/libexec/acme", "/opt/acme", "/opt/acme", "/opt/../acme", Path),
        new("ServiceConfigDirectory", d => d.Layout.Config, "/etc/acme", "/etc/acme/v2", "/etc/acme/v2", "/etc", Path),
        new("ServiceStateDirectory", d => d.Layout.State, "/var/lib/acme", "/srv/acme", "/srv/acme", "srv", Path),
        new("ServiceLogDirectory", d => d.Layout.Log, "/var/log/acme", "/var/log/acme/v2", "/var/log/acme/v2", "/var/log/", Path),
        new("ServiceUser", d => d.Account, new ServiceAccount("acme", "acme"), "collector", new ServiceAccount("collector", "collector"), "Über", Name),
        new("ServiceGroup", d => d.Account, new ServiceAccount("acme", "acme"), "crew", new ServiceAccount("acme", "crew"), "a:b", Name),
        new("ServiceScope", d => d.Scope, ServiceScope.System, "user", ServiceScope.User, "Session", Value),
        new("ServiceType", d => d.Process.Type, ServiceType.Exec, "SIMPLE", ServiceType.Simple, "0", Value),
        new("ServiceStartMode", d => d.StartMode, ServiceStartMode.Automatic, "Manual", ServiceStartMode.Manual, "Auto", Value),
        new("ServiceExecutable", d => d.Process.Program?.Path, null, "./bin/run.sh", "bin/run.sh", "../run.sh", "SVCPKG3015"),
        new("ServiceArguments", d => string.Join('|', d.Process.Arguments), "", "a 'b c' {StateDirectory}", "a|b c|{StateDirectory}", "a 'b", Quotes),
        new("ServiceWorkingDirectory", d => d.Process.WorkingDirectory, "{StateDirectory}", "{StateDirectory}/x", "{StateDirectory}/x", "{HomeDirectory}/x", Token),
        new("ServiceUMask", d => d.Process.UMask, null, "0007", (UnixFileMode)7, "0009", Value),
        new("ServiceNice", d => d.Process.Nice, null, "-20", -20, "20", Value),
        new("ServiceRestart", d => d.Restart.When, ServiceRestart.Always, "Never", ServiceRestart.Never, "on-failure", Value),
        new("ServiceRestartDelay", d => d.Restart.Delay, TimeSpan.FromSeconds(5), "00:01:00", TimeSpan.FromMinutes(1), "5", Value),
        new("ServiceRestartLimit", d => d.Restart.Limit, null, "3", 3, "0", Value),
        new("ServiceRestartWindow", d => d.Restart.Window, null, "5min", TimeSpan.FromMinutes(5), "infinity", Value),
        new("ServiceStartTimeout", d => d.Process.StartTimeout, null, "infinity", Timeout.InfiniteTimeSpan, "-1s", Value),
        new("ServiceStopTimeout", d => d.Process.StopTimeout, TimeSpan.FromSeconds(45), "1min 30s", TimeSpan.FromSeconds(90), "soon", Value),
        new("ServiceWatchdog", d => d.Process.Watchdog, null, "30s", TimeSpan.FromSeconds(30), "30 parsecs", Value),
        new("ServiceReloadSignal", d => d.Process.ReloadSignal, null, "hup", "SIGHUP", "SIGKILL", Value),
        new("ServiceStopCommand", d => string.Join('|', d.Process.StopCommand), "", "{InstallDirectory}/Acme --stop", "{InstallDirectory}/Acme|--stop", "\"", Quotes),
        new("ServicePidFile", d => d.Process.PidFile, null, "{RuntimeDirectory}/acme.pid", "{RuntimeDirectory}/acme.pid", "acme.pid", Path),
        new("ServiceStandardOutput", d => d.Process.StandardOutput with { Property = "" }, OutputTarget.Journal, "{LogDirectory}/out.log", new OutputTarget(OutputKind.File, "{LogDirectory}/out.log"), "console", Path),
        new("ServiceStandardError", d => d.Process.StandardError, null, "NULL", new OutputTarget(OutputKind.Null), "./err.log", Path),
        new("ServiceLogIdentifier", d => d.Process.LogIdentifier, "acme", "collector", "collector", TwoLines, ControlCharacter),
        new("ServiceSupplementaryGroups", d => d.SupplementaryGroups, null, "video+render", "video render", "a:b", Value),
        new("ServiceCapabilities", d => d.Capabilities, null, "net_bind_service, CAP_NET_RAW", "CAP_NET_BIND_SERVICE CAP_NET_RAW", "CAP_EVERYTHING", Value),
        new("ServiceRestartAfterRuntimeUpgrade", d => d.RestartsAfterRuntimeUpgrade, true, "false", false, "never", Value),
        new("ServiceHardening", d => d.Hardening, ServiceHardening.Default, "none", ServiceHardening.None, "Full", Value),
        new("ServiceMemoryMax", d => d.Limits.MemoryMax, null, "2g", "2G", "2GB", Value),
        new("ServiceMemoryHigh", d => d.Limits.MemoryHigh, null, "25%", "25%", "101%", Value),
        new("ServiceMemorySwapMax", d => d.Limits.MemorySwapMax, null, "0", "0", "-1", Value),
        new("ServiceCpuQuota", d => d.Limits.CpuQuota, null, "150%", 150, "150", Value),
        new("ServiceCpuWeight", d => d.Limits.CpuWeight, null, "10000", 10000, "10001", Value),
        new("ServiceIoWeight", d => d.Limits.IoWeight, null, "1", 1, "0", Value),
        new("ServiceTasksMax", d => d.Limits.Tasks, null, "100", 100, "many", Value),
        new("ServiceOpenFilesLimit", d => d.Limits.OpenFiles, null, "4096", 4096, "4,096", Value),
        new("ServiceProcessLimit", d => d.Limits.Processes, null, "64", 64, "6 4", Value),
        new("ServiceOomScoreAdjust", d => d.Limits.OomScoreAdjust, null, "-500", -500, "-1001", Value),
        new("ServiceUpgradeMode", d => d.UpgradeMode, ServiceUpgradeMode.StopBefore, "RestartAfter", ServiceUpgradeMode.RestartAfter, "Never", Value),
        new("ServiceHealthUrl", d => d.HealthUrl, null, "http://127.0.0.1:80/health?a=1&b=2", "http://127.0.0.1:80/health?a=1&b=2", "localhost/health", Value),
        new("ServiceControlCommand", d => d.ControlCommand, null, "acmectl", "acmectl", "acme ctl", Name),
    ];

    public static PropertyRow Find(string name) => Rows.Single(row => row.Name == name);
}
