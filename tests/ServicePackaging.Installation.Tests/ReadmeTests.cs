using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

/// <summary>The commands of the README for administrators work as written.</summary>
public sealed class ReadmeTests(PackageFactory packages)
{
    [Fact]
    public async Task The_sample_is_installed_looked_at_removed_and_purged()
    {
        await using var box = await SystemdBox.StartAsync();
        box.Share(await packages.MemexdAsync());
        string[] commands = [.. Documentation.Commands("README.md").Where(command => command.StartsWith("sudo apt ", StringComparison.Ordinal) || command.StartsWith("systemctl ", StringComparison.Ordinal))];

        Assert.Equal(4, commands.Length);
        foreach (var command in commands)
        {
            await box.ReadAsync("cd /share; export DEBIAN_FRONTEND=noninteractive; " + command.Replace("sudo apt ", "apt -y ", StringComparison.Ordinal));
        }

        await box.ReadAsync("test ! -e /etc/memexd -a ! -e /var/lib/memexd -a ! -e /usr/libexec/memexd");
    }

    [Fact]
    public async Task And_so_is_its_rpm()
    {
        await using var box = await RpmWorld.BootAsync();
        var package = await packages.MemexdRpmAsync();
        await box.AddToRepositoryAsync(package);
        box.Share(package);
        string[] commands = [.. Documentation.Commands("README.md").Where(command => command.StartsWith("sudo dnf ", StringComparison.Ordinal))];

        Assert.Equal(2, commands.Length);
        foreach (var command in commands)
        {
            await box.ReadAsync("cd /share; " + command.Replace("sudo dnf ", "dnf -y ", StringComparison.Ordinal));
        }

        await box.ReadAsync("test ! -e /usr/libexec/memexd -a -d /var/lib/memexd");
    }
}
