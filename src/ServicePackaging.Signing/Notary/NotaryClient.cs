using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace ServicePackaging.Signing.Notary;

/// <summary>Notarizes packages with Apple's notary service (https://developer.apple.com/documentation/notaryapi).</summary>
/// <param name="options">The key and the addresses.</param>
/// <param name="client">Sends the requests. Its own timeout must allow an upload, and it must not follow redirects to other
/// servers.</param>
/// <param name="time">The clock.</param>
internal sealed class NotaryClient(NotaryOptions options, HttpClient client, TimeProvider time)
{
    private const string InProgress = "In Progress";
    private const string Accepted = "Accepted";

    // Longer names do not occur: an ID of Apple's is a UUID.
    private const int MaxIdLength = 100;

    private readonly NotaryHttp _http = new(client);

    /// <summary>Uploads a package.</summary>
    /// <param name="package">A seekable stream, which stays open. It is read twice.</param>
    /// <param name="name">The name of the package's file, which Apple shows.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <returns>The ID of the submission, with which <see cref="WaitAsync"/> can be called at any later time.</returns>
    /// <exception cref="SigningException">The key cannot be used, or the service or the storage refused the package.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public async Task<string> SubmitAsync(Stream package, string name, CancellationToken cancellationToken)
    {
        package.Position = 0;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(package, cancellationToken).ConfigureAwait(false));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Service, "submissions"))
        {
            Content = JsonContent.Create(new { submissionName = name, sha256, notifications = Array.Empty<object>() }),
        };
        var answer = await SendAsync(request, name, cancellationToken).ConfigureAwait(false);
        var (id, access) = NotaryHttp.Read(answer, name, ReadSubmission);
        await UploadAsync(package, access, sha256, $"{name} ({id})", cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Waits until Apple has accepted a package.</summary>
    /// <param name="id">The ID of the submission, which may be of an earlier build.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="SigningException">Apple refused the package, with the lines of its log; or there was no result in time.</exception>
    public async Task WaitAsync(string id, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        string? failure = null;
        while (true)
        {
            try
            {
                var answer = await SendRawAsync(
                    new HttpRequestMessage(HttpMethod.Get, AddressOf(id, "")), id, cancellationToken).ConfigureAwait(false);
                failure = null;
                var status = NotaryHttp.Read(answer, id, root => Attributes(root).GetProperty("status").GetString() ?? "");
                if (status == Accepted)
                {
                    return;
                }

                if (status != InProgress)
                {
                    throw await RefusedAsync(id, status, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (NotaryHttpException e) when (e.IsTransient)
            {
                failure = e.Message;
            }
            catch (NotaryHttpException e)
            {
                throw e.ToSigningException();
            }

            if (time.GetElapsedTime(start) >= options.Timeout)
            {
                throw new SigningException(SigningProblem.NotarizationTimeout, id, Show(options.Timeout, failure));
            }

            await Task.Delay(options.PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task UploadAsync(
        Stream package, StorageAccess access, string sha256, string subject, CancellationToken cancellationToken)
    {
        package.Position = 0;
        using var content = new StreamContent(new UnownedStream(package));
        content.Headers.ContentLength = package.Length;
        var request = new HttpRequestMessage(HttpMethod.Put, StorageSignature.AddressOf(access, options.Storage)) { Content = content };
        StorageSignature.Sign(request, access, sha256, time.GetUtcNow());
        try
        {
            await _http.SendAsync(request, subject, access.Secrets, cancellationToken).ConfigureAwait(false);
        }
        catch (NotaryHttpException e)
        {
            throw e.ToSigningException();
        }
    }

    private async Task<SigningException> RefusedAsync(string id, string status, CancellationToken cancellationToken)
    {
        string log;
        try
        {
            var answer = await SendRawAsync(new HttpRequestMessage(HttpMethod.Get, AddressOf(id, "/logs")), id, cancellationToken)
                .ConfigureAwait(false);
            var address = NotaryHttp.Read(answer, id, root => new Uri(Attributes(root).GetProperty("developerLogUrl").GetString() ?? ""));
            IReadOnlyList<string> secrets = [address.Query.TrimStart('?')];
            var text = await _http.SendAsync(new HttpRequestMessage(HttpMethod.Get, address), id, secrets, cancellationToken)
                .ConfigureAwait(false);
            log = NotaryHttp.Read(text, id, NotaryLog.Describe);
        }
        catch (Exception e) when (e is NotaryHttpException or SigningException)
        {
            log = $"Its log could not be read. {(e as SigningException)?.Arguments[^1] ?? e.Message}";
        }

        return new SigningException(SigningProblem.NotarizationFailed, id, $"{status}. {log}");
    }

    private async Task<byte[]> SendAsync(HttpRequestMessage request, string subject, CancellationToken cancellationToken)
    {
        try
        {
            return await SendRawAsync(request, subject, cancellationToken).ConfigureAwait(false);
        }
        catch (NotaryHttpException e)
        {
            throw e.ToSigningException();
        }
    }

    private Task<byte[]> SendRawAsync(HttpRequestMessage request, string subject, CancellationToken cancellationToken)
    {
        var token = NotaryToken.Create(options, time.GetUtcNow());
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return _http.SendAsync(request, subject, [token], cancellationToken);
    }

    private Uri AddressOf(string id, string suffix) => new(options.Service, $"submissions/{Uri.EscapeDataString(id)}{suffix}");

    private static (string Id, StorageAccess Access) ReadSubmission(JsonElement root)
    {
        var attributes = Attributes(root);
        var id = root.GetProperty("data").GetProperty("id").GetString() ?? "";
        return id.Length is > 0 and <= MaxIdLength
            ? (id, new StorageAccess(
                Text("awsAccessKeyId"), Text("awsSecretAccessKey"), Text("awsSessionToken"), Text("bucket"), Text("object")))
            : throw new FormatException("The ID is missing.");

        string Text(string name) => attributes.GetProperty(name).GetString() ?? "";
    }

    private static JsonElement Attributes(JsonElement root) => root.GetProperty("data").GetProperty("attributes");

    private static string Show(TimeSpan timeout, string? failure) =>
        string.Create(CultureInfo.InvariantCulture, $"{timeout.TotalMinutes:0.#} minutes") + (failure is null ? "" : $" ({failure})");
}
