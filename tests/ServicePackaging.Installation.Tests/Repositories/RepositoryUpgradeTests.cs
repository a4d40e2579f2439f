using System.Security.Cryptography;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.Repositories.Tests;
using ServicePackaging.Signing.Rpm;

namespace ServicePackaging.Installation.Tests.Repositories;

/// <summary>A real service from a repository, by the commands of its page: installed, and upgraded to the next release.</summary>
public sealed class RepositoryUpgradeTests(PackageFactory packages) : IDisposable
{
    private readonly Publisher _publisher = new();

    [Fact]
    public async Task Apt_installs_the_service_and_upgrades_it_with_the_next_release()
    {
        await using var box = await SystemdBox.StartAsync();
        await box.ServeAsync(_publisher);
        await PublishAsync(box, await packages.MemexdAsync("1.4.0"));
        var keyring = await File.ReadAllBytesAsync(box.Site().PathOf("acme-archive-keyring.deb"), TestContext.Current.CancellationToken);
        await box.ReadAsync($"""
            rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
            cd /root
            /usr/lib/apt/apt-helper download-file http://127.0.0.1:8000/acme-archive-keyring.deb ./acme-archive-keyring.deb \
                SHA256:{Convert.ToHexStringLower(SHA256.HashData(keyring))}
            apt-get install -q -y ./acme-archive-keyring.deb
            apt-get update --error-on=any -q
            apt-get install -q -y memexd
            """);
        await RequireUpgradeAsync(box, await packages.MemexdAsync("1.5.0"), """
            apt-get update --error-on=any -q
            apt-get upgrade -q -y -o Dpkg::Options::=--force-confold
            """);
    }

    [Fact]
    public async Task Dnf_installs_the_service_and_upgrades_it_with_the_next_release()
    {
        await using var box = await RpmWorld.BootAsync();
        await box.ServeAsync(_publisher);
        await PublishAsync(box, Sign(await packages.MemexdRpmAsync("1.4.0")));
        await box.ReadAsync("""
            mkdir -p /etc/dnf/vars
            echo 1 >/etc/dnf/vars/releasever
            curl -sSf http://127.0.0.1:8000/acme.asc >/root/acme.asc
            rpm --import /root/acme.asc
            dnf install -y -q http://127.0.0.1:8000/acme-release.rpm
            dnf install -y -q memexd
            """);
        await RequireUpgradeAsync(box, Sign(await packages.MemexdRpmAsync("1.5.0")), "dnf upgrade -y -q --refresh");
    }

    public void Dispose() => _publisher.Dispose();

    private async Task RequireUpgradeAsync(SystemdBox box, string next, string upgrade)
    {
        Assert.Equal("1.4.0", await box.RunningVersionAsync());
        await box.ReadAsync("sed -i 's/chunk_size = 800/chunk_size = 77/' /etc/memexd/config.toml");
        await PublishAsync(box, next);
        await box.ReadAsync(upgrade);

        Assert.Equal("1.5.0", await box.RunningVersionAsync());
        Assert.Equal(("2", "1"), await box.StartsAndStopsAsync());
        await box.ReadAsync("grep 'chunk_size = 77' /etc/memexd/config.toml");
    }

    private Task PublishAsync(Box box, string package) => box.PublishAsync(_publisher, _publisher.Request with { Packages = [package] });

    private string Sign(string package)
    {
        var signed = Path.Combine(_publisher.PackageDirectory, Path.GetFileName(package));
        using var input = File.OpenRead(package);
        using var output = File.Create(signed);
        RpmSigner.Sign(input, output, _publisher.Key, Publisher.Start, TestContext.Current.CancellationToken);
        return signed;
    }
}
