using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Systemd;

/// <summary>
/// .NET reads its limits of memory and processors although systemd mounts a file of the control group again. The target Matrix tries it in
/// a virtual machine.
/// </summary>
public sealed class ControlGroupPathTests
{
    [Fact]
    public void A_service_is_in_the_slice_of_the_system() =>
        Assert.Equal(["ReadOnlyPaths=-/sys/fs/cgroup/system.slice/%n/memory.pressure"], Paths(Services.Minimal, "acme"));

    [Theory]
    [InlineData("acme", "acme")]
    [InlineData("acme-orders", @"acme\\x2dorders")]
    [InlineData("acme_2.orders", "acme_2.orders")]
    public void An_instance_is_in_a_slice_with_the_escaped_name_of_the_template(string name, string escaped) => Assert.Equal(
        [$"ReadOnlyPaths=-/sys/fs/cgroup/system.slice/system-{escaped}.slice/%n/memory.pressure"],
        Paths(Services.Instances.With("ServiceName", name), $"{name}@"));

    [Fact]
    public void Without_a_sandbox_there_is_one_mount_anyway() =>
        Assert.Equal([], Paths(Services.Minimal.With("ServiceHardening", "None"), "acme"));

    [Fact]
    public void Other_programs_may_write_to_the_file() =>
        Assert.Equal([], Paths(new Service().Built(project => project with { IsDotNet = false }), "acme"));

    private static IEnumerable<string> Paths(Service service, string unit) => service.Plan().Text($"/usr/lib/systemd/system/{unit}.service")
        .Split('\n').Where(line => line.StartsWith("ReadOnlyPaths=", StringComparison.Ordinal));
}
