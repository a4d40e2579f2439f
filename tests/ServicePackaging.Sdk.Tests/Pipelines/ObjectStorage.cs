using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace ServicePackaging.Sdk.Tests.Pipelines;

/// <summary>An object as the storage has it.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="CacheControl">The header that clients get.</param>
internal sealed record StoredObject(byte[] Content, string CacheControl);

/// <summary>A bucket with the requests of Amazon S3 that the command line sends for small files: list, read, write and delete. It does not
/// check signatures, and refuses what S3-compatible services refuse.</summary>
internal sealed class ObjectStorage : IAsyncDisposable
{
    private const string Bucket = "/acme-packages";

    private readonly LoopbackServer _server;

    public ObjectStorage() => _server = new(Answer);

    public string Address => _server.Address;

    public ConcurrentDictionary<string, StoredObject> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>The changes in their order: <c>PUT key</c> and <c>DELETE key</c>.</summary>
    public List<string> Changes { get; } = [];

    /// <summary>The key of an object that cannot be written, or null.</summary>
    public string? Refused { get; set; }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private ServerAnswer Answer(HttpListenerRequest request, byte[] body)
    {
        var path = Uri.UnescapeDataString(request.RawUrl!.Split('?')[0]);
        if (path.TrimEnd('/') == Bucket)
        {
            return List(request);
        }

        var key = path.StartsWith(Bucket + "/", StringComparison.Ordinal) ? path[(Bucket.Length + 1)..] : null;
        return (request.HttpMethod, key) switch
        {
            (_, null) => Error(404, "NoSuchBucket"),
            ("PUT", _) => Put(request, key, body),
            ("DELETE", _) => Delete(key),
            ("GET" or "HEAD", _) => Objects.TryGetValue(key, out var item) ? Describe(item, item.Content) : Error(404, "NoSuchKey"),
            _ => Error(501, "NotImplemented"),
        };
    }

    private ServerAnswer Put(HttpListenerRequest request, string key, byte[] body)
    {
        // Services that are not Amazon's do not know the checksums of newer clients.
        if (request.Headers.AllKeys.Any(name => name!.StartsWith("x-amz-checksum", StringComparison.OrdinalIgnoreCase) || name is "x-amz-trailer"))
        {
            return Error(400, "InvalidArgument");
        }

        if (key == Refused)
        {
            return Error(403, "AccessDenied");
        }

        Objects[key] = new(body, request.Headers["Cache-Control"] ?? "");
        Changes.Add($"PUT {key}");
        return Describe(Objects[key], []);
    }

    private ServerAnswer Delete(string key)
    {
        Objects.TryRemove(key, out _);
        Changes.Add($"DELETE {key}");
        return ServerAnswer.Of(204);
    }

    private ServerAnswer List(HttpListenerRequest request)
    {
        XNamespace s3 = "http://s3.amazonaws.com/doc/2006-03-01/";
        var prefix = request.QueryString["prefix"] ?? "";
        var items = Objects.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(item => item.Key, StringComparer.Ordinal);
        var document = new XElement(
            s3 + "ListBucketResult",
            new XElement(s3 + "Name", Bucket[1..]),
            new XElement(s3 + "EncodingType", "url"),
            new XElement(s3 + "IsTruncated", "false"),
            items.Select(item => new XElement(
                s3 + "Contents",
                new XElement(s3 + "Key", Uri.EscapeDataString(item.Key)),
                new XElement(s3 + "LastModified", "2026-01-01T00:00:00.000Z"),
                new XElement(s3 + "Size", item.Value.Content.Length.ToString(CultureInfo.InvariantCulture)))));
        return ServerAnswer.Of(200, document.ToString());
    }

    private static ServerAnswer Describe(StoredObject item, byte[] body) => new(200, body)
    {
        Headers = new Dictionary<string, string>
        {
            ["ETag"] = $"\"{Convert.ToHexStringLower(SHA256.HashData(item.Content))[..32]}\"",
            ["Last-Modified"] = "Thu, 01 Jan 2026 00:00:00 GMT",
        },
    };

    private static ServerAnswer Error(int status, string code) =>
        ServerAnswer.Of(status, $"<Error><Code>{code}</Code><Message>{code}</Message></Error>");
}
