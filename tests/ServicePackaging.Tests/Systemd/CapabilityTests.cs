using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Systemd;

/// <summary>A developer's directive is not cancelled by the sandbox.</summary>
public sealed class CapabilityTests
{
    private const string LowPort = "CAP_NET_BIND_SERVICE";

    // capabilities(7): what is not in the bounding set cannot be in the ambient set either.
    [Fact]
    public void The_bounding_set_follows_the_ambient_set() =>
        Assert.Equal([$"CapabilityBoundingSet={LowPort}", $"AmbientCapabilities={LowPort}"], Lines(Ambient(LowPort), "Capabilit"));

    [Fact]
    public void Each_line_of_the_ambient_set_counts() => Assert.Equal(
        [$"CapabilityBoundingSet={LowPort}", "CapabilityBoundingSet=CAP_NET_RAW", $"AmbientCapabilities={LowPort}", "AmbientCapabilities=CAP_NET_RAW"],
        Lines(Ambient(LowPort, "CAP_NET_RAW"), "Capabilit"));

    [Fact]
    public void A_bounding_set_of_the_developer_is_kept() => Assert.Equal(
        ["CapabilityBoundingSet=CAP_NET_BIND_SERVICE CAP_CHOWN", $"AmbientCapabilities={LowPort}"],
        Lines(Ambient(LowPort).Item("SystemdDirective", "CapabilityBoundingSet", ("Value", "CAP_NET_BIND_SERVICE CAP_CHOWN")), "Capabilit").Order(StringComparer.Ordinal).Reverse());

    [Fact]
    public void An_empty_ambient_set_changes_nothing() =>
        Assert.Equal(["CapabilityBoundingSet=", "PrivateUsers=yes", "AmbientCapabilities="], Lines(Ambient("").With("ServiceHardening", "Strict"), "Capabilit", "PrivateUsers"));

    // user_namespaces(7): in its own user namespace, a process has its capabilities only there.
    [Fact]
    public void A_strict_service_with_a_capability_has_no_user_namespace() => Assert.Equal(
        [$"CapabilityBoundingSet={LowPort}", "PrivateIPC=yes", $"AmbientCapabilities={LowPort}"],
        Lines(Ambient(LowPort).With("ServiceHardening", "Strict"), "Capabilit", "PrivateUsers", "PrivateIPC"));

    [Fact]
    public void Root_has_all_capabilities_and_a_users_service_none() => Assert.All(
        [Ambient(LowPort).With("ServiceUser", "root"), Ambient(LowPort).With("ServiceScope", "User"), Ambient(LowPort).With("ServiceHardening", "None")],
        service => Assert.Equal([$"AmbientCapabilities={LowPort}"], Lines(service, "Capabilit")));

    // systemd.exec(5), PrivateDevices=: a separate /dev that contains only pseudo devices.
    [Fact]
    public void A_device_that_is_allowed_can_be_seen()
    {
        Assert.Equal(["PrivateDevices=yes", "DevicePolicy=closed"], Lines(Services.Minimal, "Device"));
        Assert.Equal(
            ["DevicePolicy=closed", "DeviceAllow=/dev/ttyUSB0 rw"],
            Lines(Services.Minimal.Item("SystemdDirective", "DeviceAllow", ("Value", "/dev/ttyUSB0 rw")), "Device"));
    }

    private static Service Ambient(params string[] values) =>
        values.Aggregate(Services.Minimal, (service, value) => service.Item("SystemdDirective", "AmbientCapabilities", ("Value", value)));

    [Theory]
    [InlineData("Default", "acme", "CapabilityBoundingSet=CAP_NET_BIND_SERVICE|AmbientCapabilities=CAP_NET_BIND_SERVICE")]
    [InlineData("None", "acme", "AmbientCapabilities=CAP_NET_BIND_SERVICE")]
    [InlineData("Default", "root", "CapabilityBoundingSet=CAP_NET_BIND_SERVICE")]
    public void The_property_keeps_both_sets_in_step(string hardening, string user, string expected) => Assert.Equal(
        expected.Split('|'),
        Lines(new Service().With("ServiceCapabilities", "net_bind_service").With("ServiceHardening", hardening).With("ServiceUser", user), "Capabilit"));

    [Fact]
    public void The_property_has_no_effect_with_a_private_user_namespace() => Assert.Equal(
        ["SVCPKG2009"], new Service().With("ServiceCapabilities", "CAP_NET_RAW").With("ServiceHardening", "Strict").Plan().Codes);

    [Fact]
    public void A_crash_dump_may_be_written_if_the_project_asks_for_one()
    {
        const string Calls = "SystemCallFilter=ptrace";

        Assert.Contains(Calls, Lines(new Service().Item("ServiceEnvironment", "DOTNET_DbgEnableMiniDump", ("Value", "1")), "SystemCallFilter"));
        Assert.DoesNotContain(Calls, Lines(new Service().Item("ServiceEnvironment", "DOTNET_DbgEnableMiniDump", ("Value", "0")), "SystemCallFilter"));
    }

    private static IEnumerable<string> Lines(Service service, params string[] words)
    {
        var planned = service.Plan();
        var unit = planned["/usr/lib/systemd/system/acme.service"] is null ? "/usr/lib/systemd/user/acme.service" : "/usr/lib/systemd/system/acme.service";
        return planned.Text(unit).Split('\n').Where(line => words.Any(word => line.Split('=')[0].Contains(word, StringComparison.Ordinal)));
    }
}
