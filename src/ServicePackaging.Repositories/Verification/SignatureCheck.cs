using ServicePackaging.Signing.Trust;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Checks signatures as clients do: one that is valid is enough. Otherwise, the fault of the one that is closest to valid is
/// reported.</summary>
/// <param name="keys">The public keys that clients have, in their binary form; null to check only the form.</param>
/// <param name="now">The time of the clock.</param>
/// <param name="faults">Receives the faults.</param>
internal sealed class SignatureCheck(byte[]? keys, DateTimeOffset now, FaultCollector faults)
{
    private readonly SignatureJudge _judge = new(keys, now);

    /// <summary>Checks a file of detached signatures, armored or binary.</summary>
    /// <param name="path">The file for messages.</param>
    /// <param name="content">What is signed.</param>
    /// <param name="file">The file of signatures.</param>
    /// <param name="weak">How severe a weak hash algorithm is; null for an error.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>What clients think of each signature.</returns>
    public IReadOnlyList<SignatureVerdict> Check(
        string path, byte[] content, byte[] file, FaultSeverity? weak, CancellationToken cancellationToken)
    {
        var verdicts = _judge.Judge(content, file, cancellationToken);
        if (verdicts.MaxBy(verdict => verdict.Standing) is { } best)
        {
            Report(path, best, weak);
        }
        else
        {
            faults.Add(
                SignatureRules.Invalid, path, "There is no OpenPGP signature that can be read. Clients refuse what it should sign. Sign "
                    + "again.");
        }

        return verdicts;
    }

    private void Report(string path, SignatureVerdict verdict, FaultSeverity? weak)
    {
        var (standing, key, detail) = verdict;
        switch (standing)
        {
            case SignatureStanding.UnknownKey:
                faults.Add(
                    SignatureRules.UnknownKey, path,
                    $"The key {key}, which is not among the given keys, made the signature. Clients without it refuse the file. Sign "
                    + "with a key "
                    + "that clients have, or give them the new key before.");
                break;
            case SignatureStanding.Invalid:
                faults.Add(
                    SignatureRules.Invalid, path,
                    "The signature does not match the file, is older than its key, or has expired. Clients refuse it. Write the file "
                    + "and its "
                    + "signature in the same publication.");
                break;
            case SignatureStanding.WeakHash:
                faults.Add(
                    SignatureRules.Weak, path,
                    $"The signature uses {detail}. apt and rpm of newer systems refuse it. Sign with SHA-256 or SHA-512, such as with "
                    + "'gpg --digest-algo SHA512'.",
                    weak);
                break;
            case SignatureStanding.RevokedKey:
                faults.AddOnce(
                    SignatureRules.RevokedKey, key, path,
                    $"The key {key} has been revoked. All clients refuse it. Sign with another key that clients have.");
                break;
            case SignatureStanding.ExpiredKey:
                faults.AddOnce(
                    SignatureRules.ExpiredKey, key, path,
                    $"The key {key} expired on {detail}. apt refuses it, and newer versions accept only signatures from before that "
                    + "day. Extend "
                    + "the key, and give clients the new public key.");
                break;
            case SignatureStanding.WeakKey:
                faults.AddOnce(
                    SignatureRules.WeakKey, key, path,
                    $"The key {key} {detail}. apt of Debian 13 and newer refuses it, and so does rpm 4.20 and newer. Create a key with "
                    + "RSA 3072 or "
                    + "4096 bits, and sign with both keys until clients have the new one.");
                break;
        }
    }
}
