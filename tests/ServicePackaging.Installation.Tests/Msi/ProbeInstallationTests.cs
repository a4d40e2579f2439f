using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Msi;

/// <summary>What a package installs, and what is left of it.</summary>
public sealed class ProbeInstallationTests(PackageFactory packages)
{
    private static readonly string[] WhatStays =
    [
        ProbeInBox.VendorDirectory,
        @"+ C:\ProgramData\Acme",
        @"+ C:\ProgramData\Acme\probe",
        @"+ C:\ProgramData\Acme\probe\data",
        @"+ C:\ProgramData\Acme\probe\data\archive",
        @"+ C:\ProgramData\Acme\probe\data\archive\kept",
        @"+ C:\ProgramData\Acme\probe\data\environment",
        @"+ C:\ProgramData\Acme\probe\data\events.log",
    ];

    [Fact]
    public async Task The_service_manager_is_told_what_the_project_says()
    {
        var package = await packages.ProbeMsiAsync();
        await using var box = await WineBox.StartAsync();
        var before = await box.SnapshotAsync();

        var installation = (await box.InstallAsync(package.Msi)).Succeeded();

        Assert.Contains("Property(S): PORT = 80", installation.Log, StringComparison.Ordinal);
        Assert.Equal(ServiceStatus.Running, await box.ServiceAsync("probe"));
        Assert.Equal(ProbeProject.Arguments, await box.ArgumentsAsync(ProbeProject.Arguments.Length));
        Assert.Equal(["AfterInstall", "1.0.0 started probe"], await box.EventsAsync());
        var service = await box.RegistryAsync(ProbeInBox.ServiceKey);
        Assert.Equal(new RegistryValue("REG_DWORD", "0x2"), service?["Start"]); // SERVICE_AUTO_START
        Assert.Equal(new RegistryValue("REG_DWORD", "0x10"), service?["Type"]); // SERVICE_WIN32_OWN_PROCESS
        Assert.Equal(@"NT AUTHORITY\LocalService", service?["ObjectName"].Data);
        Assert.Equal(new RegistryValue("REG_MULTI_SZ", @"Tcpip\0Spooler"), service?["DependOnService"]);
        Assert.Equal(
            new RegistryValue(
                "REG_MULTI_SZ",
                @"CONFIGURATION_DIRECTORY=C:\ProgramData\Acme\probe\\0STATE_DIRECTORY=C:\ProgramData\Acme\probe\data\\0GREETING=hello %USERNAME% [and] {all}"),
            service?["Environment"]);
        // The command of the recovery arrived; the period of ServiceRestartWindow is in seconds.
        Assert.Contains("SERVICE_CONFIG_FAILURE_ACTIONS not implemented: period 300 ", await box.UndoneAsync(), StringComparison.Ordinal);

        // In the registry's file, since reg.exe writes no Unicode.
        var changes = (await box.SnapshotAsync()).ChangesSince(before).Lines;
        Assert.Contains(@"+ HKLM\System\CurrentControlSet\Services\probe ""DisplayName""=""Pr\x00fcfer \x63a2\x91dd""", changes);
        Assert.Contains(@"+ HKLM\System\CurrentControlSet\Services\probe ""Description""=""Misst \x2013 und schreibt <auf>""", changes);
        Assert.Contains(changes, line => line.EndsWith(@"} ""DisplayName""=""Pr\x00fcfer \x63a2\x91dd""", StringComparison.Ordinal));
        Assert.Contains(changes, line => line.EndsWith(@"} ""SystemComponent""=dword:00000001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_of_every_name_arrive_byte_for_byte()
    {
        var package = await packages.ProbeMsiAsync();
        await using var box = await WineBox.StartAsync();
        (await ProcessRunner.RunAsync("cp", "-r", package.Published, Path.Combine(box.ShareDirectory, "published"))).Succeeded();

        (await box.InstallAsync(package.Msi)).Succeeded();

        var program = WineBox.RootPath(ProbeProject.Program);
        var difference = await box.ExecAsync("LC_ALL=C.UTF-8", "diff", "-r", "/share/published", program);
        Assert.Equal($"Only in {program}: hooks\nOnly in {program}: sbom", difference.Text);
        Assert.Superset(ProbeProject.OddFiles.Select(file => file.Replace('/', '\\')).ToHashSet(), (await box.FilesUnderAsync(ProbeProject.Program)).ToHashSet());
    }

    [Fact]
    public async Task A_removal_leaves_configuration_and_data_and_a_purge_what_the_project_keeps_and_what_is_beside_it()
    {
        var package = await packages.ProbeMsiAsync();
        await using var box = await WineBox.StartAsync();
        var before = await box.SnapshotAsync();

        (await box.InstallAsync(package.Msi)).Succeeded();
        await box.WriteFileAsync(ProbeProject.Config, "mine\n");
        await box.WriteFileAsync(ProbeProject.Data + @"\archive\kept", "");
        await box.StopAndUninstallAsync(package);

        Assert.Null(await box.ServiceAsync("probe"));
        (await box.SnapshotAsync()).ChangesSince(before).WithoutBooks().Are([.. WhatStays, @"+ C:\ProgramData\Acme\probe\probe.conf", .. ProbeInBox.Access, ProbeInBox.EventLogKey]);

        (await box.InstallAsync(package.Msi)).Succeeded();
        Assert.Equal("mine\n", await box.ReadFileAsync(ProbeProject.Config));
        Assert.Equal(
            ["AfterInstall", "1.0.0 started probe", "1.0.0 control 1", "1.0.0 stopped", "BeforeRemove", "AfterInstall", "1.0.0 started probe"], await box.EventsAsync());
        await box.StopAndUninstallAsync(package, "PURGE=1");

        (await box.SnapshotAsync()).ChangesSince(before).WithoutBooks().Are([.. WhatStays, ProbeInBox.EventLogKey]);
    }
}
