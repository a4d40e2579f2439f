using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace ServicePackaging.Signing.Notary;

/// <summary>Makes the tokens that authenticate requests ("Generating Tokens for API Requests" of the App Store Connect API): JSON Web
/// Tokens (RFC 7519), signed with ES256 (RFC 7518 section 3.4).</summary>
internal static class NotaryToken
{
    private const string Audience = "appstoreconnect-v1";

    // Apple refuses more than 20 minutes.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Returns a token.</summary>
    /// <exception cref="SigningException">The key is not one of the App Store Connect API.</exception>
    public static string Create(NotaryOptions options, DateTimeOffset now)
    {
        using var key = ReadKey(options);
        var header = JsonSerializer.SerializeToUtf8Bytes(new { alg = "ES256", kid = options.KeyId, typ = "JWT" });
        var payload = JsonSerializer.SerializeToUtf8Bytes(new
        {
            iss = options.IssuerId,
            iat = now.ToUnixTimeSeconds(),
            exp = (now + Lifetime).ToUnixTimeSeconds(),
            aud = Audience,
        });
        var content = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        var signature = key.SignData(System.Text.Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    private static ECDsa ReadKey(NotaryOptions options)
    {
        const int KeySize = 256;
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(options.PrivateKey);
            if (key.KeySize == KeySize)
            {
                return key;
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // The message could quote the key.
        }

        key.Dispose();
        throw new SigningException(
            SigningProblem.UnreadableKey, $"The notary key {options.KeyId}",
            "it is not an ECDSA key (P-256) in PEM, as App Store Connect provides it in a file AuthKey_ID.p8");
    }
}
