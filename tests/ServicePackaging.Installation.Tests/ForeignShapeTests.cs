using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>Programs that were not written for packages: they write beside themselves, and end with exit code 0 when something fails. One
/// line in the project makes each of them run.</summary>
public sealed class ForeignShapeTests(PackageFactory packages)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_program_that_writes_beside_itself_runs_and_comes_back(bool isRpm)
    {
        await using var box = await InstallAsync("NameServer", isRpm);

        Assert.Equal("active", await box.ShowAsync("name-server", "ActiveState"));
        Assert.Equal("started", await box.ReadAsync("cat /usr/libexec/name-server/config/starts"));
        Assert.Equal("name-server 640", await box.ReadAsync("stat -c '%U %a' /var/lib/name-server/config/starts"));

        // It fails with exit code 0, and is started again.
        await box.ReadAsync("systemctl kill --signal=HUP name-server");
        await box.UntilAsync("[ \"$(grep -c started /var/lib/name-server/config/starts)\" = 2 ]");
        await box.EventuallyAsync("name-server", "ActiveState", "active");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Configuration_of_a_referenced_project_is_the_file_that_the_program_reads(bool isRpm)
    {
        await using var box = await InstallAsync("Guard", isRpm);

        Assert.Equal("active", await box.ShowAsync("guard", "ActiveState"));
        Assert.Equal("/etc/guard/guard.config", await box.ReadAsync("readlink -f /usr/libexec/guard/guard.config"));
        await box.ReadAsync("echo limit=9 >/etc/guard/guard.config; systemctl restart guard");
        await box.UntilAsync("[ \"$(tail -n 1 /var/lib/guard/guard.sqlite)\" = limit=9 ]");
        Assert.Equal("limit=5\nlimit=9", await box.ReadAsync("cat /usr/libexec/guard/guard.sqlite"));
    }

    private async Task<SystemdBox> InstallAsync(string program, bool isRpm)
    {
        var published = await packages.ProgramAsync(program);
        return isRpm ? await RpmWorld.BootWithAsync(published.Rpm) : await AptBox.BootWithAsync(published.Deb);
    }
}
