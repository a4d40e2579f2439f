using System.Globalization;
using System.Security.Cryptography;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Bcpg.Sig;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Signing.Verification;

/// <summary>Checks detached OpenPGP signatures. It shares no code with what signs.</summary>
/// <param name="publicKey">The public keys that are trusted, in their binary form; null to check the form of signatures only.</param>
internal sealed class OpenPgpVerifier(byte[]? publicKey)
{
    // Parsed once for all signatures. A key file that cannot be parsed is a fault of each of them.
    private readonly Lazy<PgpPublicKeyRingBundle>? _keys = publicKey is null ? null : new(() => new(publicKey));

    /// <summary>Checks a signature.</summary>
    /// <param name="packet">The signature packet.</param>
    /// <param name="content">What it signs.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <returns>Who signed and when, and a fault unless the signature is valid and made by a trusted key.</returns>
    public SignatureVerification Verify(byte[] packet, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return new PgpObjectFactory(packet).NextPgpObject() is PgpSignatureList { Count: 1 } list
                ? Verify(list[0], content, cancellationToken)
                : Refused("it is not an OpenPGP signature");
        }
        catch (Exception exception) when (exception is PgpException or IOException or ArgumentException or InvalidOperationException)
        {
            return Refused($"it is malformed ({exception.Message})");
        }
    }

    private static SignatureVerification Refused(string fault) =>
        new(null, null, [SignatureVerification.Fault($"The signature is not valid: {fault}.")]);

    private SignatureVerification Verify(PgpSignature signature, Stream content, CancellationToken cancellationToken)
    {
        var fault = _keys is null ? null : FindFault(signature, _keys.Value, content, cancellationToken);
        var fingerprint = signature.GetHashedSubPackets()?.GetSubpacket(SignatureSubpacketTag.IssuerFingerprint) as IssuerFingerprint;
        return (fault is null ? new SignatureVerification(null, null, []) : Refused(fault)) with
        {
            Thumbprint = fingerprint is null ? $"{signature.KeyId:X16}" : Convert.ToHexString(fingerprint.GetFingerprint()),
            Timestamp = new DateTimeOffset(DateTime.SpecifyKind(signature.CreationTime, DateTimeKind.Utc)),
        };
    }

    private static string? FindFault(
        PgpSignature signature, PgpPublicKeyRingBundle keys, Stream content, CancellationToken cancellationToken)
    {
        if (keys.GetPublicKey(signature.KeyId) is not { } key)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it is by the unknown key {signature.KeyId:X16}");
        }

        if (signature.CreationTime < key.CreationTime)
        {
            return "it is older than its key";
        }

        if (OpenPgpSignatureCheck.HashOf(signature) is not { } algorithm || algorithm == HashAlgorithmName.SHA1)
        {
            return "it uses a hash algorithm that is not safe";
        }

        using var digest = IncrementalHash.CreateHash(algorithm);
        var isValid = OpenPgpSignatureCheck.IsValid(signature, key, update => PooledCopy.ReadRest(
            content,
            block =>
            {
                update(block);
                digest.AppendData(block);
            },
            cancellationToken));

        // rpm compares the first bytes of the digest, too, which BouncyCastle does not.
        digest.AppendData(signature.GetSignatureTrailer());
        return isValid && digest.GetHashAndReset().AsSpan().StartsWith(signature.GetDigestPrefix())
            ? null
            : "it does not match the package";
    }

}
