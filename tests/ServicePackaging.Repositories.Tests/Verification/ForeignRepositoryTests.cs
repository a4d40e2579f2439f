using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Verification;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.Verification;

/// <summary>Repositories that other tools wrote and GnuPG signed have no faults, except for what those tools do not offer.</summary>
public sealed class ForeignRepositoryTests : IDisposable
{
    private static readonly string[] Architectures = ["amd64", "arm64"];

    private readonly Publisher _publisher = new();
    private readonly GpgHome _gpg = GpgHome.Create();
    private readonly TemporaryDirectory _directory = new();

    private static VerificationOptions Stable => new() { Now = DateTimeOffset.UtcNow, Suites = [new("", "stable")] };

    [Fact]
    public async Task Of_apt_ftparchive()
    {
        Availability.RequireProgram("apt-ftparchive");
        CreateDebs(Directory.CreateDirectory(_directory.File("pool")).FullName);
        foreach (var architecture in Architectures)
        {
            var index = Path.Combine(_directory.Path, "dists/stable/main", $"binary-{architecture}", "Packages");
            Directory.CreateDirectory(Path.GetDirectoryName(index)!);
            var text = (await RunAsync("apt-ftparchive", "--arch", architecture, "packages", "pool")).StandardOutput;
            await File.WriteAllTextAsync(index, text, TestContext.Current.CancellationToken);
            await RunAsync("gzip", "-k", index);
        }

        var release = await RunAsync(
            "apt-ftparchive", "-o", "APT::FTPArchive::Release::Suite=stable", "-o", "APT::FTPArchive::Release::Architectures=amd64 "
            + "arm64", "-o",
            "APT::FTPArchive::Release::Components=main", "release", "dists/stable");
        await File.WriteAllTextAsync(
            _directory.File("dists/stable/Release"), release.StandardOutput, TestContext.Current.CancellationToken);
        Assert.Equal([AptRules.ByHashOff], await VerifyAsync(_directory.Path, Stable));
    }

    [Fact]
    public async Task Of_reprepro()
    {
        Availability.RequireProgram("reprepro");
        Directory.CreateDirectory(_directory.File("conf"));
        await File.WriteAllTextAsync(
            _directory.File("conf/distributions"),
            "Origin: Acme\nLabel: Acme\nSuite: stable\nCodename: stable\nArchitectures: amd64 arm64\nComponents: main\n",
            TestContext.Current.CancellationToken);
        await RunAsync(
            "reprepro",
            ["-b", _directory.Path, "-S", "misc", "-P", "optional", "includedeb", "stable", .. CreateDebs(_publisher.PackageDirectory)]);
        Assert.Equal([AptRules.ByHashOff], await VerifyAsync(_directory.Path, Stable));
    }

    [Fact]
    public async Task Of_aptly()
    {
        Availability.RequireProgram("aptly");
        var config = _directory.File("aptly.conf");
        await File.WriteAllTextAsync(
            config, $"{{\"rootDir\": \"{_directory.File("aptly")}\"}}", TestContext.Current.CancellationToken);
        string[] options = ["-config", config];
        await RunAsync("aptly", ["repo", "create", .. options, "-distribution=stable", "-component=main", "acme"]);
        await RunAsync("aptly", ["repo", "add", .. options, "acme", .. CreateDebs(_publisher.PackageDirectory)]);
        await RunAsync("aptly", ["publish", "repo", .. options, "-skip-signing", "-acquire-by-hash", "-architectures=amd64,arm64", "acme"]);
        Assert.Empty(await VerifyAsync(Path.Combine(_directory.File("aptly"), "public"), Stable));
    }

    [Fact]
    public async Task Of_createrepo()
    {
        Availability.RequireProgram("createrepo_c");
        foreach (var package in new[]
        {
            _publisher.Rpm("hello", "1.0"), _publisher.Rpm("hello", "1.0~rc1", "aarch64"), _publisher.Rpm("data", "1", "noarch"),
        })
        {
            File.Move(package, _directory.File(Path.GetFileName(package)));
        }

        await RunAsync("createrepo_c", _directory.Path);
        Assert.Empty(await VerifyAsync(_directory.Path, new() { Now = DateTimeOffset.UtcNow, Metadata = [new("")] }));
    }

    public void Dispose()
    {
        _gpg.Dispose();
        _publisher.Dispose();
        _directory.Dispose();
    }

    private List<string> CreateDebs(string directory)
    {
        var packages = new List<string>();
        foreach (var package in new[]
        {
            _publisher.Deb("hello", "1:1.0-1"), _publisher.Deb("hello", "1:1.0-1", "arm64"), _publisher.Deb("hello-data", "2.0", "all"),
            _publisher.Deb("libhello", "3+b1"),
        })
        {
            packages.Add(Path.Combine(directory, Path.GetFileName(package)));
            File.Move(package, packages[^1], overwrite: true);
        }

        return packages;
    }

    private async Task<ProcessResult> RunAsync(string program, params IEnumerable<string> arguments) => (await ProcessRunner.RunAsync(
        new ProcessOptions
        {
            WorkingDirectory = _directory.Path,
            Environment = new Dictionary<string, string?> { ["HOME"] = _directory.Path },
        },
        program, arguments)).Succeeded();

    private async Task<IEnumerable<RepositoryRule>> VerifyAsync(string directory, VerificationOptions options)
    {
        await _gpg.CreateKeyAsync("rsa3072", "--faked-system-time", "20261001T000000");
        await _gpg.SignAsync(directory);
        byte[] keys = [.. await _gpg.ExportAsync(), .. _publisher.Key.PublicKey!];
        var faults = new RepositoryVerifier(new LocalStore(directory), options with { Keys = keys, ReadPackages = true })
            .Verify(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', faults));
        return faults.Select(fault => fault.Rule);
    }
}
