using ServicePackaging.Model;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Model;

/// <summary>When a service is restarted by default. A .NET host whose BackgroundService throws ends with exit code 0 (dotnet/runtime#67146).</summary>
public sealed class RestartTests
{
    private static readonly Service Acme = new();

    private static readonly Dictionary<string, (Service Service, ServiceRestart Expected)> Defaults = new()
    {
        [".NET"] = (Acme, ServiceRestart.Always),
        ["a user's"] = (Acme.With("ServiceScope", "User"), ServiceRestart.Always),
        ["started by hand"] = (Acme.With("ServiceStartMode", "Manual"), ServiceRestart.Always),
        ["disabled"] = (Acme.With("ServiceStartMode", "Disabled"), ServiceRestart.Always),
        ["with sockets"] = (Acme.Item("ServiceSocket", "8080"), ServiceRestart.Always),
        ["on demand"] = (Acme.With("ServiceStartMode", "Manual").Item("ServiceSocket", "8080"), ServiceRestart.OnFailure),
        ["oneshot"] = (Acme.With("ServiceType", "Oneshot"), ServiceRestart.OnFailure),
        ["on a schedule"] = (Acme.Item("ServiceTimer", "nightly", ("Calendar", "03:00")), ServiceRestart.OnFailure),
        ["not .NET"] = (Acme.WithoutDotNet().PublishesScript("run.sh", "#!/bin/sh").With("ServiceExecutable", "run.sh"), ServiceRestart.OnFailure),
    };

    public static TheoryData<string> Kinds => [.. Defaults.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_default_depends_on_the_kind_of_service(string kind)
    {
        var (service, expected) = Defaults[kind];

        Assert.Equal(expected, service.Read("deb").Definition.Restart.When);
        Assert.Equal(expected, service.Read("rpm").Definition.Restart.When);
        Assert.Equal(expected, service.Read("pkg").Definition.Restart.When);
        Assert.Equal(ServiceRestart.OnFailure, service.Read("msi").Definition.Restart.When);
        Assert.Equal(ServiceRestart.Never, service.With("ServiceRestart", "Never").Read().Definition.Restart.When);
        Assert.Equal(ServiceRestart.OnFailure, service.With("ServiceRestart", "OnFailure").Read().Definition.Restart.When);
    }

    [Fact]
    public void Each_instance_has_the_default_of_its_type()
    {
        var instances = Acme.Item("ServiceInstance", "a").Item("ServiceInstance", "b", ("Type", "Oneshot")).Item("ServiceInstance", "c", ("Restart", "Never"))
            .Read().Definition.Instances;

        Assert.Equal([ServiceRestart.Always, ServiceRestart.OnFailure, ServiceRestart.Never], instances.Select(instance => instance.Service.Restart.When));
    }

    [Fact]
    public void No_platform_reports_a_default() => Assert.All(
        [new Service().Plan().Codes, new Service().OnMacOS().PlanPkg().Codes, new Service().OnWindows().PlanMsi().Codes], Assert.Empty);

    // HostOptions.ShutdownTimeout is 30 s: a host that uses all of it ends in order, and must not be killed at that moment.
    [Fact]
    public void The_default_stop_timeout_is_longer_than_that_of_a_dotnet_host() => Assert.All(
        ["deb", "rpm", "pkg", "msi"], format => Assert.Equal(TimeSpan.FromSeconds(45), Acme.Read(format).Definition.Process.StopTimeout));

    // 128 + SIGTERM: the answer of runtimes (.NET up to 9, Java) and of scripts to the signal that stops them.
    [Fact]
    public void An_exit_code_that_reports_the_stop_signal_is_success() => Assert.All(
        [Acme, Acme.With("ServiceScope", "User"), Defaults["not .NET"].Service],
        service => Assert.Contains("SuccessExitStatus=143\n", service.Plan().Plan.Texts.First(text => text.Key.EndsWith("acme.service", StringComparison.Ordinal)).Value, StringComparison.Ordinal));
}
