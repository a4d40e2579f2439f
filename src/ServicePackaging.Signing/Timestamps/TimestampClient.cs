using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace ServicePackaging.Signing.Timestamps;

/// <summary>
/// Requests timestamps over HTTP (RFC 3161, 3.4). Public servers fail often, so each one is asked several times, and then the next one.
/// A token is used only if it is of this request, of this signature, and signed with a certificate for timestamps.
/// </summary>
/// <param name="servers">The addresses, in the order in which they are tried.</param>
/// <param name="options">Pauses and the timeout; null for the defaults.</param>
/// <param name="http">The client to send with, which stays the caller's; null to create one for each request.</param>
internal sealed class TimestampClient(IReadOnlyList<Uri> servers, TimestampOptions? options = null, HttpClient? http = null)
    : ITimestampSource
{
    private const int NonceLength = 8;

    private readonly TimestampOptions _options = options ?? new();

    // Where a package has hundreds of programs, a server that is down must not be asked for each of them.
    private int _first;

    /// <inheritdoc/>
    public byte[] Request(ReadOnlySpan<byte> signature, CancellationToken cancellationToken)
    {
        var data = signature.ToArray();
        var failures = new List<string>();
        var client = http ?? new HttpClient();
        try
        {
            for (var i = 0; i < servers.Count; i++)
            {
                var server = (_first + i) % servers.Count;
                if (RequestAsync(client, servers[server], data, failures, cancellationToken).GetAwaiter().GetResult() is { } token)
                {
                    _first = server;
                    return token;
                }
            }
        }
        finally
        {
            if (client != http)
            {
                client.Dispose();
            }
        }

        throw new SigningException(
            SigningProblem.TimestampFailed, string.Join(", ", servers.Select(NameOf)), string.Join("; ", failures));
    }

    // A name or a password in an address stays out of messages.
    private static string NameOf(Uri server) =>
        new UriBuilder(server) { UserName = "", Password = "", Query = "", Fragment = "" }.Uri.AbsoluteUri;

    private async Task<byte[]?> RequestAsync(
        HttpClient client, Uri server, byte[] signature, List<string> failures, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = await TryAsync(client, server, signature, cancellationToken).ConfigureAwait(false);
            if (answer.Token is not null)
            {
                return answer.Token;
            }

            if (answer.IsFinal || attempt == _options.Pauses.Count)
            {
                failures.Add($"{NameOf(server)} {answer.Failure}");
                return null;
            }

            await Task.Delay(_options.Pauses[attempt], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Answer> TryAsync(HttpClient client, Uri server, byte[] signature, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.Timeout);
        try
        {
            // A nonce rejects the stored answer of an earlier request. The token is not reproducible anyway.
#pragma warning disable RS0030
            var nonce = RandomNumberGenerator.GetBytes(NonceLength);
#pragma warning restore RS0030
            var request = Rfc3161TimestampRequest.CreateFromData(
                signature, HashAlgorithmName.SHA256, nonce: nonce, requestSignerCertificates: true);
            using var message = new HttpRequestMessage(HttpMethod.Post, server) { Content = new ByteArrayContent(request.Encode()) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                .ConfigureAwait(false);
            return await TimestampAnswer.ReadAsync(request, signature, response, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Answer.Failed($"did not answer within {_options.Timeout.TotalSeconds} seconds");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Answer.Failed($"is not reachable ({e.Message})");
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            return Answer.Failed($"is not an HTTP address ({e.Message})") with { IsFinal = true };
        }
    }

    /// <summary>What a server answered.</summary>
    /// <param name="Token">The token, or null.</param>
    /// <param name="Failure">How it failed, as the rest of a sentence that starts with the address.</param>
    /// <param name="IsFinal">Whether the same request would have the same result.</param>
    internal readonly record struct Answer(byte[]? Token, string Failure, bool IsFinal)
    {
        public static Answer Failed(string how) => new(null, how, IsFinal: false);
    }
}
