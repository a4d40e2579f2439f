using System.Text;
using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Repositories.Tests.Verification;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.Readers;

/// <summary>Tools that mirror repositories of apt read ours: they verify its signature, and download and verify each package.</summary>
public sealed class MirrorTests : IDisposable
{
    private readonly Publisher _publisher = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly RepositoryServer _server;

    public MirrorTests()
    {
        _publisher.Publish(
            _publisher.Deb("hello", "1.0"), _publisher.Deb("hello", "1.0", "arm64"), _publisher.Deb("hello-data", "1.0", "all"));
        _publisher.Publish(
            _publisher.Deb("hello", "1:1.1~rc1"), _publisher.Deb("hello", "1:1.1~rc1", "arm64"), _publisher.Deb("libhello", "3+b1"));
        _publisher.Publish(_publisher.Request with
        {
            Channel = new("beta"),
            Packages = [_publisher.Deb("hello", "2.0"), _publisher.Deb("hello", "2.0", "arm64")],
        });
        _server = new(_publisher.Directory);
    }

    [Theory]
    [InlineData("stable", "hello_1.0_amd64 hello_1.0_arm64 hello_1:1.1~rc1_amd64 hello_1:1.1~rc1_arm64 hello-data_1.0_all libhello_3+b1_amd64")]
    [InlineData("beta", "hello_2.0_amd64 hello_2.0_arm64")]
    public async Task Aptly_mirrors_every_package(string channel, string packages)
    {
        Availability.RequireProgram("aptly");
        Availability.RequireProgram("gpgv");
        string[] options =
        [
            $"-config={Write("aptly.conf", $"{{\"rootDir\": \"{_directory.File("aptly")}\"}}")}",
            $"-keyring={_directory.Write("key.gpg", _publisher.Key.PublicKey!)}",
        ];
        await RunAsync("aptly", ["mirror", "create", .. options, "acme", $"{_server.Address}deb", channel]);
        await RunAsync("aptly", ["mirror", "update", .. options, "acme"]);

        var show = await RunAsync("aptly", "mirror", "show", options[0], "-with-packages", "acme");
        RequirePackages(packages, show.Split('\n').SkipWhile(line => line != "Packages:").Skip(1));
    }

    // It keeps one version of a package.
    [Theory]
    [InlineData("stable", "hello_1:1.1~rc1_amd64 hello_1:1.1~rc1_arm64 hello-data_1.0_all libhello_3+b1_amd64")]
    [InlineData("beta", "hello_2.0_amd64 hello_2.0_arm64")]
    public async Task Reprepro_mirrors_the_newest_versions(string channel, string packages)
    {
        Availability.RequireProgram("reprepro");
        using var gpg = GpgHome.Create();
        await gpg.RunAsync("--import", _directory.Write("key.gpg", _publisher.Key.PublicKey!));
        Write("conf/distributions", $"Codename: {channel}\nArchitectures: amd64 arm64\nComponents: main\nUpdate: acme\n");
        Write("conf/updates", $"Name: acme\nMethod: {_server.Address}deb\nVerifyRelease: {_publisher.Key.Fingerprint[^16..]}\n");
        string[] options = ["--silent", "--basedir", _directory.Path, "--gnupghome", gpg.Path];
        await RunAsync("reprepro", [.. options, "update"]);

        var list = await RunAsync(
            "reprepro", [.. options, "--list-format", "${package}_${version}_${architecture}\\n", "list", channel]);
        RequirePackages(packages, list.Split('\n').Distinct());
        Assert.Equal(
            packages.Split(' ').Length + 1, Directory.GetFiles(_directory.File("pool"), "*.deb", SearchOption.AllDirectories).Length);
    }

    public void Dispose()
    {
        _server.Dispose();
        _directory.Dispose();
        _publisher.Dispose();
    }

    private static void RequirePackages(string expected, IEnumerable<string> lines) => Assert.Equal(
        expected.Split(' ').Append("acme-archive-keyring_1_all").Order(StringComparer.Ordinal),
        lines.Select(line => line.Trim()).Where(line => line.Length > 0).Order(StringComparer.Ordinal));

    private string Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.File(name))!);
        return _directory.Write(name, Encoding.UTF8.GetBytes(content));
    }

    private async Task<string> RunAsync(string program, params IEnumerable<string> arguments) => (await ProcessRunner.RunAsync(
        new ProcessOptions { Environment = new Dictionary<string, string?> { ["HOME"] = _directory.Path, ["http_proxy"] = null } },
        program, arguments)).Succeeded().Text;
}
