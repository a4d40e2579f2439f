using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Repositories.Bootstrap;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.Bootstrap;

/// <summary>The Debian package, and the tools of Debian.</summary>
public sealed class KeyringDebTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dpkg_reads_the_fields()
    {
        Availability.RequireProgram("dpkg-deb");

        var text = (await ProcessRunner.RunAsync("dpkg-deb", "--field", Write(Inputs.Acme))).Succeeded().Text;

        Assert.Equal("acme-archive-keyring_3_all.deb", KeyringDeb.FileName(Inputs.Acme));
        Assert.StartsWith(
            "Package: acme-archive-keyring\nVersion: 3\nArchitecture: all\nMaintainer: Acme packages <packages@example.com>\n",
            text,
            StringComparison.Ordinal);
        Assert.Contains(
            "\nHomepage: https://packages.example.com/linux/\nDescription: OpenPGP keys and apt configuration of the repository acme\n",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dpkg_unpacks_the_files()
    {
        Availability.RequireProgram("dpkg-deb");
        var root = _directory.File("root");

        (await ProcessRunner.RunAsync("dpkg-deb", "--raw-extract", Write(Inputs.Acme), root)).Succeeded();

        string Read(string path) => File.ReadAllText(root + path);
        Assert.Equal("/etc/apt/sources.list.d/acme.sources\n", Read("/DEBIAN/conffiles"));
        Assert.Equal(Inputs.Acme.ArmoredKeys, Read("/usr/share/keyrings/acme-archive-keyring.asc"));
        Assert.Equal(
            """
            Types: deb
            URIs: https://packages.example.com/linux/deb
            Suites: stable
            Components: main
            Signed-By: /usr/share/keyrings/acme-archive-keyring.asc

            """,
            Read("/etc/apt/sources.list.d/acme.sources"));
    }

    // apt reads keys as the user _apt.
    [Fact]
    public void Everybody_may_read_the_files() => Assert.All(KeyringDeb.Plan(Inputs.Acme).Entries, entry => Assert.True(
        entry.Mode.HasFlag(UnixFileMode.OtherRead) && entry.Owner == "root", entry.Path));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lintian_finds_nothing(bool isHostile)
    {
        Availability.RequireProgram("lintian");

        var lintian = await ProcessRunner.RunAsync(
            "lintian", "--no-cfg", "--allow-root", "--tag-display-limit=0", "--pedantic", "--display-info",
            Write(isHostile ? Inputs.Hostile : Inputs.Acme));

        Assert.Equal("", lintian.Succeeded().StandardOutput);
    }

    [Fact]
    public async Task The_override_of_lintian_is_necessary()
    {
        Availability.RequireProgram("lintian");

        var lintian = await ProcessRunner.RunAsync("lintian", "--no-cfg", "--allow-root", "--no-override", Write(Inputs.Acme));

        Assert.Contains("package-installs-apt-sources", lintian.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_verifier_finds_nothing(bool isHostile) =>
        Assert.Empty(DebVerifier.Verify(new MemoryStream(Inputs.Deb(isHostile ? Inputs.Hostile : Inputs.Acme)), Token));

    // dpkg asks the user about each changed conffile.
    [Fact]
    public void New_keys_and_channels_do_not_change_the_conffile()
    {
        var changed = Inputs.Acme with { Keys = [Inputs.Acme.Keys[1]], Channels = [new("nightly"), RepositoryChannel.Stable], Version = 4 };

        Assert.Equal(AptSource.WithKeyFile(Inputs.Acme, "/k.asc"), AptSource.WithKeyFile(changed, "/k.asc"));
        Assert.NotEqual(Inputs.Deb(Inputs.Acme), Inputs.Deb(changed));
    }

    public void Dispose() => _directory.Dispose();

    private string Write(BootstrapInput input) => _directory.Write(KeyringDeb.FileName(input), Inputs.Deb(input));
}
