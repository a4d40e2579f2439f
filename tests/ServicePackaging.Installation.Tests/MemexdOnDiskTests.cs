using System.Text.RegularExpressions;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

/// <summary>What the sample's package puts on a server. The tests look, and change nothing: one server does for all.</summary>
public sealed class MemexdOnDiskTests(PackageFactory packages, InstalledMemexd server) : IClassFixture<InstalledMemexd>
{
    [Fact]
    public async Task Installation_says_what_it_did_and_nothing_else()
    {
        var box = await server.BoxAsync();

        Assert.Equal(
            [
                "Setting up memexd (1.4.0-1) ...",
                "Creating group 'memexd' with GID *.",
                "Creating user 'memexd' (memexd) with UID * and GID *.",
                "Created symlink /etc/systemd/system/multi-user.target.wants/memexd.service → /lib/systemd/system/memexd.service.",
            ],
            server.Said.SkipWhile(line => !line.StartsWith("Setting", StringComparison.Ordinal)));
        Assert.DoesNotContain(
            await box.ReadAsync("journalctl --boot --priority=warning --output=cat"), "memexd", StringComparison.Ordinal);
        Assert.Equal("", await box.ReadAsync("systemd-analyze verify /usr/lib/systemd/system/memexd.service 2>&1"));
    }

    [Fact]
    public async Task The_account_is_for_the_service_alone()
    {
        var box = await server.BoxAsync();

        Assert.Equal("/var/lib/memexd:/usr/sbin/nologin", await box.ReadAsync("getent passwd memexd | cut -d: -f6,7"));
        Assert.Equal("memexd", await box.ReadAsync("id -Gn memexd"));
        Assert.Equal("", await box.ReadAsync("getent group memexd | cut -d: -f4"));
        Assert.StartsWith("memexd:!", await box.ReadAsync("getent shadow memexd"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_have_the_modes_and_owners_that_the_guide_asks_for()
    {
        var box = await server.BoxAsync();

        const string list = """
            stat --format='%a %U:%G %n' /etc/memexd /etc/memexd/config.toml /etc/default/memexd /etc/logrotate.d/memexd \
                /var/lib/memexd /var/log/memexd /usr/libexec/memexd /usr/libexec/memexd/memexd /usr/libexec/memexd/memexd.dll
            """;
        Assert.Equal(
            """
            755 root:root /etc/memexd
            640 root:memexd /etc/memexd/config.toml
            640 root:memexd /etc/default/memexd
            644 root:root /etc/logrotate.d/memexd
            750 memexd:memexd /var/lib/memexd
            750 memexd:memexd /var/log/memexd
            755 root:root /usr/libexec/memexd
            755 root:root /usr/libexec/memexd/memexd
            644 root:root /usr/libexec/memexd/memexd.dll
            """,
            await box.ReadAsync(list),
            ignoreLineEndingDifferences: true);
        Assert.Equal("", await box.ReadAsync("find /usr/libexec/memexd ! -user root -o ! -group root -o -perm /022 ! -type l"));
    }

    [Fact]
    public async Task Limits_reach_the_control_group()
    {
        BoxHost.RequireController("pids");
        BoxHost.RequireController("memory");
        var box = await server.BoxAsync();

        Assert.Equal("100", await box.ReadAsync(
            "cat /sys/fs/cgroup/pids/system.slice/memexd.service/pids.max || cat /sys/fs/cgroup/system.slice/memexd.service/pids.max"));
        Assert.Equal($"{2L << 30}", await box.ReadAsync(
            "cat /sys/fs/cgroup/memory/system.slice/memexd.service/memory.limit_in_bytes || cat /sys/fs/cgroup/system.slice/memexd.service/memory.max"));
        Assert.Equal($"{1L << 30}", await box.ShowAsync("memexd", "MemoryHigh"));
    }

    [Fact]
    public async Task The_process_has_no_privilege_and_writes_only_where_its_data_is()
    {
        var box = await server.BoxAsync();

        const string status = "grep -E '^(NoNewPrivs|Seccomp|CapBnd|CapEff|CapAmb):' /proc/$(systemctl show -P MainPID memexd)/status | tr '\\t' ' '";
        Assert.Equal(
            ["CapEff: 0000000000000000", "CapBnd: 0000000000000000", "CapAmb: 0000000000000000", "NoNewPrivs: 1", "Seccomp: 2"],
            (await box.ReadAsync(status)).Split('\n'));

        // Even the superuser, where the service is: the file system itself refuses.
        const string probe = """
            for directory in /etc /etc/memexd /usr /usr/libexec/memexd /opt /root /home /var /var/lib /var/log; do
                if nsenter --target $(systemctl show -P MainPID memexd) --mount touch $directory/probe 2>/dev/null; then echo $directory; fi
            done
            """;
        Assert.Equal("", await box.ReadAsync(probe));
        await box.ReadAsync("""
            nsenter --target $(systemctl show -P MainPID memexd) --mount setpriv --reuid=memexd --regid=memexd --clear-groups \
                touch /var/lib/memexd/probe /var/log/memexd/probe /tmp/probe
            """);
        Assert.Equal("", await box.ReadAsync("ls /tmp/probe 2>/dev/null || true"));
    }

    [Fact]
    public async Task Installed_files_are_those_of_the_package()
    {
        var box = await server.BoxAsync();

        Assert.Equal("", await box.ReadAsync("dpkg --verify memexd"));
        Assert.Equal("", await box.ReadAsync("cd / && md5sum --check --quiet /var/lib/dpkg/info/memexd.md5sums"));
        Assert.Equal("", await box.ReadAsync("dpkg --audit"));
    }

    [Fact]
    public async Task Lintian_has_neither_an_error_nor_a_warning()
    {
        Availability.RequireProgram("lintian");

        var lintian = await ProcessRunner.RunAsync(
            "lintian", "--no-cfg", "--allow-root", "--tag-display-limit=0", "--fail-on=error,warning", await packages.MemexdAsync());

        Assert.Equal("", lintian.Succeeded().StandardOutput);
    }

    [Fact]
    public async Task An_installation_below_another_root_leaves_the_running_system_alone()
    {
        var box = await server.BoxAsync();
        var process = await box.ShowAsync("memexd", "MainPID");

        await box.InstallBelowAsync("/srv/target", await packages.MemexdAsync("1.5.0"));

        Assert.Equal(process, await box.ShowAsync("memexd", "MainPID"));
        Assert.Equal("1.4.0-1", await box.ReadAsync("dpkg-query --show --showformat='${Version}' memexd"));
    }
}

/// <summary>A server with the sample installed, for the tests of a class.</summary>
public sealed class InstalledMemexd : IAsyncDisposable
{
    private readonly SemaphoreSlim _booting = new(1);
    private readonly PackageFactory _packages;
    private SystemdBox? _box;

    public InstalledMemexd(PackageFactory packages) => _packages = packages;

    /// <summary>What apt and dpkg said, without the numbers of new accounts.</summary>
    public IReadOnlyList<string> Said { get; private set; } = [];

    internal async Task<SystemdBox> BoxAsync()
    {
        var package = await _packages.MemexdAsync();
        await _booting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_box is null)
            {
                _box = await SystemdBox.StartAsync();
                Said = [.. Lines(await _box.InstallAsync(package))];
            }

            return _box;
        }
        finally
        {
            _booting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _booting.Dispose();
        if (_box is not null)
        {
            await _box.DisposeAsync();
        }
    }

    private static IEnumerable<string> Lines(ProcessResult result) =>
        (result.StandardOutput + result.StandardError).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Regex.Replace(line, "(?<=[UG]ID )[0-9]+", "*"))
            .Where(line => !line.StartsWith("debconf:", StringComparison.Ordinal)); // the image has no apt-utils
}
