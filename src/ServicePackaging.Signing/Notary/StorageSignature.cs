using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServicePackaging.Signing.Notary;

/// <summary>The temporary access to a place in the storage that the notary service grants.</summary>
internal sealed record StorageAccess(string KeyId, string Secret, string SessionToken, string Bucket, string Object)
{
    /// <summary>The values that must not appear in messages.</summary>
    public IReadOnlyList<string> Secrets => [Secret, SessionToken, KeyId];

    /// <summary>A text without secrets: a record's own text would contain them.</summary>
    public override string ToString() => $"{nameof(StorageAccess)} {Bucket}/{Object}";
}

/// <summary>Signs uploads for Amazon S3 ("Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)").</summary>
internal static class StorageSignature
{
    // Where Apple's buckets are.
    private const string Region = "us-west-2";
    private const string Service = "s3";
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string SignedHeaders = "host;x-amz-content-sha256;x-amz-date;x-amz-security-token";

    /// <summary>Returns the address of an object.</summary>
    public static Uri AddressOf(StorageAccess access, Uri? storage)
    {
        var path = string.Join('/', access.Object.Split('/').Select(Uri.EscapeDataString));
        return storage is null
            ? new Uri($"https://{access.Bucket}.s3.{Region}.amazonaws.com/{path}")
            : new Uri(storage, $"{Uri.EscapeDataString(access.Bucket)}/{path}");
    }

    /// <summary>Adds the headers with the signature to a request.</summary>
    /// <param name="request">A request without a query.</param>
    /// <param name="access">The access.</param>
    /// <param name="sha256">The digest of the body, in lower-case hexadecimal.</param>
    /// <param name="now">The time of the request.</param>
    public static void Sign(HttpRequestMessage request, StorageAccess access, string sha256, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var date = time[..8];
        var address = request.RequestUri!;
        var host = address.IsDefaultPort ? address.IdnHost : $"{address.IdnHost}:{address.Port}";
        var canonical = string.Join(
            '\n',
            request.Method.Method, address.AbsolutePath, "",
            $"host:{host}", $"x-amz-content-sha256:{sha256}", $"x-amz-date:{time}", $"x-amz-security-token:{access.SessionToken}", "",
            SignedHeaders, sha256);
        var scope = $"{date}/{Region}/{Service}/aws4_request";
        var text = string.Join('\n', Algorithm, time, scope, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        string[] parts = [date, Region, Service, "aws4_request"];
        var key = parts.Aggregate(
            Encoding.UTF8.GetBytes("AWS4" + access.Secret), (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

        request.Headers.Host = host;
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", sha256);
        request.Headers.TryAddWithoutValidation("x-amz-date", time);
        request.Headers.TryAddWithoutValidation("x-amz-security-token", access.SessionToken);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{Algorithm} Credential={access.KeyId}/{scope}, SignedHeaders={SignedHeaders}, Signature={signature}");
    }
}
