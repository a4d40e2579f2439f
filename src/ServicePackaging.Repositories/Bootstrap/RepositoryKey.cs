using System.Text.RegularExpressions;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>A public key that signs, or signed, the repository.</summary>
/// <param name="Armored">One armored block. Its lines end with LF.</param>
/// <param name="Fingerprint">The fingerprint of the primary key in upper case hexadecimal.</param>
internal sealed partial record RepositoryKey(string Armored, string Fingerprint)
{
    private const int GroupLength = 4;

    /// <summary>The fingerprint in the groups of four digits that GnuPG and dnf show.</summary>
    public string GroupedFingerprint => string.Join(' ', Fingerprint.Chunk(GroupLength).Select(group => new string(group)));

    /// <summary>Reads a key.</summary>
    /// <param name="packets">The key in its binary form.</param>
    /// <exception cref="Signing.SigningException">It is not a public key.</exception>
    public static RepositoryKey Read(byte[] packets) =>
        new(OpenPgpArmor.EncodePublicKey(packets), OpenPgpFingerprint.Of(packets, "the public key of the repository"));

    /// <summary>Checks the texts, which become parts of other files.</summary>
    /// <exception cref="RepositoryException">One of them is not usable.</exception>
    public void Check()
    {
        if (!BlockPattern().IsMatch(Armored))
        {
            throw new RepositoryException(RepositoryProblem.InvalidSetting, Fingerprint, "one armored public key");
        }

        if (!FingerprintPattern().IsMatch(Fingerprint))
        {
            throw new RepositoryException(RepositoryProblem.InvalidSetting, Fingerprint, "a fingerprint of 40 or 64 hexadecimal digits");
        }
    }

    // What is before or after the block would become a part of configuration files.
    [GeneratedRegex(
        @"\A-----BEGIN PGP PUBLIC KEY BLOCK-----\n([A-Za-z]+: [ -~]*\n)*\n([A-Za-z0-9+/=]+\n)+-----END PGP PUBLIC KEY BLOCK-----\n\z")]
    private static partial Regex BlockPattern();

    [GeneratedRegex(@"\A([0-9A-F]{40}|[0-9A-F]{64})\z")]
    private static partial Regex FingerprintPattern();
}
