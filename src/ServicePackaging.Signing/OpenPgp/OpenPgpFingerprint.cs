using Org.BouncyCastle.Bcpg.OpenPgp;

namespace ServicePackaging.Signing.OpenPgp;

/// <summary>The fingerprint by which people recognize a public key.</summary>
internal static class OpenPgpFingerprint
{
    /// <summary>Returns the fingerprint of the primary key in upper case hexadecimal.</summary>
    /// <param name="packets">A public key in its binary form. Its primary key is the first packet (RFC 9580 section 10.1).</param>
    /// <param name="source">The name of the key, for messages.</param>
    /// <exception cref="SigningException">It is not a public key.</exception>
    public static string Of(byte[] packets, string source)
    {
        try
        {
            return Convert.ToHexString(new PgpPublicKeyRing(packets).GetPublicKey().GetFingerprint());
        }
        catch (Exception exception) when (exception is IOException or PgpException)
        {
            throw new SigningException(SigningProblem.UnreadableKey, source, $"it is not a public key ({exception.Message.TrimEnd('.')})");
        }
    }
}
