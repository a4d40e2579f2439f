using System.Globalization;
using System.Text.RegularExpressions;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.Installation.Tests.Repositories;
using ServicePackaging.Repositories.Tests;
using ServicePackaging.Repositories.Tests.RpmMd;

namespace ServicePackaging.Installation.Tests.Matrix;

/// <summary>Tools that read and write repositories of rpm packages, in newer versions than those of this machine.</summary>
public sealed partial class RepositoryReaderTests : IDisposable
{
    private const string Dnf =
        "dnf5 -y --releasever=1 --disable-plugin=local --setopt=reposdir=/root/repos --setopt=cachedir=/root/cache --forcearch";

    private static readonly string[] Architectures = ["x86_64", "aarch64"];

    private readonly Publisher _publisher = new();

    // Unlike that of Debian 12, it marks what %pretrans and %posttrans need.
    [Fact(Explicit = true)]
    public async Task The_metadata_are_those_of_createrepo_1()
    {
        await using var box = await PlainRoot.StartAsync(BoxImage.ClientsSid);
        TestContext.Current.TestOutputHelper?.WriteLine(await box.ReadAsync("createrepo_c --version"));
        var comparison = new CreaterepoComparison(
            Path.Combine(box.ShareDirectory, "indexed"), CreaterepoComparison.Packages(_publisher, package => package));
        await box.ReadAsync($"createrepo_c {string.Join(' ', CreaterepoComparison.Arguments)} /share/indexed");
        // Its libxml2 writes letters in attributes as they are.
        comparison.RequireEqual(text => Character().Replace(
            text, match => char.ToString((char)int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
    }

    [Fact(Explicit = true)]
    public async Task Dnf5_mirrors_every_package_and_finds_all_that_is_required()
    {
        await using var box = await PlainRoot.StartAsync(BoxImage.ClientsSid);
        await box.ServeAsync(_publisher);
        await PublishAsync(box, "stable", [.. Hello("1.0"), _publisher.Rpm("data", "1", "noarch")]);
        await PublishAsync(box, "stable", [.. Hello("1.1")]);
        await PublishAsync(box, "beta", [.. Hello("2.0")]);
        await box.ReadAsync("""
            mkdir /root/repos
            rpm --import /share/acme.asc
            sed 's/^enabled=0/enabled=1/; s,^gpgkey=.*,gpgkey=file:///share/acme.asc,' /share/site/acme.repo >/root/repos/acme.repo
            """);

        // Packages are beside the directories of metadata, so that it has to be told that it may write there.
        const string options = "--gpgcheck --download-metadata --destdir=/root/mirror --safe-write-path=/root/mirror";
        await box.ReadAsync($"{Dnf}=x86_64 reposync --repo=acme {options}; {Dnf}=x86_64 reposync --repo=acme-beta {options}");
        Assert.Equal(
            "acme-release-1-1.noarch.rpm data-1-1.noarch.rpm hello-1.0-1.aarch64.rpm hello-1.0-1.x86_64.rpm hello-1.1-1.aarch64.rpm "
            + "hello-1.1-1.x86_64.rpm hello-2.0-1.aarch64.rpm hello-2.0-1.x86_64.rpm",
            await box.ReadAsync("cd /root/mirror/pool && echo *.rpm"));
        Assert.Equal("", await box.ReadAsync("diff --recursive /root/mirror/pool /share/site/rpm/pool"));
        foreach (var architecture in Architectures)
        {
            await box.ReadAsync($"{Dnf}={architecture} repoclosure");
        }

        await PublishAsync(box, "beta", [_publisher.Rpm("broken", "1", like: CreaterepoComparison.Related())]);
        Assert.NotEqual(0, (await box.ShellAsync($"{Dnf}=x86_64 --refresh repoclosure")).ExitCode);
    }

    public void Dispose() => _publisher.Dispose();

    [GeneratedRegex("&#x([0-9A-F]+);")]
    private static partial Regex Character();

    private IEnumerable<string> Hello(string version) => Architectures.Select(architecture => _publisher.Rpm("hello", version, architecture));

    private Task PublishAsync(Box box, string channel, params IReadOnlyList<string> packages) =>
        box.PublishAsync(_publisher, _publisher.Request with { Channel = new(channel), Packages = packages });
}
