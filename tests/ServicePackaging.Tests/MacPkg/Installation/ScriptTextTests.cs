using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Model;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg.Installation;

/// <summary>The scripts of a macOS package as texts.</summary>
public sealed class ScriptTextTests
{
    private static readonly IReadOnlyDictionary<string, Service> Kinds = new Dictionary<string, Service>
    {
        ["minimal"] = MacServices.Minimal,
        ["configured"] = MacServices.Configured,
        ["manual"] = MacServices.Minimal.With("ServiceStartMode", "Manual"),
        ["disabled"] = MacServices.Minimal.With("ServiceStartMode", "Disabled"),
        ["instances"] = MacServices.Minimal.Item("ServiceInstance", "east").Item("ServiceInstance", "west"),
        ["user"] = MacServices.Minimal.With("ServiceScope", "User").With("ServiceArguments", "--data {StateDirectory} --name \"it's $HOME\""),
        ["logs in a home"] = MacServices.Minimal.With("ServiceScope", "User").With("ServiceLogDirectory", "~/.acme's logs").Item("ServiceLog", ".", ("Reload", "true"))
            .Item("ServiceLog", "a?[bc] d.log", ("Compress", "false"), ("Size", "10M")),
        ["logs that a signal opens"] = MacServices.Minimal.With("ServiceScope", "User").With("ServiceReloadSignal", "SIGHUP").Item("ServiceLog", ".", ("Reload", "true")),
        ["logs of the system's"] = MacServices.Minimal.With("ServiceRestart", "Always").Item("ServiceLog", ".", ("Reload", "true")).Item("ServiceLog", "{StateDirectory}/a?[bc] d.log"),
        ["logs of several accounts"] = MacServices.Minimal.With("ServiceReloadSignal", "SIGHUP").Item("ServiceLog", ".", ("Reload", "true"))
            .Item("ServiceInstance", "east").Item("ServiceInstance", "west", ("User", "root")),
        ["root"] = MacServices.Minimal.With("ServiceUser", "root"),
        ["hooks"] = Enum.GetNames<ScriptStage>().Aggregate(MacServices.Minimal, (service, stage) => service.Hook(stage, "echo hook\n")),
        ["framework-dependent"] = MacServices.Minimal.Built(project => project with { SelfContained = false, UseAppHost = false }),
        ["with a host"] = MacServices.Minimal.Built(project => project with { SelfContained = false }),
        ["environment file"] = MacServices.Minimal.Source("acme.env", "A=b").Item("ServiceEnvironmentFile", "acme.env"),
        ["blanks and quotes"] = MacServices.Configured.With("ServiceInstallDirectory", "/opt/Acme's $tuff").With("ServiceDisplayName", "Acme's `x`"),
        ["forever"] = MacServices.Minimal.With("ServiceStopTimeout", "infinity").With("ServiceGroup", "crew"),
    };

    // Lists of one, braces around every variable, set -e in conditions, results that pipes hide, cases without a default, the columns of ls, a $ that is meant.
    private const string Tastes = "SC2041,SC2043,SC2250,SC2310,SC2312,SC2249,SC2012,SC2016";

    public static TheoryData<string> KindNames => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(KindNames))]
    public async Task The_shells_and_shellcheck_find_nothing(string name)
    {
        Availability.RequireProgram("shellcheck");
        Availability.RequireProgram("dash");
        Availability.RequireProgram("bash");
        var package = Kinds[name].PlanPkg().Plan.Package;
        using var directory = new TemporaryTree();
        foreach (var script in package.Scripts)
        {
            directory.Write($"/{script.Name}", PlannedPackages.Read(script.Content));
        }

        foreach (var file in package.Entries.OfType<FileEntry>()
            .Where(entry => entry.Path.EndsWith("/uninstall.sh", StringComparison.Ordinal) || entry.Path.Contains("/libexec/", StringComparison.Ordinal)))
        {
            directory.Write($"/{Path.GetFileName(file.Path)}", PlannedPackages.Read(file.Content));
        }

        foreach (var file in directory.Files)
        {
            Assert.StartsWith("#!/bin/sh\n", File.ReadAllText(file), StringComparison.Ordinal);
            Assert.Equal("", (await ProcessRunner.RunAsync("dash", "-n", file)).Succeeded().StandardError);
            Assert.Equal("", (await ProcessRunner.RunAsync("bash", "--posix", "-n", file)).Succeeded().StandardError);
        }

        Assert.Empty((await ProcessRunner.RunAsync("shellcheck", ["-s", "sh", "--norc", "-o", "all", "-f", "gcc", "-e", Tastes, .. directory.Files])).StandardOutput);
    }

    [Fact]
    public async Task The_stand_ins_are_as_clean()
    {
        Availability.RequireProgram("shellcheck");

        Assert.Equal("", (await ProcessRunner.RunAsync("shellcheck", ["-s", "sh", "--norc", .. MacMachine.StandIns])).StandardOutput);
    }

    [Fact]
    public void The_scripts_are_the_Installers_two() => Assert.Equal(
        [MacPackageScript.Preinstall, MacPackageScript.Postinstall], MacServices.Minimal.PlanPkg().Plan.Package.Scripts.Select(script => script.Name));
}
