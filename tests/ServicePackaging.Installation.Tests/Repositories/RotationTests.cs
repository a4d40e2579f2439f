using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.Repositories.Tests;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Installation.Tests.Repositories;

/// <summary>
/// The key of a repository is replaced as its guide says: clients that were set up by the page get the new key by an ordinary upgrade, and
/// still upgrade when the former key is gone.
/// </summary>
public sealed class RotationTests : IDisposable
{
    private readonly Publisher _publisher = new();
    private readonly OpenPgpKey _next = Publisher.Open("throwaway-ed25519.asc");

    [Theory]
    [InlineData("apt")]
    [InlineData("dnf")]
    public Task A_client_of_Debian_12_gets_the_new_key_by_an_upgrade(string client) =>
        RotateAsync(BoxImage.SystemdWithRpm, client, _publisher, _next);

    // It checks all packages of an upgrade before it installs the first.
    [Fact]
    public async Task Dnf_upgrades_to_packages_by_the_new_key_after_the_key_itself()
    {
        await using var box = await PlainRoot.StartAsync(BoxImage.SystemdWithRpm);
        await box.ServeAsync(_publisher);
        await box.PublishAsync(_publisher, _publisher.Request with { Packages = [_publisher.Rpm("hello", "1.0")] });
        await box.ReadAsync(SetUpDnf);
        await box.PublishAsync(
            _publisher, _publisher.Request with { Keys = [_next, _publisher.Key], Packages = [_publisher.Rpm("hello", "1.1", key: _next)] });

        Assert.Contains("GPG check FAILED", (await box.ShellAsync(UpgradeDnf)).StandardError, StringComparison.Ordinal);
        await box.ReadAsync($"{UpgradeDnf} acme-release");
        await box.ReadAsync(UpgradeDnf);
        Assert.Equal("1.1 2", await VersionsAsync(box, "dnf"));
    }

    public void Dispose()
    {
        _publisher.Dispose();
        _next.Dispose();
    }

    /// <summary>Publishes with the former key, with both and with the new one, and upgrades after each release.</summary>
    internal static async Task RotateAsync(BoxImage image, string client, Publisher publisher, OpenPgpKey next)
    {
        var (setUp, upgrade) = client == "apt" ? (SetUpApt, UpgradeApt) : (SetUpDnf, UpgradeDnf);
        await using var box = await PlainRoot.StartAsync(image);
        await box.ServeAsync(publisher);
        await ReleaseAsync("1.0", publisher.Key, publisher.Key);
        await box.ReadAsync(setUp);
        Assert.Equal("1.0 1", await VersionsAsync(box, client));

        foreach (var (version, packageKey, keys, keyring) in new (string, OpenPgpKey, OpenPgpKey[], string)[]
        {
            ("1.1", publisher.Key, [next, publisher.Key], "2"), // clients get the new key
            ("1.2", next, [next, publisher.Key], "2"),
            ("1.3", next, [next], "3"),
            ("1.4", next, [next], "3"),
        })
        {
            await ReleaseAsync(version, packageKey, keys);
            await box.ReadAsync(upgrade);
            Assert.Equal($"{version} {keyring}", await VersionsAsync(box, client));
        }

        Task ReleaseAsync(string version, OpenPgpKey packageKey, params OpenPgpKey[] keys) => box.PublishAsync(
            publisher,
            publisher.Request with
            {
                Keys = keys,
                Packages = [client == "apt" ? publisher.Deb("hello", version) : publisher.Rpm("hello", version, key: packageKey)],
            });
    }

    private const string SetUpApt = """
        rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
        apt-get install -q -y /share/site/acme-archive-keyring.deb
        apt-get update --error-on=any -q
        apt-get install -q -y hello
        """;

    private const string SetUpDnf = """
        D=$(command -v dnf5 || command -v dnf)
        mkdir -p /etc/dnf/vars
        echo 1 >/etc/dnf/vars/releasever
        rpm --import /share/site/acme.asc
        $D install -y http://127.0.0.1:8000/acme-release.rpm
        $D install -y hello
        """;

    private const string UpgradeApt = "apt-get update --error-on=any -q && apt-get upgrade -q -y";

    // The configuration of Debian's dnf skips a repository that it cannot verify.
    private const string UpgradeDnf = "$(command -v dnf5 || command -v dnf) upgrade -y --refresh --setopt=skip_if_unavailable=0";

    private static Task<string> VersionsAsync(Box box, string client) => box.ReadAsync(client == "apt"
        ? "echo $(dpkg-query -W -f '${Version}' hello) $(dpkg-query -W -f '${Version}' acme-archive-keyring)"
        : "echo $(rpm -q --qf '%{VERSION}' hello) $(rpm -q --qf '%{VERSION}' acme-release)");
}
