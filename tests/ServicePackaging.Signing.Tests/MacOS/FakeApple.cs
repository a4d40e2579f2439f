using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServicePackaging.Signing.Tests.MacOS;

/// <summary>A server that answers as Apple's notary service, Amazon's storage and Apple's ticket service are documented to, and checks
/// what they would check. It is written from the documents, not from the client.</summary>
internal sealed class FakeApple : IAsyncDisposable
{
    public const string SessionToken = "session+token/with=signs";
    public const string Secret = "a secret/of the+storage";
    public const string AccessKey = "ASIAEXAMPLE";
    public const string Id = "2efe2717-52ef-43a5-96dc-0797e4ca1041";
    public const string Object = "prod/AROARQRX7CZS3PRF6ZA5L:2efe 2717";

    private readonly HttpListener _listener = new();
    private readonly Task _loop;
    private readonly ECDsa _key;

    public FakeApple(ECDsa key)
    {
        _key = key;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _loop = RunAsync();
    }

    public Uri Address { get; }

    /// <summary>The file name of the package.</summary>
    public string Name { get; init; } = "orders.pkg";

    /// <summary>The answers to the questions for the status, the last one again and again. A number is a status of HTTP.</summary>
    public Queue<string> Statuses { get; init; } = new(["In Progress", "Accepted"]);

    /// <summary>The log of the submission.</summary>
    public string Log { get; init; } = "{}";

    /// <summary>The status that the storage answers with.</summary>
    public int StorageStatus { get; init; } = 200;

    /// <summary>The ticket; null for none.</summary>
    public byte[]? Ticket { get; init; }

    /// <summary>What was wrong with the requests.</summary>
    public List<string> Complaints { get; } = [];

    public List<string> Requests { get; } = [];

    public string? DeclaredSha256 { get; private set; }

    public byte[]? Uploaded { get; private set; }

    public string? Record { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    private async Task RunAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var (status, answer) = Answer(context.Request, body.ToArray());
            context.Response.StatusCode = status;
            var bytes = Encoding.UTF8.GetBytes(answer);
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }

    private (int Status, string Body) Answer(HttpListenerRequest request, byte[] body)
    {
        var path = request.RawUrl!;
        Requests.Add($"{request.HttpMethod} {path}");
        return (request.HttpMethod, path) switch
        {
            ("POST", "/notary/v2/submissions") => Authenticated(request, () => Submit(body)),
            ("GET", $"/notary/v2/submissions/{Id}") => Authenticated(request, Status),
            ("GET", $"/notary/v2/submissions/{Id}/logs") => Authenticated(request, () => (200, Json(new
            {
                data = new { id = Id, type = "submissionsLog", attributes = new { developerLogUrl = $"{Address}log?signature=presigned" } },
            }))),
            ("GET", "/log?signature=presigned") => (200, Log),
            ("PUT", _) => Store(request, body),
            ("POST", "/tickets") => LookUp(body),
            _ => (404, "unknown path"),
        };
    }

    // "Generating Tokens for API Requests": ES256, kid, iss, aud, and an exp at most 20 minutes after iat.
    private (int Status, string Body) Authenticated(HttpListenerRequest request, Func<(int Status, string Body)> answer)
    {
        var parts = (request.Headers["Authorization"] ?? "")["Bearer ".Length..].Split('.');
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var isValid = _key.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
            && header.RootElement is var h && h.GetProperty("alg").GetString() == "ES256" && h.GetProperty("typ").GetString() == "JWT"
            && h.GetProperty("kid").GetString() == "KEYID12345"
            && payload.RootElement is var p && p.GetProperty("iss").GetString() == "issuer"
            && p.GetProperty("aud").GetString() == "appstoreconnect-v1"
            && p.GetProperty("exp").GetInt64() - p.GetProperty("iat").GetInt64() is > 0 and <= 1200
            && p.GetProperty("iat").GetInt64() >= MacKeys.Time.ToUnixTimeSeconds();
        return isValid ? answer() : (401, "{\"errors\":[{\"code\":\"NOT_AUTHORIZED\",\"status\":\"401\"}]}");
    }

    private (int Status, string Body) Submit(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        DeclaredSha256 = document.RootElement.GetProperty("sha256").GetString();
        Require(document.RootElement.GetProperty("submissionName").GetString() == Name, "submissionName");
        return (200, Json(new
        {
            data = new
            {
                id = Id,
                type = "newSubmissions",
                attributes = new
                {
                    awsAccessKeyId = AccessKey,
                    awsSecretAccessKey = Secret,
                    awsSessionToken = SessionToken,
                    bucket = "notary-submissions-prod",
                    @object = Object,
                },
            },
            meta = new { },
        }));
    }

    private (int Status, string Body) Status()
    {
        var status = Statuses.Count > 1 ? Statuses.Dequeue() : Statuses.Peek();
        return int.TryParse(status, out var code)
            ? (code, "please wait")
            : (200, Json(new
            {
                data = new { id = Id, type = "submissions", attributes = new { createdDate = "x", name = "orders.pkg", status } },
            }));
    }

    // "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)", for a payload in a single chunk.
    private (int Status, string Body) Store(HttpListenerRequest request, byte[] body)
    {
        Uploaded = body;
        var authorization = request.Headers["Authorization"] ?? "";
        var time = request.Headers["x-amz-date"]!;
        var credential = authorization.Split("Credential=")[1].Split(',')[0].Split('/');
        var names = authorization.Split("SignedHeaders=")[1].Split(',')[0];
        var headers = string.Concat(
            names.Split(';').Select(name => $"{name}:{(name == "host" ? request.UserHostName : request.Headers[name])}\n"));
        var hash = request.Headers["x-amz-content-sha256"]!;
        var canonical = $"PUT\n{request.RawUrl}\n\n{headers}\n{names}\n{hash}";
        var text = $"AWS4-HMAC-SHA256\n{time}\n{string.Join('/', credential[1..])}\n{Hex(SHA256.HashData(Utf8(canonical)))}";
        var key = Mac(Mac(Mac(Mac(Utf8("AWS4" + Secret), credential[1]), credential[2]), credential[3]), credential[4]);

        Require(request.RawUrl == "/storage/notary-submissions-prod/prod/AROARQRX7CZS3PRF6ZA5L%3A2efe%202717", $"path {request.RawUrl}");
        Require(
            credential is [AccessKey, var date, "us-west-2", "s3", "aws4_request"] && time.StartsWith(date, StringComparison.Ordinal),
            "credential");
        Require(request.Headers["x-amz-security-token"] == SessionToken, "token");
        Require(hash == Hex(SHA256.HashData(body)) && hash == DeclaredSha256, "digest of the body");
        Require(authorization.EndsWith($"Signature={Hex(Mac(key, text))}", StringComparison.Ordinal), "signature");
        Require(request.ContentLength64 == body.Length, "length");
        return StorageStatus == 200
            ? (200, "")
            : (StorageStatus,
                $"<Error><AWSAccessKeyId>{AccessKey}</AWSAccessKeyId><CanonicalRequest>{canonical}</CanonicalRequest></Error>");
    }

    private (int Status, string Body) LookUp(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        Record = document.RootElement.GetProperty("records")[0].GetProperty("recordName").GetString();
        return (200, Ticket is null
            ? Json(new { records = new[] { new { recordName = Record, reason = "Record not found", serverErrorCode = "NOT_FOUND" } } })
            : Json(new
            {
                records = new[]
                {
                    new
                    {
                        recordName = Record,
                        recordType = "DeveloperIDTicket",
                        fields = new { signedTicket = new { value = Convert.ToBase64String(Ticket), type = "BYTES" } },
                        deleted = false,
                    },
                },
            }));
    }

    private void Require(bool condition, string what)
    {
        if (!condition)
        {
            Complaints.Add(what);
        }
    }

    private static string Json(object value) => JsonSerializer.Serialize(value);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Utf8(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
