using System.Text;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Verification;

namespace ServicePackaging.Repositories.Tests.Verification;

/// <summary>Each fault of a web server is found, and nothing else.</summary>
public sealed class ServerFaultTests : IDisposable
{
    private const string InRelease = $"{BrokenRepository.Suite}/InRelease";

    private static readonly (RepositoryRule Rule, string Case, Action<BrokenRepository, RepositoryServer> Break)[] Rows =
    [
        (ServerRules.Unreadable, "status 500", (_, server) => Change(server, $"{BrokenRepository.Suite}/Release", _ => new(500, []))),
        (ServerRules.Unreadable, "status 403", (_, server) => Change(server, BrokenRepository.Deb, _ => new(403, []))),
        (ServerRules.Unreadable, "redirects without end", (_, server) => Change(
            server, BrokenRepository.Deb, _ => new ServedAnswer(302, []).With("Location", "/" + BrokenRepository.Deb))),
        (ServerRules.ContentEncoding, "InRelease", (_, server) =>
            Change(server, InRelease, answer => answer.With("Content-Encoding", "gzip"))),
        (ServerRules.ContentEncoding, "package", (_, server) =>
            Change(server, BrokenRepository.Deb, answer => answer.With("Content-Encoding", "gzip"))),
        (ServerRules.ForbiddenForMissing, "status 403", (_, server) => server.Change = (_, answer) =>
            answer.Status == 404 ? answer with { Status = 403 } : answer),
        (ServerRules.MissingAnswered, "HTML", (_, server) => server.Change = (_, answer) =>
            answer.Status == 404 ? new ServedAnswer(200, "<html>"u8.ToArray()) : answer),
        (ServerRules.NoLastModified, "InRelease", (_, server) => Change(server, InRelease, answer => answer.Without("Last-Modified"))),
        (ServerRules.LastModifiedOld, "SOURCE_DATE_EPOCH", (repository, _) =>
            File.SetLastWriteTimeUtc(repository.PathOf(InRelease), new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc))),
        (ServerRules.NoRanges, "switched off", (_, server) => server.HasRanges = false),
        (ServerRules.PointerCached, "an hour", (_, server) =>
            Change(server, InRelease, answer => answer.With("Cache-Control", "public, max-age=3600"))),
        (ServerRules.PointerCached, "Expires", (_, server) => Change(server, InRelease, answer => answer
            .With("Date", "Sun, 01 Nov 2026 12:00:00 GMT").With("Expires", "Sun, 01 Nov 2026 13:00:00 GMT"))),
    ];

    private readonly BrokenRepository _repository = new();
    private readonly RepositoryServer _server;
    private readonly HttpStore _store;

    public ServerFaultTests()
    {
        _server = new(_repository.Publisher.Directory);
        _store = new(_server.Address, new() { Idle = TimeSpan.FromSeconds(20) });
    }

    public static TheoryData<string, string> Cases => [.. Rows.Select(row => (row.Rule.Name, row.Case))];

    /// <summary>The rules that have a test here.</summary>
    internal static IEnumerable<RepositoryRule> Rules => Rows.Select(row => row.Rule).Append(ServerRules.RedirectElsewhere);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_fault_is_found_and_nothing_else(string rule, string which)
    {
        Rows.Single(row => row.Rule.Name == rule && row.Case == which).Break(_repository, _server);
        Assert.Equal(rule, Assert.Single(_repository.Verify(_store)).Rule.Name);
    }

    [Fact]
    public void A_good_server_has_no_fault_and_gets_no_Accept_Encoding()
    {
        Assert.Empty(_repository.Verify(_store));
        Assert.DoesNotContain(_server.Requests, line => line.StartsWith("Accept-Encoding", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(_server.Requests, line => line.StartsWith("GET /deb/dists/stable/InRelease ", StringComparison.Ordinal));
    }

    [Fact]
    public void Packages_that_are_not_read_are_only_looked_up()
    {
        _repository.Options = _repository.Options with { ReadPackages = false };
        Assert.Empty(_repository.Verify(_store));
        Assert.Contains(_server.Requests, line => line.StartsWith($"HEAD /{BrokenRepository.Deb} ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_redirect_to_another_host_is_reported_and_followed()
    {
        using var other = new RepositoryServer(_repository.Publisher.Directory);
        Change(_server, BrokenRepository.Deb, _ => new ServedAnswer(302, []).With(
            "Location", $"http://localhost:{other.Address.Port}/{BrokenRepository.Deb}"));
        Assert.Equal(ServerRules.RedirectElsewhere, Assert.Single(_repository.Verify(_store)).Rule);
        Assert.Contains(other.Requests, line => line.StartsWith($"GET /{BrokenRepository.Deb} ", StringComparison.Ordinal));
    }

    [Fact]
    public void An_encoded_body_is_reported_with_its_cause()
    {
        Change(_server, InRelease, answer => (answer with { Body = BrokenRepository.Gzip(answer.Body) }).With("Content-Encoding", "gzip"));
        Assert.Equal([AptRules.InReleaseForm, ServerRules.ContentEncoding], _repository.Verify(_store).Select(fault => fault.Rule));
    }

    [Fact]
    public void A_server_that_sends_nothing_does_not_stop_the_verification()
    {
        _server.Stalls = true;
        _repository.Options = _repository.Options with { Metadata = [] };
        using var store = new HttpStore(_server.Address, new() { Idle = TimeSpan.FromMilliseconds(200) });
        var faults = _repository.Verify(store);
        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.Equal(ServerRules.Unreadable, fault.Rule));
        Assert.Contains("did not answer in time", faults[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_does_not_listen_is_reported()
    {
        _server.Dispose();
        Assert.All(_repository.Verify(_store), fault => Assert.Equal(ServerRules.Unreadable, fault.Rule));
    }

    [Fact]
    public void A_file_that_is_too_long_is_not_read()
    {
        var exception = Assert.Throws<RepositoryException>(() => _store.Read(InRelease, 100, TestContext.Current.CancellationToken));
        Assert.Equal(RepositoryProblem.Damaged, exception.Problem);
    }

    [Fact]
    public void Names_are_escaped_as_apt_does()
    {
        _repository.Write("a/b+c~1^2 %3a.deb", "x");
        Assert.Equal("x", Encoding.UTF8.GetString(_store.Read("a/b+c~1^2 %3a.deb", 10, TestContext.Current.CancellationToken)!));
        Assert.Contains("GET /a/b%2Bc~1%5E2%20%253a.deb HTTP/1.1", _server.Requests);
    }

    public void Dispose()
    {
        _store.Dispose();
        _server.Dispose();
        _repository.Dispose();
    }

    private static void Change(RepositoryServer server, string path, Func<ServedAnswer, ServedAnswer> change) =>
        server.Change = (requested, answer) => requested == path ? change(answer) : answer;
}
