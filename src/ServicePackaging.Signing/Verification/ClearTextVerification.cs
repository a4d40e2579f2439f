using System.Buffers;
using Org.BouncyCastle.Bcpg.OpenPgp;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Signing.Verification;

/// <summary>A clear-signed text, and what its verification found.</summary>
/// <param name="Text">The text with the line end LF; empty if the file is not a clear-signed text.</param>
/// <param name="Signature">The valid signature of a trusted key, or the faults.</param>
internal sealed record ClearTextVerification(string Text, SignatureVerification Signature)
{
    private static ReadOnlySpan<byte> Begin => "-----BEGIN PGP SIGNED MESSAGE-----"u8;

    private static ReadOnlySpan<byte> BeginSignature => "-----BEGIN PGP SIGNATURE-----"u8;

    private static ReadOnlySpan<byte> EndSignature => "-----END PGP SIGNATURE-----"u8;

    private static ReadOnlySpan<byte> Dash => "- "u8;

    /// <summary>Verifies a clear-signed text as strictly as apt: nothing is before or after it (apt, apt-pkg/contrib/gpgv.cc).</summary>
    /// <param name="file">The file.</param>
    /// <param name="publicKey">The public keys that are trusted, in their binary form; null to check the form of signatures only.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static ClearTextVerification Verify(ReadOnlySpan<byte> file, byte[]? publicKey, CancellationToken cancellationToken)
    {
        var rest = file.TrimEnd("\r\n"u8);
        var isForm = ReadLine(ref rest).SequenceEqual(Begin);
        while (isForm && !rest.IsEmpty && !ReadLine(ref rest).IsEmpty)
        {
        }

        var text = new ArrayBufferWriter<byte>(file.Length);
        var signed = new ArrayBufferWriter<byte>(file.Length + (file.Length / 16) + 1);
        while (!rest.IsEmpty && !rest.StartsWith(BeginSignature))
        {
            var line = ReadLine(ref rest);
            isForm &= !line.SequenceEqual(EndSignature);
            line = line.StartsWith(Dash) ? line[Dash.Length..] : line;
            signed.Write(text.WrittenCount > 0 ? "\r\n"u8 : []);
            signed.Write(line);
            text.Write(line);
            text.Write("\n"u8);
        }

        return isForm && rest.IndexOf(EndSignature) is > 0 and var end && end + EndSignature.Length == rest.Length
            ? new(
                PackageText.Decode(text.WrittenSpan),
                VerifyDetached(signed.WrittenSpan.ToArray(), [.. rest, (byte)'\n'], publicKey, cancellationToken))
            : new("", new(null, null, [SignatureVerification.Fault("The file is not one clear-signed text.")]));
    }

    // Blanks at the end of a line are not signed (RFC 9580 section 7.2).
    private static ReadOnlySpan<byte> ReadLine(ref ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOf((byte)'\n');
        var line = length < 0 ? rest : rest[..length];
        rest = length < 0 ? [] : rest[(length + 1)..];
        return line.TrimEnd(" \t\r"u8);
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
