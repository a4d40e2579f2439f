using ServicePackaging.Installation.Tests.Boxes;

namespace ServicePackaging.Installation.Tests;

public sealed class PlainRootTests
{
    [Fact]
    public async Task A_plain_root_has_no_service_manager()
    {
        await using var root = await PlainRoot.StartAsync();

        Assert.NotEqual(0, (await root.ExecAsync("test", "-e", "/run/systemd/system")).ExitCode);
        Assert.NotEqual(0, (await root.ShellAsync("command -v systemctl")).ExitCode);
    }

    [Fact]
    public async Task A_package_installs_and_purges_without_a_service_manager()
    {
        await using var root = await PlainRoot.StartAsync();
        var deb = await HandMadeDeb.BuildAsync(root);

        (await root.ExecAsync("apt-get", "install", "-qy", deb)).Succeeded();
        Assert.Equal("install ok installed", (await root.ExecAsync("dpkg-query", "--show", "--showformat=${Status}", "greeter")).Text);
        Assert.StartsWith("greeter:", (await root.ExecAsync("getent", "passwd", "greeter")).Text, StringComparison.Ordinal);

        (await root.ExecAsync("apt-get", "purge", "-qy", "greeter")).Succeeded();
        Assert.NotEqual(0, (await root.ExecAsync("dpkg-query", "--status", "greeter")).ExitCode);
    }

    [Fact]
    public async Task Each_root_is_a_fresh_one()
    {
        await using (var spoilt = await PlainRoot.StartAsync())
        {
            (await spoilt.ShellAsync("rm -rf /var/lib/dpkg; touch /etc/spoilt")).Succeeded();
        }

        await using var fresh = await PlainRoot.StartAsync();

        (await fresh.ShellAsync("test -e /var/lib/dpkg/status; test ! -e /etc/spoilt")).Succeeded();
    }
}
