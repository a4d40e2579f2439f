using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using static ServicePackaging.Signing.Timestamps.TimestampClient;

namespace ServicePackaging.Signing.Timestamps;

/// <summary>Reads and checks the answer of a timestamp server.</summary>
internal static class TimestampAnswer
{
    // A token with the server's chain has 2 to 10 kilobytes.
    private const int MaxLength = 256 * 1024;

    /// <summary>Reads an answer to a request.</summary>
    public static async Task<Answer> ReadAsync(
        Rfc3161TimestampRequest request, byte[] signature, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = $"HTTP {(int)response.StatusCode}";
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Answer.Failed($"answered {status} {response.ReasonPhrase}".TrimEnd()) with { IsFinal = IsFinal(response.StatusCode) };
        }

        var content = await ReadContentAsync(response, cancellationToken).ConfigureAwait(false);
        if (content is null)
        {
            return Answer.Failed($"answered {status} with more than {MaxLength} bytes");
        }

        try
        {
            var token = request.ProcessResponse(content, out var length);
            return length != content.Length ? Answer.Failed($"answered {status} with bytes after the token")
                : token.VerifySignatureForData(signature, out _) ? new(token.AsSignedCms().Encode(), "", IsFinal: true)
                : Answer.Failed($"answered {status} with a token whose signature is wrong");
        }
        catch (CryptographicException e)
        {
            var type = response.Content.Headers.ContentType?.MediaType ?? "unknown type";
            return Answer.Failed($"answered {status} with content ({type}) that is not a token for the request: {e.Message}");
        }
    }

    // The server has no such address, or does not want the request. A busy server and a slow request are reasons to try again.
    private static bool IsFinal(HttpStatusCode status) =>
        (int)status is >= 300 and < 500 && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);

    private static async Task<byte[]?> ReadContentAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[MaxLength + 1];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return length > MaxLength ? null : buffer[..length];
        }
    }
}
