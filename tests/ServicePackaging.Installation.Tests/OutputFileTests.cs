using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>A service that prints to a file, and tries to become root through it.</summary>
public sealed class OutputFileTests(PackageFactory packages)
{
    private const string Directory = "/var/log/intruder-output";

    [Fact]
    public async Task A_service_cannot_put_a_link_in_the_place_of_its_output_file()
    {
        var package = (await packages.ProgramAsync("Intruder")).Deb;
        await using var box = await SystemdBox.StartAsync();

        await box.InstallAsync(package);

        await box.UntilAsync("test \"$(systemctl show -P NRestarts intruder)\" -ge 2");
        Assert.Equal(
            "root:root 755 directory\nintruder:intruder 640 regular file", await box.ReadAsync($"stat -c '%U:%G %a %F' {Directory} {Directory}/out.log"));
        Assert.Equal("", await box.ReadAsync("ls -d /etc/cron.d/pwn 2>/dev/null || true"));
        await box.ReadAsync($"grep -q 'rm: cannot remove.*Permission denied' {Directory}/out.log");
        await box.ReadAsync($"grep -q 'ln: failed to create.*File exists' {Directory}/out.log");

        // Rotated by root, and written to as before.
        await box.ReadAsync("command -v logrotate >/dev/null && logrotate -f /etc/logrotate.d/intruder");
        Assert.Equal($"{Directory}/out.log\n{Directory}/out.log.1.gz", await box.ReadAsync($"ls {Directory}/*"));
        await box.UntilAsync($"test -s {Directory}/out.log");

        (await box.AptAsync("purge", "intruder")).Succeeded();
        Assert.Equal("", await box.ReadAsync($"ls -d {Directory} 2>/dev/null || true"));
    }
}
