using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace ServicePackaging.Signing.Keys;

/// <summary>Reads the private RSA key of a PEM file.</summary>
internal static class PemKeyReader
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    /// <summary>The labels of keys that cannot be used, and what to do about them.</summary>
    private static readonly (string Label, string Remedy)[] Unsupported =
    [
        ("OPENSSH PRIVATE KEY", "it is a key of OpenSSH. Windows and macOS need an RSA key with a certificate: a .pfx"),
        ("DSA PRIVATE KEY", "it is a DSA key. Windows and macOS need an RSA key with a certificate: a .pfx"),
    ];

    /// <summary>Reads the key.</summary>
    /// <param name="content">The file, for the forms that .NET does not find in it.</param>
    /// <param name="blocks">The blocks of the file.</param>
    /// <param name="password">The password, or null.</param>
    /// <param name="source">The source of the key, for messages.</param>
    /// <exception cref="SigningException">There is not exactly one private RSA key that the password opens.</exception>
    public static RSA Read(ReadOnlySpan<byte> content, IReadOnlyList<PemBlock> blocks, char[]? password, string source)
    {
        RequireKnownForm(content, blocks, source);
        var keys = blocks.Where(block => block.Label.EndsWith(PemText.Pkcs8Key, StringComparison.Ordinal)).ToList();
        return keys switch
        {
            [] when blocks.Count == 0 => throw new SigningException(SigningProblem.UnreadableKey, source, "it is a damaged PEM file"),
            [] => throw new SigningException(SigningProblem.PublicKey, source),
            [var key] => Open(key, password, source),
            _ => throw new SigningException(SigningProblem.SeveralKeys, source, string.Join(", ", keys.Select(key => key.Label))),
        };
    }

    private static void RequireKnownForm(ReadOnlySpan<byte> content, IReadOnlyList<PemBlock> blocks, string source)
    {
        // RFC 1421, the old encryption of OpenSSL. .NET finds no block here, because of the headers.
        if (content.IndexOf("DEK-Info:"u8) >= 0)
        {
            throw new SigningException(
                SigningProblem.UnsupportedKey, source,
                "it has an old form of encryption. Convert it to PKCS #8: openssl pkcs8 -topk8 -in old.pem -out new.pem");
        }

        if (content.IndexOf("-----BEGIN PGP "u8) >= 0)
        {
            throw new SigningException(
                SigningProblem.UnsupportedKey, source,
                "it is an OpenPGP key. Windows and macOS need an RSA key with a certificate: a .pfx");
        }

        foreach (var (label, remedy) in Unsupported)
        {
            if (blocks.Any(block => block.Label == label))
            {
                throw new SigningException(SigningProblem.UnsupportedKey, source, remedy);
            }
        }

        if (blocks.Any(block => block.Label == PemText.EllipticCurveKey))
        {
            throw new SigningException(SigningProblem.WeakAlgorithm, source, "ECDSA");
        }
    }

    private static RSA Open(PemBlock block, char[]? password, string source)
    {
        var rsa = RSA.Create();
        try
        {
            if (block.Label == PemText.Pkcs1Key)
            {
                rsa.ImportRSAPrivateKey(block.Content, out _);
                return rsa;
            }

            var info = block.Label == PemText.EncryptedPkcs8Key
                ? KeyPassword.OpenEncrypted(source, password, text => Pkcs8PrivateKeyInfo.DecryptAndDecode(text, block.Content, out _))
                : Pkcs8PrivateKeyInfo.Decode(block.Content, out _);
            if (info.AlgorithmId.Value != RsaEncryption)
            {
                throw new SigningException(SigningProblem.WeakAlgorithm, source, info.AlgorithmId.FriendlyName ?? info.AlgorithmId.Value!);
            }

            rsa.ImportRSAPrivateKey(info.PrivateKeyBytes.Span, out _);
            return rsa;
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            throw new SigningException(SigningProblem.UnreadableKey, source, "it is a damaged private key");
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block.Content);
        }
    }
}
