using ServicePackaging.Repositories.Bootstrap;

namespace ServicePackaging.Repositories.Tests.Bootstrap;

/// <summary>apt reads its configuration.</summary>
public sealed class AptClientTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Apt_finds_the_index_of_the_channel(bool isHostile)
    {
        using var apt = new AptRoot();
        var input = isHostile ? Inputs.Hostile : Inputs.Acme;
        apt.Write("sources.list.d/acme.sources", AptSource.WithKeys(input));

        var targets = (await apt.RunAsync("indextargets", "--format", "$(METAKEY) $(URI)", "Created-By: Packages")).Succeeded();

        Assert.Equal($"main/binary-amd64/Packages {input.Address}deb/dists/stable/main/binary-amd64/Packages", targets.Text);
        Assert.Equal("", targets.StandardError);
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

        Assert.Contains("/deb stable InRelease", update.StandardOutput, StringComparison.Ordinal);
        Assert.Equal("", update.StandardError);
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

    private static BootstrapInput With(AptRoot apt, IReadOnlyList<RepositoryKey> keys) =>
        Inputs.Acme with { Identity = Inputs.Acme.Identity with { Url = apt.Url }, Keys = keys };

    private static void Configure(AptRoot apt, bool isEmbedded, BootstrapInput input) => apt.Write(
        "sources.list.d/acme.sources",
        isEmbedded ? AptSource.WithKeys(input) : AptSource.WithKeyFile(input, apt.Write("acme-archive-keyring.asc", input.ArmoredKeys)));
}
