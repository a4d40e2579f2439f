using System.Security.Cryptography;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace ServicePackaging.Signing;

/// <summary>Checks an OpenPGP signature with a key. RSA signatures are checked by .NET: BouncyCastle tests at each use of a key whether its
/// modulus is a product of primes, which takes 60 ms for a key of 3072 bits (measured with 2.7).</summary>
internal static class OpenPgpSignatureCheck
{
    /// <summary>Whether a signature is valid.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="key">The key that made it.</param>
    /// <param name="feed">Passes what is signed on to the function that it receives, without the trailer of the signature.</param>
    /// <exception cref="PgpException">The signature or the key is malformed.</exception>
    public static bool IsValid(PgpSignature signature, PgpPublicKey key, Action<Action<ReadOnlySpan<byte>>> feed)
    {
        if (key.PublicKeyPacket.Key is RsaPublicBcpgKey rsa && HashOf(signature) is { } hash)
        {
            return IsValid(signature, rsa, hash, feed);
        }

        signature.InitVerify(key);
        feed(signature.Update);
        return signature.Verify();
    }

    /// <summary>Returns the hash algorithm of a signature, or null if .NET does not have it.</summary>
    public static HashAlgorithmName? HashOf(PgpSignature signature) => signature.HashAlgorithm switch
    {
        HashAlgorithmTag.Sha1 => HashAlgorithmName.SHA1,
        HashAlgorithmTag.Sha256 => HashAlgorithmName.SHA256,
        HashAlgorithmTag.Sha384 => HashAlgorithmName.SHA384,
        HashAlgorithmTag.Sha512 => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static bool IsValid(
        PgpSignature signature, RsaPublicBcpgKey key, HashAlgorithmName hash, Action<Action<ReadOnlySpan<byte>>> feed)
    {
        using var digest = IncrementalHash.CreateHash(hash);
        feed(digest.AppendData);
        digest.AppendData(signature.GetSignatureTrailer());
        var modulus = key.Modulus.ToByteArrayUnsigned();

        // OpenPGP leaves out the zeros at the start of a number (RFC 9580 section 3.2).
        var number = signature.GetSignature();
        var value = new byte[Math.Max(modulus.Length, number.Length)];
        number.CopyTo(value, value.Length - number.Length);
        try
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = key.PublicExponent.ToByteArrayUnsigned() });
            return rsa.VerifyHash(digest.GetHashAndReset(), value, hash, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // The numbers are those of no key.
            return false;
        }
    }
}
