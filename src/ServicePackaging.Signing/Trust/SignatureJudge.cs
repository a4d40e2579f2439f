using System.Globalization;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Signing.Trust;

/// <summary>Judges signatures and keys as package managers of all supported systems do, as measured with gpgv, sqv and rpm.</summary>
internal sealed class SignatureJudge
{
    private const int MostSignatures = 50;

    private readonly DateTimeOffset _now;
    private readonly OpenPgpVerifier _verifier;
    private readonly PgpPublicKeyRingBundle? _rings;

    /// <param name="keys">The public keys that clients have, in their binary form; null to judge only hash algorithms.</param>
    /// <param name="now">The time of the clock.</param>
    /// <exception cref="InvalidDataException">They are not public keys.</exception>
    public SignatureJudge(byte[]? keys, DateTimeOffset now)
    {
        _now = now;
        _verifier = new(keys);
        try
        {
            _rings = keys is null ? null : new(keys);
        }
        catch (Exception exception) when (exception is PgpException or IOException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"The public keys cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Judges the signatures of a file.</summary>
    /// <param name="content">What is signed.</param>
    /// <param name="file">The file of detached signatures, armored or binary.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The results in the order of the file; empty if it contains no signature.</returns>
    public IReadOnlyList<SignatureVerdict> Judge(byte[] content, byte[] file, CancellationToken cancellationToken) =>
        [.. Read(file).Select(signature => Judge(signature, content, cancellationToken))];

    private static List<PgpSignature> Read(byte[] file)
    {
        var signatures = new List<PgpSignature>();
        try
        {
            using var decoded = PgpUtilities.GetDecoderStream(new MemoryStream(file));
            var packets = new PgpObjectFactory(decoded);
            while (signatures.Count < MostSignatures && packets.NextPgpObject() is PgpSignatureList list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    signatures.Add(list[i]);
                }
            }
        }
        catch (Exception exception) when (exception is PgpException or IOException or ArgumentException or InvalidOperationException
            or IndexOutOfRangeException)
        {
            // What comes before the damage counts, as for gpgv.
        }

        return signatures;
    }

    private SignatureVerdict Judge(PgpSignature signature, byte[] content, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{signature.KeyId:X16}");
        var ring = _rings?.GetPublicKeyRing(signature.KeyId);
        var key = ring?.GetPublicKey(signature.KeyId);
        if (_rings is not null && key is null)
        {
            return new(SignatureStanding.UnknownKey, id, "");
        }

        if (WeakHash(signature) is { } weak)
        {
            return new(SignatureStanding.WeakHash, id, weak);
        }

        if (ring is null || key is null)
        {
            return new(SignatureStanding.Valid, id, "");
        }

        using var stream = new MemoryStream(content, writable: false);
        var isValid = _verifier.Verify(signature.GetEncoded(), stream, cancellationToken).Faults.Count == 0 && !IsExpired(signature);
        return isValid ? KeyJudge.Judge(ring.GetPublicKey(), key, _now) : new(SignatureStanding.Invalid, id, "");
    }

    private static string? WeakHash(PgpSignature signature) => signature.HashAlgorithm switch
    {
        HashAlgorithmTag.Sha256 or HashAlgorithmTag.Sha384 or HashAlgorithmTag.Sha512 => null,
        HashAlgorithmTag.MD5 => "MD5",
        HashAlgorithmTag.Sha1 => "SHA-1",
        HashAlgorithmTag.Sha224 => "SHA-224",
        var other => other.ToString(),
    };

    private bool IsExpired(PgpSignature signature) =>
        signature.GetHashedSubPackets()?.GetSignatureExpirationTime() is > 0 and var seconds
        && new DateTimeOffset(DateTime.SpecifyKind(signature.CreationTime, DateTimeKind.Utc)).AddSeconds(seconds) <= _now;
}
