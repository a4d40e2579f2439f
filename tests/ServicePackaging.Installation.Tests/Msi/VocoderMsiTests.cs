using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>The sample of each user's session, on a Windows: Wine has no local sockets, so that it is installed and removed and not spoken to.</summary>
public sealed class VocoderMsiTests(PackageFactory packages)
{
    private const string Run = @"HKLM\Software\Microsoft\Windows\CurrentVersion\Run";

    [Fact]
    public async Task It_starts_at_log_on_with_its_configuration_and_is_gone_after_a_removal()
    {
        var package = await packages.SampleMsiAsync("Vocoder");
        await using var box = await WineBox.StartAsync();
        var before = await box.SnapshotAsync();

        (await box.InstallAsync(package.Msi)).Succeeded();

        Assert.Equal(
            @"""C:\Program Files\Example Voices\vocoder\vocoder.exe"" --config ""C:\ProgramData\Example Voices\vocoder\production.conf""",
            (await box.RegistryAsync(Run))?["vocoder"].Data);
        Assert.NotEmpty(await box.ReadFileAsync(@"C:\ProgramData\Example Voices\vocoder\production.conf"));
        Assert.Null(await box.ServiceAsync("vocoder"));

        (await box.UninstallAsync(package.Msi, "PURGE=1")).Succeeded();
        Assert.DoesNotContain("vocoder", (await box.RegistryAsync(Run))?.Keys ?? []);
        Assert.DoesNotContain((await box.SnapshotAsync()).ChangesSince(before).WithoutBooks().Lines, line => line.Contains("vocoder", StringComparison.OrdinalIgnoreCase));
    }
}
