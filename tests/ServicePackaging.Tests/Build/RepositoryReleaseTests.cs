using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Build;

/// <summary>Packages that a build adds to a repository, and each finding on the way.</summary>
public sealed class RepositoryReleaseTests : IDisposable
{
    private const string Target = "ServicePackageRepository=site";
    private const string Url = "ServicePackageRepositoryUrl=https://packages.acme.example";

    private static readonly DateTimeOffset Time = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SigningFolder _folder = new();

    private static string Signing => $"LinuxServicePackageSigningKeyFile={KeyFile("throwaway-rsa.asc")}";

    private string Site => _folder.Tree.PathOf("/site");

    [Fact]
    public void Packages_of_both_formats_are_added()
    {
        Assert.Empty(_folder.Publish(Packages(), Time, Target, Url, Signing));

        var packages = Read("deb/dists/stable/main/binary-amd64/Packages");
        Assert.Contains("Package: acme\n", packages, StringComparison.Ordinal);
        Assert.Contains("Package: acme-archive-keyring\n", packages, StringComparison.Ordinal);
        Assert.Contains("Origin: Acme\n", Read("deb/dists/stable/InRelease"), StringComparison.Ordinal);
        Assert.StartsWith("https://packages.acme.example/rpm/stable-g1-", Read("rpm/stable/mirrorlist"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Site, "index.html")));
        var listing = File.ReadAllText(Path.Combine(_folder.Output, "repository-writes.json"));
        Assert.Contains("\"path\": \"deb/dists/stable/InRelease\"", listing, StringComparison.Ordinal);

        // Nothing changes: nothing is written, and the list of what to upload stays.
        Assert.Empty(_folder.Publish(Packages(), Time, Target, Url, Signing));
        Assert.Equal(listing, File.ReadAllText(Path.Combine(_folder.Output, "repository-writes.json")));
    }

    [Fact]
    public void A_repository_without_a_key_is_refused()
    {
        Assert.Equal(
            $"ServicePackageRepository is '{Site}', but no key signs it, and apt and dnf refuse a repository without a signature. Set "
            + "LinuxServicePackageSigningKeyFile or LinuxServicePackageSigningKeyVariable; a command in LinuxServicePackageSigningCommand also "
            + "needs its public key in one of them.",
            Single(_folder.Publish([_folder.Package("deb")], Time, Target), "SVCPKG9007"));
        Assert.False(Directory.Exists(Site));
    }

    [Fact]
    public void A_repository_of_another_key_is_refused()
    {
        _folder.Publish(Packages(), Time, Target, Signing);
        var other = $"LinuxServicePackageSigningKeyFile={KeyFile("throwaway-ed25519.asc")}";
        Assert.StartsWith(
            "'repository.json.asc' is not accepted: ",
            Single([.. _folder.Publish([_folder.Package("deb")], Time, Target, other).Skip(1)], "SVCPKG9008"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_key_signs_together_with_the_former_one()
    {
        _folder.Publish(Packages(), Time, Target, Signing);
        string[] keys =
        [
            $"LinuxServicePackageSigningKeyFile={KeyFile("throwaway-ed25519.asc")}",
            $"ServicePackageRepositoryFormerKeyFile={KeyFile("throwaway-rsa.asc")}",
        ];
        var next = _folder.Package("deb", "ServicePackageVersion=1.3.0");
        Assert.Equal("SVCPKG8022", Assert.Single(_folder.Publish([next], Time, [Target, .. keys])).Descriptor.Code);
        Assert.Contains("Version: 1.3.0-1\n", Read("deb/dists/stable/main/binary-amd64/Packages"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_key_signs_before_it_replaces_the_key_of_packages()
    {
        var rsa = KeyFile("throwaway-rsa.asc");
        var next = KeyFile("throwaway-ed25519.asc");
        string[] announced = [$"LinuxServicePackageSigningKeyFile={rsa}", $"ServicePackageRepositoryNextKeyFile={next}"];
        string[] rotated = [$"LinuxServicePackageSigningKeyFile={next}", $"ServicePackageRepositoryFormerKeyFile={rsa}"];
        var version = 2;
        foreach (var (keys, count) in new (string[], int)[]
        {
            ([$"LinuxServicePackageSigningKeyFile={rsa}"], 1), (announced, 2), (rotated, 2), ([$"LinuxServicePackageSigningKeyFile={next}"], 1),
        })
        {
            var package = _folder.Package("deb", $"ServicePackageVersion=1.{version++}.0");
            Assert.DoesNotContain(_folder.Publish([package], Time, [Target, Url, .. keys]), finding => finding.Descriptor.Severity == DiagnosticSeverity.Error);
            Assert.Equal(count, Read("acme.asc").Split("-----BEGIN PGP PUBLIC KEY BLOCK-----").Length - 1);
        }

        // The next key that is set too long is the same as the key.
        Assert.DoesNotContain(
            _folder.Publish(
                [_folder.Package("deb", "ServicePackageVersion=1.9.0")], Time,
                Target, Url, $"LinuxServicePackageSigningKeyFile={next}", $"ServicePackageRepositoryNextKeyFile={next}"),
            finding => finding.Descriptor.Severity == DiagnosticSeverity.Error);
        Assert.Equal(1, Read("acme.asc").Split("-----BEGIN PGP PUBLIC KEY BLOCK-----").Length - 1);
    }

    [Fact]
    public void A_damaged_index_is_refused()
    {
        _folder.Publish(Packages(), Time, Target, Signing);
        foreach (var index in Directory.GetFiles(Path.Combine(Site, "deb/dists/stable/main"), "*", SearchOption.AllDirectories))
        {
            File.WriteAllText(index, "");
        }

        Single(Next(), "SVCPKG9009");
    }

    [Fact]
    public void A_repository_of_another_tool_keeps_what_it_has()
    {
        Directory.CreateDirectory(Path.Combine(Site, "deb/dists/stable"));
        File.WriteAllText(Path.Combine(Site, "deb/dists/stable/Release"), "Suite: stable\n");
        Assert.Equal(
            "'deb/dists/stable/Release' contains a suite without InRelease, which would be lost. Nothing was changed. Use an empty directory, or "
            + "remove it with the tool that wrote it.",
            Single(_folder.Publish(Packages(), Time, Target, Signing), "SVCPKG9010"));
    }

    [Fact]
    public void An_index_that_the_state_does_not_know_is_refused()
    {
        _folder.Publish(Packages(), Time, Target, Signing);
        File.AppendAllText(Path.Combine(Site, "deb/dists/stable/InRelease"), "\n");
        Single(Next(), "SVCPKG9011");
    }

    [Fact]
    public void Another_vendor_is_refused()
    {
        _folder.Publish(Packages(), Time, Target, Signing);
        Assert.StartsWith(
            "Origin of the repository is 'Acme' and would become 'Bcme', which every client refuses",
            Single(Next("ServicePackageVendor=Bcme"), "SVCPKG9012"), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_content_of_a_published_version_is_refused()
    {
        _folder.Publish(Packages(), Time, Target, Signing);
        var before = Digest("acme_1.2.3-1_all.deb");
        var changed = _folder.Package("deb", "ServiceDescription=Walks", Signing);
        Assert.Equal(
            $"'acme_1.2.3-1_all.deb' is in the repository with the digest {before} and cannot be replaced by a file with the digest "
            + $"{changed.Sha256}. Raise ServicePackageVersion or ServicePackageRelease.",
            Single(_folder.Publish([changed], Time, Target, Signing), "SVCPKG9013"));
    }

    [Fact]
    public void An_unsigned_rpm_is_refused() =>
        Single(_folder.Publish([_folder.Package("rpm")], Time, Target, Signing), "SVCPKG9014");

    [Fact]
    public void A_repository_from_the_future_is_refused() =>
        Single(_folder.Publish(Packages(), SigningFolder.Now.AddDays(1), Target, Signing), "SVCPKG9017");

    [Theory]
    [InlineData("ServicePackageRepositoryChannel=Not A Name")]
    [InlineData("ServicePackageRepositoryId=../acme")]
    public void An_unusable_name_is_refused(string setting) =>
        Single(_folder.Publish(Packages(), Time, Target, Signing, setting), "SVCPKG9019");

    [Fact]
    public void An_older_version_is_published_with_a_warning()
    {
        _folder.Publish(Packages(), Time, Target, Signing);
        var older = _folder.Package("deb", "ServicePackageVersion=1.2.2", Signing);
        Assert.Equal(
            "acme 1.2.2-1 was published, but the channel has 1.2.3-1, which clients keep. If clients are to get acme 1.2.2-1, publish it with a "
            + "higher version.",
            Single(_folder.Publish([older], Time, Target, Signing), "SVCPKG9020"));
    }

    public void Dispose() => _folder.Dispose();

    private static string KeyFile(string name) => Path.Combine(Repository.Root, "tests", "ServicePackaging.Signing.Tests", "Keys", name);

    private static string Single(IReadOnlyList<Diagnostic> findings, string code)
    {
        var finding = Assert.Single(findings);
        Assert.Equal(code, finding.Descriptor.Code);
        return finding.Message;
    }

    private List<PackageRecord> Packages() => [_folder.Package("deb", Signing), _folder.Package("rpm", Signing)];

    private IReadOnlyList<Diagnostic> Next(params string[] settings) =>
        _folder.Publish([_folder.Package("deb", [Signing, "ServicePackageVersion=1.3.0", .. settings])], Time, [Target, Signing, .. settings]);

    private string Digest(string package) => DiskFile.Sha256(Directory.GetFiles(Site, package, SearchOption.AllDirectories).Single());

    private string Read(string path) => File.ReadAllText(Path.Combine(Site, path));
}
