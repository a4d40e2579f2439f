using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Repositories.Bootstrap;
using ServicePackaging.Signing.Tests.OpenPgp;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.Bootstrap;

/// <summary>The RPM package, and the rpm of this machine.</summary>
public sealed class ReleaseRpmTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rpm_reads_the_header()
    {
        Assert.Equal("acme-release-3-1.noarch.rpm", ReleaseRpm.FileName(Inputs.Acme));
        Assert.Equal(
            "acme-release 3-1 noarch Acme Corporation Acme packages <packages@example.com> https://packages.example.com/linux/ "
            + "LicenseRef-Not-Copyrightable",
            await QueryAsync("--queryformat", "%{name} %{version}-%{release} %{arch} %{vendor} %{packager} %{url} %{license}"));
    }

    [Fact]
    public async Task The_repo_file_is_kept_if_it_was_edited() => Assert.Equal(
        "/etc/pki/rpm-gpg/RPM-GPG-KEY-acme \n/etc/yum.repos.d/acme.repo cn",
        await QueryAsync("--queryformat", "[%{filenames} %{fileflags:fflags}\n]"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rpm_accepts_the_signature(bool isHostile)
    {
        var package = Inputs.Rpm(isHostile ? Inputs.Hostile : Inputs.Acme);
        using var rpm = new RpmDatabase();
        Assert.NotEqual(0, (await rpm.InstallAsync(package)).ExitCode);

        Assert.True(await rpm.ImportAsync(Inputs.Acme.ArmoredKeys));

        (await rpm.CheckAsync(package)).Succeeded();
        (await rpm.InstallAsync(package)).Succeeded();
        Assert.Empty(RpmVerifier.Verify(new MemoryStream(package), Token));
    }

    // The package of the time before a key rotation, signed with the former key.
    [Fact]
    public async Task Rpm_imports_the_former_key_as_well()
    {
        using var package = new MemoryStream();
        ReleaseRpm.Write(Inputs.Acme, Inputs.Former, package, Token);
        using var rpm = new RpmDatabase();

        Assert.True(await rpm.ImportAsync(Inputs.Acme.ArmoredKeys));

        (await rpm.CheckAsync(package.ToArray())).Succeeded();
    }

    [Fact]
    public void The_repo_file_uses_the_installed_keys()
    {
        var files = ReleaseRpm.Plan(Inputs.Acme).Files.Select(file => (FileEntry)file.Entry).ToDictionary(file => file.Path);

        Assert.Equal(Inputs.Acme.ArmoredKeys, files["/etc/pki/rpm-gpg/RPM-GPG-KEY-acme"].Content.ReadText());
        Assert.Equal(
            RepoFile.ForDnf(Inputs.Acme, "file:///etc/pki/rpm-gpg/RPM-GPG-KEY-acme"),
            files["/etc/yum.repos.d/acme.repo"].Content.ReadText());
    }

    // Python's parser is stricter than those of dnf and zypper.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_parser_reads_the_repo_file(bool isHostile)
    {
        Availability.RequireProgram("python3");
        var input = isHostile ? Inputs.Hostile : Inputs.Acme;
        var file = _directory.Write("acme.repo", Inputs.Files(input)["acme.repo"]);

        var sections = await ProcessRunner.RunAsync(
            "python3",
            "-c",
            "import configparser, sys; p = configparser.RawConfigParser(); p.read(sys.argv[1], 'utf-8'); "
            + "sys.stdout.reconfigure(encoding='utf-8'); [print(s, p[s]['enabled'], p[s]['name']) for s in p.sections()]",
            file);

        Assert.Equal(
            $"acme 1 {input.Identity.Label} (stable)\nacme-beta 0 {input.Identity.Label} (beta)", sections.Succeeded().Text);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<string> QueryAsync(params string[] arguments)
    {
        Availability.RequireProgram("rpm");
        var file = _directory.Write("acme.rpm", Inputs.Rpm(Inputs.Acme));
        return (await ProcessRunner.RunAsync("rpm", ["-qp", "--nosignature", .. arguments, file])).Succeeded().Text;
    }
}
