using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>What changes between two versions, and what is on the machine before the first one.</summary>
public sealed class TransitionTests(PackageFactory packages)
{
    private const string Directory = """
        <ItemGroup>
          <ServiceConfigFile Include='acme.conf' />
          <ServiceConfigFile Include='old.conf' />
          <ServicePackageFile Include='a.txt' TargetPath='lib/x/a.txt' />
          <ServicePackageFile Include='a.txt' TargetPath='lib/two words/a.txt' />
          <ServicePackageSymlink Include='{InstallDirectory}/lib/z' TargetPath='x' />
        </ItemGroup>
        """;

    // lib/x becomes a link and lib/z a directory, old.conf is dropped, and acme.conf has another default.
    private const string Link = """
        <ItemGroup>
          <ServiceConfigFile Include='other.conf' TargetPath='acme.conf' />
          <ServicePackageFile Include='a.txt' TargetPath='lib/z/a.txt' />
          <ServicePackageFile Include='b.txt' TargetPath='lib/y/b.txt' />
          <ServicePackageSymlink Include='{InstallDirectory}/lib/x' TargetPath='y' />
          <ServicePackageSymlink Include='{InstallDirectory}/lib/two words' TargetPath='y' />
        </ItemGroup>
        """;

    private const string OldNames = """
        <ItemGroup>
          <ServiceConfigFile Include='acme.conf' />
          <ServiceConfigFile Include='old.conf' />
        </ItemGroup>
        """;

    private const string NewNames = """
        <ItemGroup>
          <ServiceConfigFile Include='other.conf' TargetPath='new name.conf' FormerPath='acme.conf' />
          <ServiceConfigFile Include='other.conf' TargetPath='conf.d/new.conf' FormerPath='old.conf' />
        </ItemGroup>
        """;

    private const string Renamed = "<PropertyGroup><ServiceName>acme-ng</ServiceName></PropertyGroup>";

    private static readonly (string Name, string Text)[] Files =
        [("acme.conf", "a=1\n"), ("old.conf", "o=1\n"), ("other.conf", "a=2\n"), ("a.txt", "a\n"), ("b.txt", "b\n")];

    [Fact]
    public async Task A_deb_follows_what_changed_its_kind_and_refuses_a_question_that_nobody_answers()
    {
        await using var box = await AptBox.BootWithAsync(await packages.AcmeAsync("1.0.0", Directory, Files));
        var second = await packages.AcmeAsync("2.0.0", Link, Files);
        var process = await box.ShowAsync("acme", "MainPID");
        await box.ReadAsync("echo a=9 >/etc/acme/acme.conf");

        var refused = await box.AptAsync("install", box.Share(second));

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("acme: /etc/acme/acme.conf was changed or deleted", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("--force-confold", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal("ii  1.0.0-1", await box.ReadAsync("dpkg-query -W -f '${db:Status-Abbrev} ${Version}' acme"));
        Assert.Equal(("active", process), (await box.ShowAsync("acme", "ActiveState"), await box.ShowAsync("acme", "MainPID")));

        await box.InstallAsync(second, "--force-confold");

        Assert.Equal("y\nb\na\na=9", await box.ReadAsync("cd /usr/libexec/acme/lib; readlink x 'two words' | uniq; cat x/b.txt; [ ! -L z ]; cat z/a.txt /etc/acme/acme.conf"));
        Assert.Equal("", await box.ReadAsync("find /etc /usr /run \\( -name 'old.conf*' -o -name '*.dpkg-remove' -o -name 'acme.upgrade*' \\)"));
        Assert.Equal("active", await box.ShowAsync("acme", "ActiveState"));

        await box.InstallAsync(await packages.AcmeAsync("1.0.0", Directory, Files), "--force-confold");
        Assert.Equal("x\na\na", await box.ReadAsync("cd /usr/libexec/acme/lib; readlink z; [ ! -L x ]; cat x/a.txt z/a.txt"));
    }

    [Fact]
    public async Task An_rpm_follows_what_changed_its_kind()
    {
        await using var box = await RpmWorld.BootWithAsync(await packages.AcmeRpmAsync("1.0.0", Directory, Files));

        // rpm reports the file of the earlier version that went with its directory.
        var said = await box.RpmUpgradeAsync(await packages.AcmeRpmAsync("2.0.0", Link, Files));
        Assert.All(said.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains("remove failed: No such file", line, StringComparison.Ordinal));

        Assert.Equal("y\nb\na", await box.ReadAsync("cd /usr/libexec/acme/lib; readlink x; cat x/b.txt; [ ! -L z ]; cat z/a.txt"));
        Assert.Equal("", await box.ReadAsync("find /etc /usr /run \\( -name 'old.conf*' -o -name '*.rpmmoved' -o -name 'acme.upgrade*' \\)"));
        Assert.Equal("active", await box.ShowAsync("acme", "ActiveState"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Configuration_with_another_path_keeps_what_the_administrator_wrote(bool isRpm)
    {
        await using var box = isRpm ? await RpmWorld.BootAsync() : await SystemdBox.StartAsync();
        await InstallAsync("1.0.0", OldNames);
        await box.ReadAsync("echo a=9 >>/etc/acme/acme.conf");

        // Nobody is asked, and nothing is left but the new default beside the file that was changed.
        await InstallAsync("2.0.0", NewNames);

        const string list = "cd /etc/acme; find . -type f | sort; stat -c '%U:%G %a' 'new name.conf'";
        var saved = isRpm ? "./new name.conf.rpmnew" : "./new name.conf.dpkg-dist";
        Assert.Equal($"./conf.d/new.conf\n./new name.conf\n{saved}\nroot:acme 640", await box.ReadAsync(list));
        Assert.Equal("a=1\na=9\na=2\na=2", await box.ReadAsync("cd /etc/acme; cat 'new name.conf' conf.d/new.conf 'new name.conf'.*"));
        Assert.Equal("active", await box.ShowAsync("acme", "ActiveState"));
        Assert.Equal("", await box.ReadAsync("ls /run/acme.* 2>/dev/null || true"));

        // A second upgrade changes nothing.
        await InstallAsync("3.0.0", NewNames);
        Assert.Equal($"./conf.d/new.conf\n./new name.conf\n{saved}\nroot:acme 640", await box.ReadAsync(list));

        async Task InstallAsync(string version, string declarations)
        {
            if (isRpm)
            {
                await box.RpmUpgradeAsync(await packages.AcmeRpmAsync(version, declarations, Files));
            }
            else
            {
                await box.InstallAsync(await packages.AcmeAsync(version, declarations, Files));
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_renamed_service_keeps_its_state_and_leaves_no_link(bool isEnabled)
    {
        await using var box = await AptBox.BootWithAsync(await packages.AcmeAsync("1.0.0", ""));
        if (!isEnabled)
        {
            await box.ReadAsync("systemctl disable --now acme");
        }

        await box.InstallAsync(await packages.AcmeAsync("2.0.0", Renamed));

        Assert.Equal(
            isEnabled ? "inactive\nactive\nenabled" : "inactive\ninactive\ndisabled",
            await box.ReadAsync("systemctl is-active acme acme-ng || true; systemctl is-enabled acme-ng || true"));
        Assert.Equal(
            "", await box.ReadAsync("find /etc/systemd /var/lib/systemd -name 'acme.service*'"));
        (await box.AptAsync("purge", "acme")).Succeeded();
        Assert.Equal("", await box.ReadAsync("find /etc/systemd /var/lib/systemd -name 'acme*'"));
    }

    [Fact]
    public async Task A_system_service_that_becomes_a_service_of_each_user_names_the_data_that_it_leaves()
    {
        await using var box = await AptBox.BootWithAsync(await packages.AcmeAsync("1.0.0", ""));

        var said = await box.InstallAsync(
            await packages.AcmeAsync("2.0.0", "<PropertyGroup><ServiceScope>User</ServiceScope></PropertyGroup>"));

        Assert.Contains("acme: /var/lib/acme is of the earlier version", said.ToString(), StringComparison.Ordinal);
        Assert.Equal("inactive", await box.ReadAsync("systemctl is-active acme || true"));
        Assert.Equal("", await box.ReadAsync("find /etc/systemd/system /var/lib/systemd -name 'acme.service*' ! -path '*user*'; ls /run/acme.upgrade* 2>/dev/null || true"));
    }

    [Fact]
    public async Task The_installation_names_what_the_administrator_has_set_up_and_a_service_that_does_not_run()
    {
        await using var box = await SystemdBox.StartAsync();
        await box.ReadAsync("""
            mkdir -p /data /etc/systemd/system/acme.service.d
            ln -s /data /var/lib/acme
            printf '[Service]\nExecStart=/usr/bin/false\n[Install]\nWantedBy=multi-user.target\n' >/etc/systemd/system/acme.service
            printf '[Service]\nExecStartPre=-/usr/lib/acme/prepare --all\n' >/etc/systemd/system/acme.service.d/local.conf
            """);

        var said = (await box.InstallAsync(await packages.AcmeAsync("1.0.0", ""))).ToString();

        Assert.Contains("acme: /etc/systemd/system/acme.service overrides the unit of the package", said, StringComparison.Ordinal);
        Assert.Contains("local.conf runs /usr/lib/acme/prepare, which does not exist", said, StringComparison.Ordinal);
        Assert.Contains("/var/lib/acme is a link", said, StringComparison.Ordinal);
        Assert.Contains("mount --bind", said, StringComparison.Ordinal);
        Assert.Contains("acme: acme.service is not active two seconds after its start. See: journalctl -u acme.service", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_installation_does_not_wait_for_a_service_that_takes_long_to_start(bool isRpm)
    {
        var (deb, rpm) = (await packages.AcmeAsync("1.0.0", ""), await packages.AcmeRpmAsync("1.0.0", ""));
        await using var box = isRpm ? await RpmWorld.BootAsync() : await SystemdBox.StartAsync();
        await box.EditUnitAsync("acme", "ExecStartPre=/usr/bin/sleep infinity\nTimeoutStartSec=infinity");

        var said = isRpm ? await box.RpmUpgradeAsync(rpm) : (await box.InstallAsync(deb)).ToString();

        Assert.Contains("acme: still waiting for the start of acme.service", said, StringComparison.Ordinal);
        Assert.Contains("acme: not ready after 30 seconds; the start goes on. See: systemctl status acme.service", said, StringComparison.Ordinal);
        Assert.Equal("activating", await box.ShowAsync("acme", "ActiveState"));
        await box.ReadAsync("rm /etc/systemd/system/acme.service.d/test.conf; systemctl daemon-reload; systemctl stop acme; systemctl start acme");
        await box.EventuallyAsync("acme", "ActiveState", "active");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_runtime_restarts_the_services_that_run_once(bool isRpm)
    {
        const string framework = "<PropertyGroup><ServicePackageSelfContained>false</ServicePackageSelfContained></PropertyGroup>";
        var (deb, rpm) = (await packages.AcmeAsync("1.0.0", framework), await packages.AcmeRpmAsync("1.0.0", framework));
        await using var box = isRpm ? await RpmWorld.BootAsync() : await SystemdBox.StartAsync();
        await box.ReadAsync(isRpm ? $"rpm --install --nodeps {box.Share(rpm)} 2>&1" : $"dpkg --force-depends --install {box.Share(deb)} || true");
        // The runtime is not in the box: any program that runs shows the restart.
        await box.EditUnitAsync("acme", "ExecStart=\nExecStart=/usr/bin/sleep infinity");
        await box.ReadAsync("systemctl restart acme");
        var process = await box.ShowAsync("acme", "MainPID");

        await box.ReadAsync(isRpm ? RuntimeRpm("1") : RuntimePackage("1"));
        await box.UntilAsync($"test \"$(systemctl show -P MainPID acme)\" != {process}");
        Assert.Equal("active", await box.ShowAsync("acme", "ActiveState"));

        process = await box.ShowAsync("acme", "MainPID");
        await box.ReadAsync($"echo RESTART_AFTER_RUNTIME_UPGRADE=no >>/etc/{(isRpm ? "sysconfig" : "default")}/acme");
        await box.ReadAsync(isRpm ? RuntimeRpm("2") : RuntimePackage("2"));
        Assert.Equal(process, await box.ShowAsync("acme", "MainPID"));
    }

    private static string RuntimeRpm(string version) => $$"""
        printf '%s\n' 'Name: dotnet-runtime-10.0' 'Version: 10.0.{{version}}' 'Release: 1' 'Summary: x' 'License: MIT' 'BuildArch: noarch' '%description' 'x' \
            '%install' 'install -D /etc/hostname %{buildroot}/usr/lib64/dotnet/shared/Microsoft.NETCore.App/10.0.{{version}}/libcoreclr.so' \
            '%files' '/usr/lib64/dotnet' >/root/runtime.spec
        rpmbuild -bb --quiet --define '_rpmdir /root' /root/runtime.spec 2>&1
        rpm --upgrade /root/noarch/dotnet-runtime-10.0-10.0.{{version}}-1.noarch.rpm 2>&1
        """;

    private static string RuntimePackage(string version) => $"""
        rm -rf /tmp/runtime; mkdir -p /tmp/runtime/DEBIAN /tmp/runtime/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.{version}
        echo x >/tmp/runtime/usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.{version}/libcoreclr.so
        printf 'Package: dotnet-runtime-10.0\nVersion: 10.0.{version}\nArchitecture: all\nMaintainer: A <a@b.example>\nDescription: x\n' >/tmp/runtime/DEBIAN/control
        dpkg-deb --build /tmp/runtime /tmp/runtime.deb >/dev/null
        dpkg --install /tmp/runtime.deb >/dev/null
        """;
}
