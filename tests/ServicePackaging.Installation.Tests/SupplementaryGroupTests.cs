using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>Groups and devices that the machine may not have.</summary>
public sealed class SupplementaryGroupTests(PackageFactory packages)
{
    private const string Declarations = """
        <PropertyGroup><ServiceSupplementaryGroups>video+nobody-has-this</ServiceSupplementaryGroups></PropertyGroup>
        <ItemGroup><SystemdDirective Include='DeviceAllow' Value='/dev/nobody-has-this rw' /></ItemGroup>
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_service_has_the_groups_that_exist_and_runs_without_the_others(bool isRpm)
    {
        await using var box = isRpm
            ? await RpmWorld.BootWithAsync(await packages.AcmeRpmAsync("1.0.0", Declarations))
            : await AptBox.BootWithAsync(await packages.AcmeAsync("1.0.0", Declarations));

        Assert.Equal("active", await box.ShowAsync("acme", "ActiveState"));
        Assert.Equal("acme video", await box.ReadAsync("id -nG acme"));
        var video = await box.ReadAsync("getent group video | cut -d: -f3");
        Assert.Equal(video, await box.ReadAsync("tr -s ' \\t' '\\n' </proc/$(systemctl show -P MainPID acme)/status | grep -x " + video));
        Assert.Equal("", await box.ReadAsync("getent group nobody-has-this || true"));
    }
}
