using ServicePackaging.Formats.Tests.Rpm;
using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Rpm;
using ServicePackaging.Signing.Tests.OpenPgp;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Matrix;

/// <summary>The samples and rpm 6, dnf5 and zypper.</summary>
public sealed class ForkyRpmTests(PackageFactory packages)
{
    // Where zypper downloads each package when it is needed, it runs rpm for each of them. Otherwise it installs all packages in one
    // transaction, which hangs now and then on a busy machine (libzypp 17.38): zypper waits for the end of a step, and its helper for room
    // in the pipe of progress reports. A large package of rpmbuild without any script hangs, too.
    private const string ClassicZypper = """
        mkdir -p /etc/zypp/zypp.conf.d
        printf '[main]\ncommit.downloadMode = DownloadAsNeeded\n' >/etc/zypp/zypp.conf.d/classic.conf
        """;

    private static readonly (string Directory, string Package, string Version)[] Samples =
    [
        ("Memexd", "memexd", "1.4.0"),
        ("Tetra", "tetra", "2.3.0"),
        ("Toobix", "toobix-api", "2.1.0"),
        ("Vocoder", "vocoder", "0.4.0"),
        ("Tokentap", "tokentap", "1.0.0"),
    ];

    [Theory(Explicit = true)]
    [InlineData("dnf5 --assumeyes --quiet", "/etc/yum.repos.d", "upgrade")]
    [InlineData("zypper --non-interactive --quiet", "/etc/zypp/repos.d", "update")]
    public async Task Samples_are_installed_upgraded_and_removed_from_a_repository(string tool, string definitions, string upgrade)
    {
        await using var root = await RpmWorld.ContainerAsync(BoxImage.Forky);
        var files = new List<string>();
        foreach (var (directory, _, _) in Samples)
        {
            files.Add((await packages.SampleAsync(directory)).Rpm);
            files.Add((await packages.SampleAsync(directory, "9.9.0")).Rpm);
        }

        await AddRepositoryAsync(root, definitions, files);
        await root.ReadAsync(ClassicZypper);
        foreach (var (_, package, version) in Samples)
        {
            await root.ReadAsync($"{tool} install {Exact(tool, package, version)}");
            Assert.Equal(version, await root.ReadAsync($"rpm --query --queryformat '%{{VERSION}}' {package}; rpm --verify {package}"));
            await root.ReadAsync($"{tool} {upgrade} {package}");
            Assert.Equal("9.9.0", await root.ReadAsync($"rpm --query --queryformat '%{{VERSION}}' {package}; rpm --verify {package}"));
            await root.ReadAsync($"{tool} remove {package}");
            Assert.Equal("", await root.ReadAsync($"find /etc /usr /var/lib /var/log -name '*{package}*' -not -path '/var/lib/dnf/*'"));
        }

        Assert.StartsWith("stand-in-", await root.ReadAsync("rpm --query --all"), StringComparison.Ordinal);
    }

    [Theory(Explicit = true)]
    [InlineData("dnf5 --assumeyes --quiet", "/etc/yum.repos.d", true)]
    [InlineData("zypper --non-interactive --quiet", "/etc/zypp/repos.d", false)]
    public async Task Rpms_own_default_of_verification_keeps_zypper_from_unsigned_packages_and_not_dnf5(string tool, string definitions, bool installed)
    {
        await using var root = await RpmWorld.ContainerAsync(BoxImage.Forky);
        await AddRepositoryAsync(root, definitions, [(await packages.SampleAsync("Memexd")).Rpm]);
        await root.ReadAsync("echo '%_pkgverify_level all' >/etc/rpm/macros.level");

        var result = await root.ShellAsync($"{tool} install {Exact(tool, "memexd", "1.4.0")}");

        Assert.True((result.ExitCode == 0) == installed, result.ToString());
        Assert.Equal(installed ? 0 : 1, (await root.ExecAsync("rpm", "--query", "memexd")).ExitCode);
    }

    [Fact(Explicit = true)]
    public async Task An_unsigned_package_meets_what_the_administrator_demands()
    {
        var first = await packages.SampleAsync("Memexd");
        await using var root = await RpmWorld.ContainerAsync(BoxImage.Forky);
        Assert.StartsWith("RPM version 6.", await root.ReadAsync("rpm --version"), StringComparison.Ordinal);
        var file = root.Share(first.Rpm);

        Assert.Equal($"{file}: digests OK", await root.ReadAsync($"rpm --checksig {file}"));
        foreach (var level in new[] { "all", "signature" }) // "all" is what rpm 6 itself has as its default; Debian's says "digest"
        {
            var refused = await root.RpmAsync("--upgrade", "--define", $"_pkgverify_level {level}", file);
            Assert.Equal((1, true), (refused.ExitCode, refused.StandardError.EndsWith("does not verify: no signature\n", StringComparison.Ordinal)));
            (await root.RpmAsync("--upgrade", "--nosignature", "--define", $"_pkgverify_level {level}", file)).Succeeded();
            (await root.RpmAsync("--erase", "memexd")).Succeeded();
        }

        (await root.RpmAsync("--upgrade", "--define", "_pkgverify_level digest", file)).Succeeded();
        Assert.Equal("", await root.ReadAsync("rpm --verify memexd"));
    }

    // As on Fedora 45: what is unsigned, or signed with a key that nobody has imported, is refused.
    [Theory(Explicit = true)]
    [InlineData("dnf5 --assumeyes --quiet install")]
    [InlineData("rpm --upgrade")]
    public async Task A_signed_package_is_installed_where_everything_must_be_signed(string install)
    {
        await using var root = await RpmWorld.ContainerAsync(BoxImage.Forky);
        await SignAsync(root, (await packages.SampleAsync("Memexd")).Rpm);
        await root.ReadAsync("mkdir -p /etc/dnf/vars; echo 1 >/etc/dnf/vars/releasever; echo '%_pkgverify_level all' >/etc/rpm/macros.level");

        Assert.NotEqual(0, (await root.ShellAsync("rpm --upgrade /share/signed.rpm")).ExitCode);
        await root.ReadAsync($"rpm --import /share/key.asc; {install} /share/signed.rpm");
        Assert.Equal("", await root.ReadAsync("rpm --verify memexd"));
    }

    // libzypp 17.38 does not know the words of rpm 6.1 ("OpenPGP V4 ... signature"): it takes a package that rpmsign has signed for unsigned, too.
    [Fact(Explicit = true)]
    public async Task Zypper_with_rpm_6_takes_every_local_package_for_unsigned()
    {
        await using var root = await RpmWorld.ContainerAsync(BoxImage.Forky);
        await SignAsync(root, (await packages.SampleAsync("Memexd")).Rpm);
        await root.ReadAsync(
            """
            mkdir -p -m 700 /root/gnupg; export GNUPGHOME=/root/gnupg
            rpm --import /share/key.asc
            gpg --batch --quiet --import /share/secret.asc
            cp /share/signed.rpm /share/theirs.rpm
            rpmsign --define '_openpgp_sign gpg' --define '__gpg /usr/bin/gpg' --define '_gpg_name rsa@example.org' --resign /share/theirs.rpm
            gpgconf --kill all
            rpmkeys --checksig /share/signed.rpm /share/theirs.rpm
            """);

        foreach (var file in new[] { "signed.rpm", "theirs.rpm" })
        {
            var result = await root.ShellAsync($"zypper --non-interactive --quiet install /share/{file}");
            Assert.Contains("Signature verification failed [6-File is unsigned]", result.StandardOutput + result.StandardError, StringComparison.Ordinal);
        }
    }

    private static async Task SignAsync(PlainRoot root, string package)
    {
        var secret = await File.ReadAllBytesAsync(
            Path.Combine(Repository.Root, "tests", "ServicePackaging.Signing.Tests", "Keys", "throwaway-rsa.asc"), TestContext.Current.CancellationToken);
        using var key = OpenPgpKeys.Open(secret);
        await using var unsigned = File.OpenRead(package);
        await using var signed = File.Create(Path.Combine(root.ShareDirectory, "signed.rpm"));
        RpmSigner.Sign(unsigned, signed, key, Rpms.Time, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(root.ShareDirectory, "secret.asc"), secret, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(root.ShareDirectory, "key.asc"), OpenPgpArmor.EncodePublicKey(key.PublicKey), TestContext.Current.CancellationToken);
    }

    // Neither the packages nor the repository is signed here, and the administrator has said so.
    private static Task<string> AddRepositoryAsync(PlainRoot root, string definitions, IReadOnlyList<string> packages) => root.ReadAsync($"""
        mkdir -p /share/repository {definitions} /etc/dnf/vars
        mv {string.Join(' ', packages.Select(root.Share))} /share/repository
        createrepo_c --quiet /share/repository
        printf '[test]\nname=test\nenabled=1\nbaseurl=file:///share/repository\ngpgcheck=0\n' >{definitions}/test.repo
        echo 1 >/etc/dnf/vars/releasever
        """);

    // As each tool names one version of a package.
    private static string Exact(string tool, string package, string version) =>
        $"{package}{(tool.StartsWith("dnf5", StringComparison.Ordinal) ? '-' : '=')}{version}";
}
