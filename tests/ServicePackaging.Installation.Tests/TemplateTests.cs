using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

/// <summary>The services that the templates for <c>dotnet new</c> create.</summary>
public sealed class TemplateTests(PackageFactory packages)
{
    [Fact]
    public async Task They_are_installed_run_are_stopped_and_are_purged()
    {
        var names = TemplatePackage.Names;
        var debs = await packages.TemplatesAsync();
        await using var box = await SystemdBox.StartAsync();

        (await box.AptAsync(["install", .. debs.Select(box.Share)])).Succeeded();

        foreach (var name in names)
        {
            Assert.Equal(("active", "enabled"), (await box.ShowAsync(name, "ActiveState"), await box.ShowAsync(name, "UnitFileState")));
        }

        await box.UntilAsync("journalctl -u service-worker -o cat | grep -q 'The worker is running'");
        await box.UntilAsync("journalctl -u service-payload -o cat | grep -q 'The service is running'");
        Assert.Equal("Healthy", await box.ReadAsync("curl --silent --fail --max-time 5 http://127.0.0.1:5080/health"));

        await box.ReadAsync($"systemctl stop {string.Join(' ', names)}");
        foreach (var name in names)
        {
            Assert.Equal("success", await box.ShowAsync(name, "Result"));
        }

        (await box.AptAsync(["purge", .. names])).Succeeded();
        Assert.Equal("", await box.ReadAsync("ls -d /usr/libexec/service-* /etc/service-* /var/lib/service-* 2>/dev/null || true"));
        Assert.Equal("running", (await box.ExecAsync("systemctl", "is-system-running")).Text);
    }
}
