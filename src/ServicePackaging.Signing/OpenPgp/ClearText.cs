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
        var lines = text.TrimEnd('\n').Split('\n');
        var signed = Encoding.UTF8.GetBytes(string.Join("\r\n", lines));
        List<OpenPgpSignature> signatures =
            [.. signers.Select(signer => signer.Sign(new MemoryStream(signed), OpenPgpSignatureType.Text, time, cancellationToken))];
        var hashes = signatures.Select(HashOf).Distinct().Order(StringComparer.Ordinal);
        var message = new StringBuilder(Header).Append("Hash: ").AppendJoin(", ", hashes).Append("\n\n");
        foreach (var line in lines)
        {
            message.Append(line.StartsWith('-') ? "- " : "").Append(line).Append('\n');
        }

        return Encoding.UTF8.GetBytes(message.Append(OpenPgpArmor.EncodeSignatures(signatures)).ToString());
    }

    private static string HashOf(OpenPgpSignature signature) =>
        ((PgpSignatureList)new PgpObjectFactory(signature.Packet).NextPgpObject())[0].HashAlgorithm switch
        {
            HashAlgorithmTag.Sha256 => "SHA256",
            HashAlgorithmTag.Sha384 => "SHA384",
            _ => "SHA512",
        };
}
