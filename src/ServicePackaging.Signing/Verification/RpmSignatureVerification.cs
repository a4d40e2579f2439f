using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Signing.Verification;

/// <summary>Checks the signature of an rpm package over its header.</summary>
internal static class RpmSignatureVerification
{
    /// <summary>Verifies the signatures.</summary>
    /// <param name="package">The package, a seekable stream.</param>
    /// <param name="publicKey">The public keys that are trusted, in their binary form; null to check the form of signatures only.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="InvalidDataException">The package is malformed.</exception>
    public static SignatureVerification Verify(Stream package, byte[]? publicKey, CancellationToken cancellationToken)
    {
        using var reader = RpmReader.Open(package, leaveOpen: true);
        return Verify(reader, new OpenPgpVerifier(publicKey), cancellationToken);
    }

    /// <summary>Verifies the signatures of a package that is being read.</summary>
    /// <param name="reader">Reads the package.</param>
    /// <param name="verifier">Knows the public keys that are trusted.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public static SignatureVerification Verify(RpmReader reader, OpenPgpVerifier verifier, CancellationToken cancellationToken)
    {
        var packets = Packets(reader.Signature).ToList();
        return SignatureVerification.Combine(
            packets.Select(packet => verifier.Verify(packet, new MemoryStream(reader.Header.Bytes.ToArray()), cancellationToken)));
    }

    private static IEnumerable<byte[]> Packets(RpmHeader header) =>
        new[] { RpmSignatureTag.Rsa, RpmSignatureTag.Dsa }
            .Select(tag => header.Of<RpmBytes>((int)tag)?.Values.ToArray()).OfType<byte[]>()
            .Concat(header.Of<RpmTexts>((int)RpmSignatureTag.OpenPgp)?.Values.Select(Decode) ?? []);

    private static byte[] Decode(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
