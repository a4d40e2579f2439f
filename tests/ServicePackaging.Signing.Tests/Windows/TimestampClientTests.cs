using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using ServicePackaging.Signing.Timestamps;
using static ServicePackaging.Signing.Tests.Windows.Samples;

namespace ServicePackaging.Signing.Tests.Windows;

public sealed class TimestampClientTests : IDisposable
{
    private static readonly byte[] Signature = [1, 2, 3, 4];

    private static readonly TimestampOptions Fast = new()
    {
        Timeout = TimeSpan.FromSeconds(60),
        Pauses = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)],
    };

    private readonly TestCertificates _certificates = new();
    private readonly TimestampAuthority _authority;

    public TimestampClientTests() => _authority = new(_certificates);

    public void Dispose()
    {
        _authority.Dispose();
        _certificates.Dispose();
    }

    [Fact]
    public void A_token_is_of_the_signature_and_has_its_certificates()
    {
        using var server = _authority.Serve();

        var token = Request(Fast, server);

        Assert.True(Rfc3161TimestampToken.TryDecode(token, out var decoded, out var length));
        Assert.Equal(token.Length, length);
        Assert.True(decoded.VerifySignatureForData(Signature, out _));
        Assert.Equal(3, decoded.AsSignedCms().Certificates.Count);
        Assert.Contains("Content-Type: application/timestamp-query", server.LastHeader, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_busy_server_is_asked_again()
    {
        using var server = new TimestampServer(async (query, number) =>
            number < 3 ? ServerAnswer.Text(503, "busy") : ServerAnswer.Token(await _authority.ReplyAsync(query)));

        Request(Fast, server);

        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public void After_three_failures_the_next_server_is_asked()
    {
        using var busy = new TimestampServer((_, _) => ServerAnswer.Text(503, "busy"));
        using var other = _authority.Serve();

        Request(Fast, busy, other);

        Assert.Equal((3, 1), (busy.Requests, other.Requests));
    }

    [Fact]
    public void When_all_fail_each_server_and_its_status_are_told()
    {
        using var busy = new TimestampServer((_, _) => ServerAnswer.Text(503, "busy"));
        using var missing = new TimestampServer((_, _) => ServerAnswer.Text(404, "nothing here"));

        var failure = AssertFailure($"{busy.Address}", busy, missing);

        Assert.Equal($"{busy.Address}, {missing.Address}", failure.Arguments[0]);
        Assert.Equal($"{busy.Address} answered HTTP 503 Answer; {missing.Address} answered HTTP 404 Answer", failure.Arguments[1]);
        Assert.Equal((3, 1), (busy.Requests, missing.Requests));
    }

    [Fact]
    public void A_page_of_a_proxy_is_told_with_the_status()
    {
        using var server = new TimestampServer((_, _) => ServerAnswer.Text(200, "<html>Please log in</html>"));

        AssertFailure("answered HTTP 200 with content (text/html) that is not a token", server);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Garbage_is_told(int length)
    {
        using var server = new TimestampServer((_, _) => ServerAnswer.Token(new byte[length]));

        AssertFailure("that is not a token for the request", server);
    }

    [Fact]
    public void A_rejection_of_the_server_is_told()
    {
        using var server = new TimestampServer(async (_, _) => ServerAnswer.Token(await _authority.ReplyAsync([0x30, 0])));

        AssertFailure("HTTP 200", server);
    }

    [Fact]
    public async Task The_answer_to_another_request_is_refused()
    {
        // Of the same digest with another nonce, and of another digest.
        var sameDigest = await ReplyToAsync(Signature);
        var otherDigest = await ReplyToAsync([9]);
        using var replaying = new TimestampServer((_, number) => ServerAnswer.Token(number % 2 == 0 ? sameDigest : otherDigest));

        AssertFailure("that is not a token for the request", replaying);
        Assert.Equal(3, replaying.Requests);
    }

    [Fact]
    public void A_token_with_a_changed_signature_is_refused()
    {
        using var server = new TimestampServer(async (query, _) =>
        {
            var reply = await _authority.ReplyAsync(query);
            reply[^5] ^= 1;
            return ServerAnswer.Token(reply);
        });

        AssertFailure("HTTP 200", server);
    }

    [Fact]
    public void Bytes_after_the_token_are_refused()
    {
        using var server = new TimestampServer(async (query, _) =>
        {
            var reply = await _authority.ReplyAsync(query);
            return ServerAnswer.Token([.. reply, 0]);
        });

        AssertFailure("with bytes after the token", server);
    }

    [Fact]
    public void A_long_answer_is_not_read_to_its_end()
    {
        using var server = new TimestampServer((_, _) => ServerAnswer.Token(new byte[10_000_000]));

        AssertFailure("with more than 262144 bytes", server);
    }

    [Fact]
    public void A_server_that_does_not_answer_is_left()
    {
        using var server = new TimestampServer(async (_, _) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(20));
            return ServerAnswer.Text(200, "late");
        });

        var options = Fast with { Timeout = TimeSpan.FromSeconds(0.2), Pauses = [] };
        var failure = Assert.Throws<SigningException>(() => Request(options, server));

        Assert.EndsWith("did not answer within 0.2 seconds", failure.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_cannot_be_reached_is_told()
    {
        var server = new TimestampServer((_, _) => ServerAnswer.Text(200, ""));
        server.Dispose();

        AssertFailure("is not reachable", server);
    }

    [Fact]
    public void A_password_in_the_address_is_not_told()
    {
        var client = new TimestampClient([new Uri("http://user:secret@127.0.0.1:1/tsa?token=secret")], Fast with { Pauses = [] });

        var failure = Assert.Throws<SigningException>(() => client.Request(Signature, TestContext.Current.CancellationToken));

        Assert.Equal("http://127.0.0.1:1/tsa", failure.Arguments[0]);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_another_kind_is_told()
    {
        var client = new TimestampClient([new Uri("ldap://example.com/tsa")], Fast);

        AssertProblem(
            SigningProblem.TimestampFailed, () => client.Request(Signature, TestContext.Current.CancellationToken),
            "ldap://example.com/tsa", "not an HTTP address");
    }

    [Fact]
    public async Task A_cancelled_build_does_not_wait()
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new TimestampServer((_, _) =>
        {
            cancellation.Cancel();
            return ServerAnswer.Text(503, "busy");
        });
        var client = new TimestampClient([server.Address], Fast with { Pauses = [TimeSpan.FromHours(1)] });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => client.Request(Signature, cancellation.Token), CancellationToken.None));
    }

    private static byte[] Request(TimestampOptions options, params TimestampServer[] servers) =>
        new TimestampClient([.. servers.Select(server => server.Address)], options).Request(Signature, TestContext.Current.CancellationToken);

    private static SigningException AssertFailure(string how, params TimestampServer[] servers) =>
        AssertProblem(SigningProblem.TimestampFailed, () => Request(Fast, servers), servers[0].Address.ToString(), how);

    private Task<byte[]> ReplyToAsync(byte[] data) => _authority.ReplyAsync(
        Rfc3161TimestampRequest.CreateFromData(data, HashAlgorithmName.SHA256, nonce: new byte[] { 7 }, requestSignerCertificates: true).Encode());
}
