using System.Globalization;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Checks signatures as clients do: one that is valid is enough. Otherwise, the fault of the one that is closest to valid is
/// reported.</summary>
/// <param name="keys">The public keys that clients have, in their binary form; null to check only the form.</param>
/// <param name="now">The time of the clock.</param>
/// <param name="faults">Receives the faults.</param>
internal sealed class SignatureCheck(byte[]? keys, DateTimeOffset now, FaultCollector faults)
{
    private readonly PgpPublicKeyRingBundle? _rings = keys is null ? null : new(keys);

    /// <summary>Checks a file of detached signatures, armored or binary.</summary>
    /// <param name="path">The file for messages.</param>
    /// <param name="content">What is signed.</param>
    /// <param name="file">The file of signatures.</param>
    /// <param name="weak">How severe a weak hash algorithm is; null for an error.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public void Check(string path, byte[] content, byte[] file, FaultSeverity? weak, CancellationToken cancellationToken)
    {
        var signatures = OpenPgpPackets.Read(file);
        if (signatures.Count == 0)
        {
            faults.Add(SignatureRules.Invalid, path, "There is no OpenPGP signature in it. Clients refuse the repository. Sign again.");
            return;
        }

        Report(path, signatures, content, weak, cancellationToken);
    }

    /// <summary>Checks signature packets.</summary>
    public void Check(
        string path, byte[] content, IReadOnlyList<byte[]> packets, CancellationToken cancellationToken)
    {
        var signatures = packets.SelectMany(OpenPgpPackets.Read).ToList();
        if (signatures.Count == 0)
        {
            faults.Add(SignatureRules.Invalid, path, "Its signature cannot be read. Sign the package again.");
            return;
        }

        Report(path, signatures, content, weak: null, cancellationToken);
    }

    /// <summary>Whether a key that clients have made a signature, valid or not.</summary>
    public bool Knows(PgpSignature signature) => _rings?.GetPublicKey(signature.KeyId) is not null;

    private void Report(
        string path, IReadOnlyList<PgpSignature> signatures, byte[] content, FaultSeverity? weak, CancellationToken cancellationToken)
    {
        var best = signatures.Select(signature => Judge(signature, content, cancellationToken)).MaxBy(verdict => verdict.Rank);
        if (best is { KeyFault: { } fault, Fingerprint: { } fingerprint })
        {
            faults.AddOnce(fault.Rule, fingerprint, path, fault.Message);
        }
        else if (best is { Rule: { } rule, Message: { } message })
        {
            faults.Add(rule, path, message, rule == SignatureRules.Weak ? weak : null);
        }
    }

    private Verdict Judge(PgpSignature signature, byte[] content, CancellationToken cancellationToken)
    {
        var weak = OpenPgpPackets.WeakHash(signature);
        if (_rings is null)
        {
            return weak is null ? Verdict.Valid : WeakHash(weak);
        }

        if (_rings.GetPublicKeyRing(signature.KeyId) is not { } ring || ring.GetPublicKey(signature.KeyId) is not { } key)
        {
            return new(0, SignatureRules.UnknownKey, string.Create(
                CultureInfo.InvariantCulture, $"The key {signature.KeyId:X16}, which is not among the given keys, made the signature. ")
                + "Clients without it refuse the file. Sign with a key that clients have, or give them the new key before.");
        }

        if (weak is not null)
        {
            return WeakHash(weak);
        }

        using var stream = new MemoryStream(content, writable: false);
        var result = new OpenPgpVerifier(keys).Verify(signature.GetEncoded(), stream, cancellationToken);
        if (result.Faults.Count > 0 || OpenPgpPackets.IsExpired(signature, now))
        {
            return new(1, SignatureRules.Invalid,
                "The signature does not match the file, is older than its key, or has expired. Clients refuse it. Write the file and "
                + "its signature "
                + "in the same publication.");
        }

        return KeyFaults.Find(ring, key, now) is { } fault
            ? new(3, null, null, fault, Convert.ToHexString(key.GetFingerprint()))
            : Verdict.Valid;
    }

    private static Verdict WeakHash(string name) => new(2, SignatureRules.Weak,
        $"The signature uses {name}. apt and rpm of newer systems refuse it. Sign with SHA-256 or SHA-512, such as with "
        + "'gpg --digest-algo SHA512'.");

    private sealed record Verdict(
        int Rank, RepositoryRule? Rule, string? Message, KeyFault? KeyFault = null, string? Fingerprint = null)
    {
        public static Verdict Valid { get; } = new(4, null, null);
    }
}

/// <summary>Reads signature packets.</summary>
internal static class OpenPgpPackets
{
    private const int MostSignatures = 50;

    /// <summary>Returns the signatures of a file, armored or binary; empty if there is none that can be read.</summary>
    public static IReadOnlyList<PgpSignature> Read(byte[] file)
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

    /// <summary>Returns the name of the hash algorithm if clients refuse it; otherwise null.</summary>
    public static string? WeakHash(PgpSignature signature) => signature.HashAlgorithm switch
    {
        HashAlgorithmTag.Sha256 or HashAlgorithmTag.Sha384 or HashAlgorithmTag.Sha512
            or HashAlgorithmTag.Sha3_256 or HashAlgorithmTag.Sha3_512 => null,
        HashAlgorithmTag.MD5 => "MD5",
        HashAlgorithmTag.Sha1 => "SHA-1",
        HashAlgorithmTag.Sha224 => "SHA-224",
        var other => other.ToString(),
    };

    /// <summary>Whether the signature states an end that has passed.</summary>
    public static bool IsExpired(PgpSignature signature, DateTimeOffset now) =>
        signature.GetHashedSubPackets()?.GetSignatureExpirationTime() is > 0 and var seconds
        && new DateTimeOffset(DateTime.SpecifyKind(signature.CreationTime, DateTimeKind.Utc)).AddSeconds(seconds) <= now;
}
