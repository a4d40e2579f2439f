using System.Text;
using Org.BouncyCastle.Bcpg.OpenPgp;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Signing.Verification;

/// <summary>A clear-signed text, and what its verification found.</summary>
/// <param name="Text">The text with the line end LF; empty if the file is not a clear-signed text.</param>
/// <param name="Signature">The valid signature of a trusted key, or the faults.</param>
internal sealed record ClearTextVerification(string Text, SignatureVerification Signature)
{
    private const string Begin = "-----BEGIN PGP SIGNED MESSAGE-----";
    private const string BeginSignature = "-----BEGIN PGP SIGNATURE-----";
    private const string EndSignature = "-----END PGP SIGNATURE-----";
    private const string Dash = "- ";

    /// <summary>Verifies a clear-signed text as strictly as apt: nothing is before or after it (apt, apt-pkg/contrib/gpgv.cc).</summary>
    /// <param name="file">The file.</param>
    /// <param name="publicKey">The public keys that are trusted, in their binary form; null to check the form of signatures only.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static ClearTextVerification Verify(ReadOnlySpan<byte> file, byte[]? publicKey, CancellationToken cancellationToken)
    {
        var lines = PackageText.Decode(file).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var blank = Array.IndexOf(lines, "");
        var begin = Array.IndexOf(lines, BeginSignature);
        var isForm = lines[0].TrimEnd() == Begin && blank > 0 && begin > blank && Array.IndexOf(lines, EndSignature) == lines.Length - 1;
        if (!isForm)
        {
            return new("", new(null, null, [SignatureVerification.Fault("The file is not one clear-signed text.")]));
        }

        var text = lines[(blank + 1)..begin].Select(line => line.StartsWith(Dash, StringComparison.Ordinal) ? line[Dash.Length..] : line)
            .Select(line => line.TrimEnd(' ', '\t', '\r')).ToList();
        var signed = Encoding.UTF8.GetBytes(string.Join("\r\n", text));
        var armor = string.Join('\n', lines[begin..]) + "\n";
        return new(string.Join('\n', text) + "\n", VerifyDetached(signed, Encoding.UTF8.GetBytes(armor), publicKey, cancellationToken));
    }

    /// <summary>Verifies a detached signature, armored or binary. One valid signature of a trusted key is enough.</summary>
    /// <param name="content">What is signed.</param>
    /// <param name="file">The file of the signatures.</param>
    /// <param name="publicKey">The public keys that are trusted, in their binary form; null to check the form of signatures only.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static SignatureVerification VerifyDetached(
        byte[] content, byte[] file, byte[]? publicKey, CancellationToken cancellationToken)
    {
        var verifier = new OpenPgpVerifier(publicKey);
        var results = SignaturesOf(file).Select(packet => verifier.Verify(packet, new MemoryStream(content), cancellationToken)).ToList();
        return results.Find(result => result.Faults.Count == 0) ?? (results.Count > 0
            ? results[0]
            : new(null, null, [SignatureVerification.Fault("There is no OpenPGP signature.")]));
    }

    private static List<byte[]> SignaturesOf(byte[] file)
    {
        try
        {
            var packets = new PgpObjectFactory(PgpUtilities.GetDecoderStream(new MemoryStream(file)));
            var signatures = new List<byte[]>();
            while (packets.NextPgpObject() is PgpSignatureList list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    signatures.Add(list[i].GetEncoded());
                }
            }

            return signatures;
        }
        catch (Exception exception) when (exception is PgpException or IOException or ArgumentException or InvalidOperationException)
        {
            return [];
        }
    }
}
