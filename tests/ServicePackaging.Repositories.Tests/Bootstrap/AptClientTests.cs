using System.Security.Cryptography;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Repositories.Bootstrap;

namespace ServicePackaging.Repositories.Tests.Bootstrap;

/// <summary>apt reads its configuration.</summary>
public sealed class AptClientTests
{
    [Fact]
    public async Task Apt_looks_for_the_channel()
    {
        using var apt = new AptRoot();
        apt.Write("sources.list.d/acme.sources", AptSource.WithKeys(Inputs.Acme));

        var addresses = (await apt.RunAsync("update", "--print-uris")).Succeeded();

        Assert.StartsWith("'https://packages.example.com/linux/deb/dists/stable/InRelease' ", addresses.Text, StringComparison.Ordinal);
        Assert.Equal("", addresses.StandardError);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Apt_accepts_each_key(bool isEmbedded, bool isCurrent)
    {
        using var apt = new AptRoot();
        Configure(apt, isEmbedded, With(apt, Inputs.Acme.Keys));
        apt.Publish("stable", isCurrent ? Inputs.Current : Inputs.Former);

        var update = (await apt.RunAsync("update", "--error-on=any", "-q")).Succeeded();

        Assert.Contains("deb stable InRelease", update.StandardOutput, StringComparison.Ordinal);
        Assert.Equal("", update.StandardError);
        var package = (await apt.RunAsync("install", "--print-uris", "-q", "-y", "acme-worker")).Succeeded();
        Assert.Contains($"{apt.Url}deb/pool/acme-worker.deb", package.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Apt_refuses_another_key(bool isEmbedded)
    {
        using var apt = new AptRoot();
        Configure(apt, isEmbedded, With(apt, [Inputs.Acme.Keys[0]]));
        apt.Publish("stable", Inputs.Former);

        var update = await apt.RunAsync("update", "--error-on=any", "-q");

        Assert.NotEqual(0, update.ExitCode);
        Assert.Contains("NO_PUBKEY 91101C022E97B1EA", update.StandardError, StringComparison.Ordinal);
    }

    // The first command of the page, as a shell runs it.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_download_is_compared_with_the_digest_on_the_page(bool isGenuine)
    {
        using var apt = new AptRoot();
        using var directory = new TemporaryDirectory();
        var deb = Inputs.Deb(With(apt, Inputs.Acme.Keys));
        apt.Publish("acme-archive-keyring.deb", isGenuine ? deb : [.. deb[..^1], (byte)(deb[^1] ^ 1)]);
        var commands = new PageCommands(With(apt, Inputs.Acme.Keys)).SetUpApt(Convert.ToHexStringLower(SHA256.HashData(deb)));
        const string Sudo = "sudo() { case $1 in apt-get) echo \"$*\" ;; *) \"$@\" ;; esac; }\n";

        var result = await AptRoot.RunScriptAsync($"{Sudo}{commands}\n", directory.Path);

        Assert.Equal(isGenuine, result.ExitCode == 0);
        Assert.Equal(isGenuine, result.StandardOutput.EndsWith("\napt-get install acme-worker\n", StringComparison.Ordinal));
        if (isGenuine)
        {
            var file = directory.File("acme-archive-keyring.deb");
            Assert.Equal(deb, await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        }
    }

    private static BootstrapInput With(AptRoot apt, IReadOnlyList<RepositoryKey> keys) =>
        Inputs.Hostile with { Identity = Inputs.Hostile.Identity with { Url = apt.Url }, Keys = keys };

    private static void Configure(AptRoot apt, bool isEmbedded, BootstrapInput input) => apt.Write(
        "sources.list.d/acme.sources",
        isEmbedded ? AptSource.WithKeys(input) : AptSource.WithKeyFile(input, apt.Write("acme-archive-keyring.asc", input.ArmoredKeys)));
}
