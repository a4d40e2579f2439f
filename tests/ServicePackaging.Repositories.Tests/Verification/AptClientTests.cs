using ServicePackaging.Formats.Tests.Archives;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Repositories.Tests.Verification;

/// <summary>What the rules call faults, apt refuses or suffers from silently.</summary>
public sealed class AptClientTests : IDisposable
{
    private readonly BrokenRepository _repository = new();
    private readonly RepositoryServer _server;
    private readonly TemporaryDirectory _root = new();

    public AptClientTests()
    {
        Availability.RequireProgram("apt-get");
        _server = new(_repository.Publisher.Directory);
        foreach (var directory in new[] { "state/lists/partial", "cache/archives/partial", "etc" })
        {
            Directory.CreateDirectory(_root.File(directory));
        }

        File.WriteAllText(_root.File("status"), "");
        File.WriteAllText(_root.File("acme.asc"), OpenPgpArmor.EncodePublicKey(_repository.Publisher.Key.PublicKey!));
        File.WriteAllText(_root.File("sources.list"), $"deb [signed-by={_root.File("acme.asc")}] {_server.Address}deb stable main\n");
    }

    [Fact]
    public async Task Apt_reads_the_good_repository()
    {
        (await RunAsync("apt-get", "update", "--error-on=any")).Succeeded();
        Assert.Contains("hello", (await RunAsync("apt-cache", "pkgnames")).Text.Split('\n'));
    }

    [Theory]
    [InlineData("inrelease-form", "byte-order mark")]
    [InlineData("inrelease-form", "text after")]
    [InlineData("date-in-future", "in 2031")]
    [InlineData("valid-until-past", "in 2021")]
    [InlineData("release-weak-digests", "SHA1")]
    [InlineData("signature-invalid", "another text")]
    [InlineData("signature-unknown-key", "another key")]
    [InlineData("by-hash-differs", "other content")]
    public async Task Apt_refuses_a_fault(string rule, string which)
    {
        AptFaultTests.Break(_repository, rule, which);
        var result = await RunAsync("apt-get", "update", "--error-on=any");
        Assert.True(result.ExitCode != 0, result.ToString());
    }

    [Fact]
    public async Task Apt_warns_of_another_suite()
    {
        AptFaultTests.Break(_repository, "suite-mismatch", "another name");
        var result = await RunAsync("apt-get", "update");
        Assert.Contains("W: Conflicting distribution", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apt_finds_no_packages_if_the_plain_index_is_not_listed()
    {
        AptFaultTests.Break(_repository, "plain-index-not-listed", "removed");
        (await RunAsync("apt-get", "update", "--error-on=any")).Succeeded();
        Assert.DoesNotContain("hello", (await RunAsync("apt-cache", "pkgnames")).Text.Split('\n'));
    }

    [Theory]
    [InlineData("stanza-field", "SHA256")]
    [InlineData("stanza-field", "Size")]
    [InlineData("package-differs", "longer")]
    public async Task Apt_does_not_download_a_package(string rule, string which)
    {
        AptFaultTests.Break(_repository, rule, which);
        (await RunAsync("apt-get", "update", "--error-on=any")).Succeeded();
        Assert.NotEqual(0, (await RunAsync("apt-get", "install", "--download-only", "-y", "hello")).ExitCode);
    }

    [Fact]
    public async Task Apt_downloads_a_package_of_the_good_repository()
    {
        (await RunAsync("apt-get", "update", "--error-on=any")).Succeeded();
        (await RunAsync("apt-get", "install", "--download-only", "-y", "hello")).Succeeded();
    }

    public void Dispose()
    {
        _server.Dispose();
        _repository.Dispose();
        _root.Dispose();
    }

    private Task<ProcessResult> RunAsync(string program, params IEnumerable<string> arguments) => ProcessRunner.RunAsync(
        program, [.. Options.SelectMany(option => new[] { "-o", option }), .. arguments]);

    // The configuration of the host may switch the checks of dates off.
    private IEnumerable<string> Options =>
    [
        $"Dir::State={_root.File("state")}", $"Dir::State::status={_root.File("status")}", $"Dir::Cache={_root.File("cache")}",
        $"Dir::Etc={_root.File("etc")}", $"Dir::Etc::sourcelist={_root.File("sources.list")}", "Dir::Etc::sourceparts=-",
        "APT::Architecture=amd64", "APT::Architectures::=amd64", "APT::Sandbox::User=root", "Acquire::Languages=none",
        "Acquire::http::Proxy=DIRECT", "Acquire::Retries=0", "Acquire::Check-Date=true", "Acquire::Check-Valid-Until=true",
        "Debug::NoLocking=true",
    ];
}
