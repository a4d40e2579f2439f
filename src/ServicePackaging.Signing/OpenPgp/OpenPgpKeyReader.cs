using System.Security.Cryptography;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace ServicePackaging.Signing.OpenPgp;

/// <summary>Reads exported secret keys and chooses the one that signs.</summary>
internal static class OpenPgpKeyReader
{
    private const int LeastKeyId = 8;

    private const string UnsupportedRemedy =
        "it contains a key of OpenPGP 6 or of an algorithm that only the newest systems know. Export a key of version 4, RSA or Ed25519, "
        + "or sign with a command";

    /// <summary>Opens the key that signs: the newest signing subkey that is usable, otherwise the primary key.</summary>
    /// <param name="file">The exported key, armored or binary.</param>
    /// <param name="source">The name of the file or variable, for messages.</param>
    /// <param name="keyId">The fingerprint or the end of it, at least 8 digits, of the key to use; empty to choose.</param>
    /// <param name="passphrase">The passphrase, or null if none is named.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="SigningException">The key cannot be read, opened or used.</exception>
    public static OpenPgpKey Open(ReadOnlySpan<byte> file, string source, string keyId, char[]? passphrase, DateTimeOffset now)
    {
        var rings = ReadRings(OpenPgpArmor.Decode(file, source), source);
        var candidates = rings.ToDictionary(ring => ring, ring => CandidatesOf(ring, now));
        var (ring, candidate) = Choose(candidates, source, keyId.Length == 0 ? null : Normalize(keyId));
        try
        {
            return new OpenPgpKey(candidate, Unlock(candidate, source, passphrase), EncodePublic(ring), now);
        }
        catch (Exception exception) when (exception is PgpException or CryptographicException or ArgumentException)
        {
            throw new SigningException(SigningProblem.UnreadableKey, source, "its secret part is damaged");
        }
    }

    /// <summary>Reads the public half of a key, from a file that has it or from a file with the secret key.</summary>
    /// <exception cref="SigningException">The file contains no key.</exception>
    public static byte[] ReadPublic(ReadOnlySpan<byte> file, string source)
    {
        var packets = OpenPgpArmor.Decode(file, source);
        if (!IsPublic(packets))
        {
            return [.. ReadRings(packets, source).SelectMany(EncodePublic)];
        }

        // A secret key after the public one is refused, because the file is published.
        Parse(source, () => new PgpPublicKeyRingBundle(packets));
        return packets;
    }

    private static List<PgpSecretKeyRing> ReadRings(byte[] packets, string source)
    {
        if (IsPublic(packets))
        {
            throw new SigningException(SigningProblem.PublicKey, source);
        }

        List<PgpSecretKeyRing> rings = [.. Parse(source, () => new PgpSecretKeyRingBundle(packets)).GetKeyRings()];
        return rings.Count > 0 ? rings : throw new SigningException(SigningProblem.UnreadableKey, source, "it contains no secret key");
    }

    private static T Parse<T>(string source, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (UnsupportedPacketVersionException)
        {
            throw new SigningException(SigningProblem.UnsupportedKey, source, UnsupportedRemedy);
        }
        catch (IOException exception) when (exception.Message.Contains("algorithm", StringComparison.OrdinalIgnoreCase))
        {
            throw new SigningException(SigningProblem.UnsupportedKey, source, UnsupportedRemedy);
        }
        catch (Exception exception)
        {
            throw new SigningException(SigningProblem.UnreadableKey, source, $"it is not an exported OpenPGP key ({FirstLine(exception)})");
        }
    }

    // The tag of the first packet: 6, a public key (RFC 9580 section 4.2; the old form has the tag in other bits).
    private static bool IsPublic(ReadOnlySpan<byte> packets) =>
        !packets.IsEmpty && ((packets[0] & 0x40) != 0 ? packets[0] & 0x3F : (packets[0] >> 2) & 0xF) == (int)PacketTag.PublicKey;

    private static List<OpenPgpCandidate> CandidatesOf(PgpSecretKeyRing ring, DateTimeOffset now) =>
        [.. ring.GetSecretKeys().Select(key => new OpenPgpCandidate(key, ring.GetPublicKey(), now))];

    private static (PgpSecretKeyRing Ring, OpenPgpCandidate Key) Choose(
        Dictionary<PgpSecretKeyRing, List<OpenPgpCandidate>> candidates, string source, string? keyId)
    {
        var wanted = candidates
            .SelectMany(row => row.Value.Select(key => (Ring: row.Key, Key: key)))
            .Where(row => keyId is null || (keyId.Length >= LeastKeyId && row.Key.Fingerprint.EndsWith(keyId, StringComparison.Ordinal)))
            .ToList();
        var usable = wanted.Where(row => row.Key.Reason is null).ToList();
        if (usable.Count == 0)
        {
            var reasons = wanted.Select(row => $"{row.Key}: {row.Key.Reason}").DefaultIfEmpty($"no key has the ID '{keyId}'");
            throw new SigningException(SigningProblem.NoUsableKey, source, string.Join("; ", reasons));
        }

        var fingerprints = usable.Select(row => row.Key.Fingerprint).Order(StringComparer.Ordinal);
        var rings = usable.GroupBy(row => row.Ring).ToList();
        return rings.Count == 1
            ? usable.OrderBy(row => row.Key.IsPrimary).ThenByDescending(row => row.Key.Created).First()
            : throw new SigningException(SigningProblem.SeveralKeys, source, string.Join(", ", fingerprints));
    }

    private static PgpPrivateKey Unlock(OpenPgpCandidate candidate, string source, char[]? passphrase)
    {
        var isEncrypted = candidate.Secret.S2kUsage != 0;
        if (isEncrypted && passphrase is null)
        {
            throw new SigningException(SigningProblem.PasswordMissing, source);
        }

        try
        {
            return candidate.Secret.ExtractPrivateKeyUtf8(isEncrypted ? passphrase : []);
        }
        catch (PgpException) when (isEncrypted)
        {
            throw new SigningException(SigningProblem.PasswordWrong, source);
        }
    }

    private static byte[] EncodePublic(PgpSecretKeyRing ring)
    {
        using var packets = new MemoryStream();
        foreach (var key in ring.GetSecretKeys().Select(key => key.PublicKey).Concat(ring.GetExtraPublicKeys()))
        {
            key.Encode(packets, forTransfer: true);
        }

        return packets.ToArray();
    }

    private static string Normalize(string keyId) =>
        string.Concat(keyId.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant() is var id && id.StartsWith("0X", StringComparison.Ordinal)
            ? id[2..]
            : id;

    private static string FirstLine(Exception exception) => exception.Message.Split('\n', 2)[0].Trim();
}
