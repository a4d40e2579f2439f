using System.Buffers;
using System.Text;
using ServicePackaging.Repositories.Bootstrap;
using ServicePackaging.Repositories.Writing;
using ServicePackaging.Signing;

namespace ServicePackaging.Repositories.Tests.Bootstrap;

public sealed class BootstrapFileTests
{
    private static RepositoryKey Key => Inputs.Acme.Keys[0];

    [Fact]
    public void Files_are_pointers_and_the_page_is_the_last()
    {
        var writes = BootstrapFiles.Create(Inputs.Acme, [1], [2]);

        Assert.Equal(
            ["acme.asc", "acme-archive-keyring.deb", "acme.sources", "acme-release.rpm", "acme.repo", "index.html"],
            writes.Select(write => write.Path));
        Assert.All(writes, write => Assert.Equal(WriteStage.Pointer, write.Stage));
        Assert.Equal([1], writes[1].Content.ToArray());
        Assert.Equal([2], writes[3].Content.ToArray());
    }

    [Fact]
    public void Without_an_address_there_are_only_keys()
    {
        var input = Inputs.Acme with { Identity = Inputs.Acme.Identity with { Url = null } };

        var write = Assert.Single(BootstrapFiles.Create(input, null, null));

        Assert.Equal("acme.asc", write.Path);
        Assert.Equal(Inputs.Acme.ArmoredKeys, Encoding.UTF8.GetString(write.Content));
        Assert.Throws<InvalidOperationException>(() => KeyringDeb.Plan(input));
        Assert.Throws<InvalidOperationException>(() => ReleaseRpm.Plan(input));
    }

    [Theory]
    [InlineData(true, "acme.asc acme-archive-keyring.deb acme.sources index.html")]
    [InlineData(false, "acme.asc acme-release.rpm acme.repo index.html")]
    public void A_repository_of_one_kind_has_no_files_of_the_other(bool isDeb, string expected)
    {
        var writes = BootstrapFiles.Create(Inputs.Acme, isDeb ? [1] : null, isDeb ? null : [2]);

        Assert.Equal(expected.Split(' '), writes.Select(write => write.Path));
        var page = Encoding.UTF8.GetString(writes[^1].Content.ToArray());
        Assert.Equal(isDeb, page.Contains("apt", StringComparison.Ordinal));
        Assert.Equal(!isDeb, page.Contains("dnf", StringComparison.Ordinal));
        Assert.Equal(!isDeb, page.Contains("zypper", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_input_results_in_the_same_bytes()
    {
        var again = Inputs.Files(Inputs.Acme with { Keys = [.. Inputs.Acme.Keys], Time = Inputs.Time.ToOffset(TimeSpan.FromHours(5)) });

        Assert.Equal(Inputs.Files(Inputs.Acme), again);
    }

    [Fact]
    public void Sources_contain_the_keys()
    {
        var lines = Encoding.UTF8.GetString(Inputs.Files(Inputs.Acme)["acme.sources"]).Split('\n');

        Assert.Equal(
            [
                "Types: deb", "URIs: https://packages.example.com/linux/deb", "Suites: stable", "Components: main", "Signed-By:",
                " -----BEGIN PGP PUBLIC KEY BLOCK-----", " .",
            ],
            lines[..7]);
        Assert.Equal(2, lines.Count(line => line == " -----END PGP PUBLIC KEY BLOCK-----"));
        Assert.All(lines[5..^1], line => Assert.StartsWith(" ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_repo_file_has_a_section_for_each_channel() => Assert.Equal(
        """
        [acme]
        name=Acme (stable)
        baseurl=https://packages.example.com/linux/rpm/stable/
        mirrorlist=https://packages.example.com/linux/rpm/stable/mirrorlist
        enabled=1
        gpgcheck=1
        repo_gpgcheck=1
        gpgkey=https://packages.example.com/linux/acme.asc
        metadata_expire=6h
        autorefresh=1

        [acme-beta]
        name=Acme (beta)
        baseurl=https://packages.example.com/linux/rpm/beta/
        mirrorlist=https://packages.example.com/linux/rpm/beta/mirrorlist
        enabled=0
        gpgcheck=1
        repo_gpgcheck=1
        gpgkey=https://packages.example.com/linux/acme.asc
        metadata_expire=6h
        autorefresh=1

        """,
        Encoding.UTF8.GetString(Inputs.Files(Inputs.Acme)["acme.repo"]));

    [Fact]
    public void Without_a_stable_channel_the_first_one_is_the_default()
    {
        var input = Inputs.Acme with { Channels = [new("preview"), new("beta")] };

        Assert.Contains("\nSuites: preview\n", AptSource.WithKeys(input), StringComparison.Ordinal);
        Assert.StartsWith("[acme]\nname=Acme (preview)\n", RepoFile.ForDnf(input, "k"), StringComparison.Ordinal);
        Assert.Contains("[acme-beta]\nname=Acme (beta)\n", RepoFile.ForDnf(input, "k"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_with_other_letters_is_written_in_ASCII() => Assert.Contains(
        "\nURIs: https://xn--pakete-mller-klb.example/deb\n",
        AptSource.WithKeyFile(With(identity => identity with { Url = new("https://pakete-müller.example/") }), "/k.asc"),
        StringComparison.Ordinal);

    public static TheoryData<string, Func<object>> Unusable() => new()
    {
        { "a line break in the label", () => With(identity => identity with { Label = "Acme\nURIs: http://evil.example" }) },
        { "a line separator of Unicode", () => With(identity => identity with { Label = "Acme\u2028[evil]" }) },
        { "a line break in the origin", () => With(identity => identity with { Origin = "Acme\r\n[evil]" }) },
        { "a path as name", () => With(identity => identity with { Id = "../acme" }) },
        { "a password in the address", () => With(identity => identity with { Url = new("https://me:secret@packages.example.com/") }) },
        { "a maintainer without an address", () => Inputs.Acme with { Maintainer = "Acme" } },
        { "two lines of a maintainer", () => Inputs.Acme with { Maintainer = "Acme\nX: y <a@example.com>" } },
        { "no channel", () => Inputs.Acme with { Channels = [] } },
        { "a channel with a blank", () => Inputs.Acme with { Channels = [new("stable beta")] } },
        { "no key", () => Inputs.Acme with { Keys = [] } },
        { "text after a key", () => Inputs.Acme with { Keys = [Key with { Armored = Key.Armored + "X: y\n" }] } },
        { "a fingerprint that is markup", () => Inputs.Acme with { Keys = [Key with { Fingerprint = "<b>" }] } },
        { "a product that is a command", () => Inputs.Acme with { Products = ["acme; id"] } },
        { "a product that is an option", () => Inputs.Acme with { Products = ["--allow-unauthenticated"] } },
        { "the version 0", () => Inputs.Acme with { Version = 0 } },
    };

    [Theory]
    [MemberData(nameof(Unusable), DisableDiscoveryEnumeration = true)]
    public void Other_values_are_refused(string what, Func<object> create)
    {
        var input = (BootstrapInput)create();

        var exception = Assert.Throws<RepositoryException>(() => BootstrapFiles.Create(input, null, null));

        Assert.True(exception.Problem == RepositoryProblem.InvalidSetting, what);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    // 0x94 is the first octet of a secret key, 0x99 that of a public key (RFC 9580 section 4.2).
    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("\u0094\u0000")]
    [InlineData("\u0099\u0000\u0003\u0004")]
    public void What_is_not_a_public_key_is_refused(string packets)
    {
        var exception = Assert.Throws<SigningException>(() => RepositoryKey.Read(Encoding.Latin1.GetBytes(packets)));

        Assert.Equal(SigningProblem.UnreadableKey, exception.Problem);
    }

    private static BootstrapInput With(Func<RepositoryIdentity, RepositoryIdentity> change) =>
        Inputs.Acme with { Identity = change(Inputs.Acme.Identity) };
}
