using System.Text;
using System.Text.Json;

namespace ServicePackaging.Signing.Notary;

/// <summary>Sends requests, and turns every failure into one message.</summary>
/// <param name="client">Sends the requests. Its own timeout must allow an upload.</param>
internal sealed class NotaryHttp(HttpClient client)
{
    private const int MaxBodyLength = 1000;
    private const int MaxAnswerLength = 4 << 20;

    /// <summary>Sends a request.</summary>
    /// <param name="request">The request, which is disposed of.</param>
    /// <param name="subject">The submission in the exception.</param>
    /// <param name="secrets">What must not appear in the exception.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The body of the answer.</returns>
    /// <exception cref="NotaryHttpException">There was no answer, or one that is not a success.</exception>
    public async Task<byte[]> SendAsync(
        HttpRequestMessage request, string subject, IReadOnlyList<string> secrets, CancellationToken cancellationToken)
    {
        using (request)
        {
            var what = $"{request.Method.Method} {request.RequestUri!.GetLeftPart(UriPartial.Path)}";
            // The client's own limit ends with the headers of the answer.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(client.Timeout);
            try
            {
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                    .ConfigureAwait(false);
                var body = await ReadAsync(response, limit.Token).ConfigureAwait(false);
                return response.IsSuccessStatusCode
                    ? body
                    : throw new NotaryHttpException(
                        subject, $"{what} failed with status {(int)response.StatusCode}. {Show(body, secrets)}".TrimEnd(),
                        isTransient: (int)response.StatusCode is 429 or >= 500);
            }
            catch (Exception e) when (e is HttpRequestException or IOException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                throw new NotaryHttpException(subject, $"{what} failed: {Hide(e.Message, secrets)}", isTransient: true);
            }
        }
    }

    /// <summary>Reads a value of an answer.</summary>
    /// <exception cref="SigningException">The answer is not JSON, or does not have the value.</exception>
    public static T Read<T>(byte[] answer, string subject, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // The answer may contain the temporary credentials: it is not shown.
            throw new SigningException(SigningProblem.NotarizationFailed, subject, "The answer of the service has an unknown form.");
        }
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (body.Length < MaxAnswerLength
            && await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    // Secrets are replaced before the text is cut off, so that no part of one remains.
    private static string Show(byte[] body, IReadOnlyList<string> secrets)
    {
        var text = Hide(Encoding.UTF8.GetString(body), secrets).ReplaceLineEndings(" ").Trim();
        return text.Length <= MaxBodyLength ? text : text[..MaxBodyLength] + "...";
    }

    private static string Hide(string text, IReadOnlyList<string> secrets) => secrets
        .Where(secret => secret.Length > 0)
        .Aggregate(text, (hidden, secret) => hidden.Replace(secret, "***", StringComparison.Ordinal));
}
