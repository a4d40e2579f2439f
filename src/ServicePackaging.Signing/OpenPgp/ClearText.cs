using System.Text;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace ServicePackaging.Signing.OpenPgp;

/// <summary>Signs texts that stay readable (RFC 9580 section 7).</summary>
internal static class ClearText
{
    private const string Header = "-----BEGIN PGP SIGNED MESSAGE-----\n";

    /// <summary>Signs a text with each of several keys.</summary>
    /// <param name="text">Lines without blanks at their ends. Each of them ends with LF.</param>
    /// <param name="signers">The keys, at least one.</param>
    /// <param name="time">The time of the text.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The signed text in UTF-8.</returns>
    /// <exception cref="SigningException">A key cannot sign.</exception>
    public static byte[] Sign(
        string text, IReadOnlyList<IOpenPgpSigner> signers, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var body = text.TrimEnd('\n');
        var signed = Encoding.UTF8.GetBytes(body.Replace("\n", "\r\n", StringComparison.Ordinal));
        List<OpenPgpSignature> signatures =
            [.. signers.Select(signer => signer.Sign(new MemoryStream(signed), OpenPgpSignatureType.Text, time, cancellationToken))];
        var hashes = signatures.Select(HashOf).Distinct().Order(StringComparer.Ordinal);
        var escaped = (body.StartsWith('-') ? "- " : "") + body.Replace("\n-", "\n- -", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(
            $"{Header}Hash: {string.Join(", ", hashes)}\n\n{escaped}\n{OpenPgpArmor.EncodeSignatures(signatures)}");
    }

    private static string HashOf(OpenPgpSignature signature) =>
        ((PgpSignatureList)new PgpObjectFactory(signature.Packet).NextPgpObject())[0].HashAlgorithm switch
        {
            HashAlgorithmTag.Sha256 => "SHA256",
            HashAlgorithmTag.Sha384 => "SHA384",
            _ => "SHA512",
        };
}
