using System.Security.Cryptography;
using ServicePackaging.Signing.Notary;

namespace ServicePackaging.Signing.Tests.MacOS;

public sealed class NotaryClientTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly HttpClient _http = new();
    private readonly ManualTime _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _key.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task A_package_is_uploaded_and_accepted()
    {
        await using var apple = new FakeApple(_key);
        var package = MacPackages.Sample();
        var client = Client(apple);
        using var stream = new MemoryStream(package);

        var id = await client.SubmitAsync(stream, "orders.pkg", Cancellation);
        await client.WaitAsync(id, Cancellation);

        Assert.Equal(FakeApple.Id, id);
        Assert.Empty(apple.Complaints);
        Assert.Equal(package, apple.Uploaded);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(package)), apple.DeclaredSha256);
        Assert.True(stream.CanRead);
        Assert.Equal(MacKeys.Time.AddSeconds(10), _time.Now);
    }

    [Fact]
    public async Task An_answer_that_does_not_end_is_given_up()
    {
        using var http = new HttpClient(new Stalled()) { Timeout = TimeSpan.FromMilliseconds(200) };

        var e = await Assert.ThrowsAsync<NotaryHttpException>(() => new NotaryHttp(http).SendAsync(
            new HttpRequestMessage(HttpMethod.Get, "http://apple.example/submissions"), "id", [], Cancellation));

        Assert.True(e.IsTransient);
    }

    [Fact]
    public async Task The_lines_of_the_log_say_why_a_package_was_refused()
    {
        await using var apple = new FakeApple(_key)
        {
            Statuses = new(["In Progress", "Invalid"]),
            Log = """
                {"status":"Invalid","statusSummary":"Archive contains critical validation errors","issues":[
                {"severity":"error","path":"orders.pkg/orders","message":"The signature does not include a secure timestamp.","architecture":"arm64"},
                {"severity":"warning","code":null,"path":"orders.pkg/x","message":"Odd","architecture":null}]}
                """,
        };

        var e = await Assert.ThrowsAsync<SigningException>(() => Client(apple).WaitAsync(FakeApple.Id, Cancellation));

        Assert.Equal(SigningProblem.NotarizationFailed, e.Problem);
        Assert.Equal(
            [
                FakeApple.Id,
                "Invalid. Archive contains critical validation errors\n"
                + "error: orders.pkg/orders: The signature does not include a secure timestamp. (arm64)\nwarning: orders.pkg/x: Odd",
            ],
            e.Arguments);
    }

    [Fact]
    public async Task A_log_that_is_no_log_does_not_hide_the_status()
    {
        await using var apple = new FakeApple(_key) { Statuses = new(["Rejected"]), Log = "<html>" };

        var e = await Assert.ThrowsAsync<SigningException>(() => Client(apple).WaitAsync(FakeApple.Id, Cancellation));

        Assert.StartsWith("Rejected. Its log could not be read.", e.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ends_in_time_and_can_be_resumed()
    {
        await using var apple = new FakeApple(_key) { Statuses = new(["In Progress"]) };
        var client = Client(apple);

        var e = await Assert.ThrowsAsync<SigningException>(() => client.WaitAsync(FakeApple.Id, Cancellation));
        Assert.Equal(SigningProblem.NotarizationTimeout, e.Problem);
        Assert.Equal([FakeApple.Id, "2 minutes"], e.Arguments);
        Assert.Equal(MacKeys.Time.AddMinutes(2), _time.Now);
        Assert.Equal(13, apple.Requests.Count);

        apple.Statuses.Clear();
        apple.Statuses.Enqueue("Accepted");
        await client.WaitAsync(FakeApple.Id, Cancellation);
    }

    [Fact]
    public async Task A_failure_that_may_pass_is_waited_for()
    {
        await using var apple = new FakeApple(_key) { Statuses = new(["503", "429", "In Progress", "Accepted"]) };
        await Client(apple).WaitAsync(FakeApple.Id, Cancellation);
        Assert.Equal(4, apple.Requests.Count);

        await using var down = new FakeApple(_key) { Statuses = new(["503"]) };
        var e = await Assert.ThrowsAsync<SigningException>(() => Client(down).WaitAsync(FakeApple.Id, Cancellation));
        Assert.Equal(SigningProblem.NotarizationTimeout, e.Problem);
        Assert.Contains("failed with status 503. please wait", e.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_failure_ends_the_waiting()
    {
        await using var apple = new FakeApple(_key) { Statuses = new(["404"]) };

        var e = await Assert.ThrowsAsync<SigningException>(() => Client(apple).WaitAsync(FakeApple.Id, Cancellation));

        Assert.Equal(SigningProblem.NotarizationFailed, e.Problem);
        Assert.Equal($"GET {apple.Address}notary/v2/submissions/{FakeApple.Id} failed with status 404. please wait", e.Arguments[1]);
    }

    [Fact]
    public async Task A_key_that_Apple_does_not_know_is_reported()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var apple = new FakeApple(other);

        var e = await Assert.ThrowsAsync<SigningException>(
            () => Client(apple).SubmitAsync(new MemoryStream([1]), "orders.pkg", Cancellation));

        Assert.Equal(SigningProblem.NotarizationFailed, e.Problem);
        Assert.Equal("orders.pkg", e.Arguments[0]);
        Assert.Contains("401", e.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_message_contains_a_secret()
    {
        await using var apple = new FakeApple(_key) { StorageStatus = 403 };

        var e = await Assert.ThrowsAsync<SigningException>(
            () => Client(apple).SubmitAsync(new MemoryStream([1]), "orders.pkg", Cancellation));

        Assert.Contains("failed with status 403", e.Message, StringComparison.Ordinal);
        Assert.Contains("<AWSAccessKeyId>***</AWSAccessKeyId>", e.Message, StringComparison.Ordinal);
        string[] secrets = [FakeApple.SessionToken, FakeApple.Secret, FakeApple.AccessKey];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, e.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain("PRIVATE KEY", Options(apple.Address).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public async Task A_file_that_is_no_key_is_reported(string text)
    {
        var client = new NotaryClient(Options(new Uri("http://localhost:9/")) with { PrivateKey = text }, _http, _time);

        var e = await Assert.ThrowsAsync<SigningException>(() => client.WaitAsync("x", Cancellation));

        Assert.Equal(SigningProblem.UnreadableKey, e.Problem);
        Assert.Equal("The notary key KEYID12345", e.Arguments[0]);
        Assert.DoesNotContain("AAAA", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_reported()
    {
        var client = new NotaryClient(Options(new Uri("http://localhost:9/")), _http, _time);

        var e = await Assert.ThrowsAsync<SigningException>(() => client.SubmitAsync(new MemoryStream([1]), "orders.pkg", Cancellation));

        Assert.Equal(SigningProblem.NotarizationFailed, e.Problem);
        Assert.StartsWith("POST http://localhost:9/notary/v2/submissions failed: ", e.Arguments[1], StringComparison.Ordinal);
    }

    private NotaryClient Client(FakeApple apple) => new(Options(apple.Address), _http, _time);

    private NotaryOptions Options(Uri address) => new("KEYID12345", "issuer", _key.ExportPkcs8PrivateKeyPem())
    {
        Service = new Uri(address, "notary/v2/"),
        Storage = new Uri(address, "storage/"),
        Tickets = new Uri(address, "tickets"),
        Timeout = TimeSpan.FromMinutes(2),
    };

    private sealed class Stalled : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new System.IO.Pipelines.Pipe().Reader.AsStream()) });
    }
}
