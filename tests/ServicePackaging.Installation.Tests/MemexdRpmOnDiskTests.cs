using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;

namespace ServicePackaging.Installation.Tests;

/// <summary>What the sample's rpm package puts on a server. The tests look, and change nothing: one server does for all.</summary>
public sealed class MemexdRpmOnDiskTests(InstalledMemexdRpm server) : IClassFixture<InstalledMemexdRpm>
{
    [Fact]
    public async Task Installed_by_dnf_from_a_repository_it_runs_as_its_user_and_answers()
    {
        var box = await server.BoxAsync();

        Assert.Contains("memexd-1.4.0-1.x86_64", server.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("arning", server.Said, StringComparison.Ordinal);
        Assert.Equal("active", await box.ShowAsync("memexd", "ActiveState"));
        Assert.Equal("memexd", await box.ReadAsync("ps -o user= -p $(systemctl show -P MainPID memexd)"));
        Assert.Contains("\"status\":\"ok\"", await box.ReadAsync("curl -sf http://127.0.0.1:8765/health"), StringComparison.Ordinal);
        Assert.DoesNotContain(await box.ReadAsync("journalctl --boot --priority=warning --output=cat"), "memexd", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_own_preset_enables_it_though_the_default_is_to_disable()
    {
        var box = await server.BoxAsync();

        Assert.Equal("enabled", await box.ShowAsync("memexd", "UnitFileState"));
        Assert.Equal(("enabled", "disabled"), (await box.ShowAsync("memexd", "UnitFilePreset"), await box.ShowAsync("debug-shell", "UnitFilePreset")));
        Assert.Equal("running", (await box.ExecAsync("systemctl", "is-system-running")).Text);
    }

    [Fact]
    public async Task The_account_is_for_the_service_alone()
    {
        var box = await server.BoxAsync();

        Assert.Equal("/var/lib/memexd:/sbin/nologin", await box.ReadAsync("getent passwd memexd | cut -d: -f6,7"));
        Assert.Equal("memexd", await box.ReadAsync("id -Gn memexd"));
        Assert.StartsWith("memexd:!", await box.ReadAsync("getent shadow memexd"), StringComparison.Ordinal);
        Assert.InRange(int.Parse(await box.ReadAsync("id -u memexd"), null), 1, 999);
    }

    [Fact]
    public async Task Files_have_the_modes_and_owners_that_the_guide_asks_for()
    {
        var box = await server.BoxAsync();

        const string list = """
            stat --format='%a %U:%G %n' /etc/memexd /etc/memexd/config.toml /etc/sysconfig/memexd /etc/logrotate.d/memexd \
                /var/lib/memexd /var/log/memexd /usr/libexec/memexd /usr/libexec/memexd/memexd /usr/libexec/memexd/memexd.dll
            """;
        Assert.Equal(
            """
            755 root:root /etc/memexd
            640 root:memexd /etc/memexd/config.toml
            640 root:memexd /etc/sysconfig/memexd
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
    public async Task Installed_files_are_those_of_the_package_while_the_service_runs()
    {
        var box = await server.BoxAsync();

        Assert.Equal("", await box.ReadAsync("rpm --verify memexd"));
        Assert.Equal("memexd-1.4.0-1.x86_64\nmemexd-1.4.0-1.x86_64", await box.ReadAsync("rpm --query --file /var/lib/memexd /var/log/memexd"));
        Assert.Equal("/etc/logrotate.d/memexd\n/etc/memexd/config.toml\n/etc/sysconfig/memexd", await box.ReadAsync("rpm --query --configfiles memexd"));
        Assert.Equal("", await box.ReadAsync("logrotate --debug --state /dev/null /etc/logrotate.d/memexd 2>&1 | grep -i error || true"));
    }
}

/// <summary>A server with the sample installed by dnf, for the tests of a class.</summary>
public sealed class InstalledMemexdRpm(PackageFactory packages) : IAsyncDisposable
{
    private readonly SemaphoreSlim _booting = new(1);
    private SystemdBox? _box;

    /// <summary>What dnf said.</summary>
    public string Said { get; private set; } = "";

    internal async Task<SystemdBox> BoxAsync()
    {
        var package = await packages.MemexdRpmAsync();
        await _booting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_box is null)
            {
                _box = await RpmWorld.BootAsync();
                await _box.AddToRepositoryAsync(package);
                var dnf = await _box.DnfAsync("install", "memexd");
                Said = dnf.StandardOutput + dnf.StandardError;
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
}
