using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.MacPkg;

namespace ServicePackaging.Signing.Verification;

/// <summary>The signature of a macOS package.</summary>
/// <param name="IsSigned">Whether the package has a signature, valid or not.</param>
/// <param name="Faults">What is wrong with it; empty if it is valid. A package without a signature has one fault.</param>
internal sealed record MacPackageSignature(bool IsSigned, IReadOnlyList<PackageFault> Faults)
{
    /// <summary>The SHA-1 thumbprint of the certificate in upper case hexadecimal; null if it is unknown.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>The time that the signer stated.</summary>
    public DateTimeOffset? SigningTime { get; init; }

    /// <summary>The time that a server confirmed; null if there is no timestamp.</summary>
    public DateTimeOffset? TimestampTime { get; init; }
}

/// <summary>Verifies the signatures of macOS packages (lib/signature.c of Apple's xar). It shares no code with the signer. Whether the
/// root is trusted is not checked: only macOS knows.</summary>
internal static class MacPackageSignatureVerification
{
    private static readonly XNamespace XmlSignature = "http://www.w3.org/2000/09/xmldsig#";

    /// <summary>Verifies a package.</summary>
    /// <param name="package">A seekable stream, which stays open.</param>
    /// <param name="cancellationToken">Checked before the package is read.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static MacPackageSignature Verify(Stream package, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var faults = new SignatureFaults();
        XarReader? archive = null;
        faults.Try("The archive", () => archive = new XarReader(package));
        if (archive is null)
        {
            return new MacPackageSignature(IsSigned: false, faults.Faults);
        }

        var isSigned = archive.Signatures.Count > 0;
        CmsFacts? facts = null;
        if (faults.Require(isSigned, "The package is not signed."))
        {
            faults.Try("The signature", () => facts = Verify(archive, faults));
        }

        return new MacPackageSignature(isSigned, faults.Faults)
        {
            Thumbprint = facts?.Signer.Thumbprint,
            SigningTime = facts?.SigningTime,
            TimestampTime = facts?.TimestampTime,
        };
    }

    private static CmsFacts? Verify(XarReader archive, SignatureFaults faults)
    {
        var toc = XElement.Load(new MemoryStream(archive.TocBytes)).Element("toc")!;
        var rsa = toc.Elements("signature").ToList();
        var cms = toc.Elements("x-signature").ToList();
        var isComplete = rsa is [{ } only] && (string?)only.Attribute("style") == "RSA"
            && cms is [{ } other] && (string?)other.Attribute("style") == "CMS";
        if (!faults.Require(isComplete, "The package does not have exactly one RSA and one CMS signature."))
        {
            return null;
        }

        var digest = ReadHeap(archive, 0, archive.Algorithm.Length);
        var certificates = ReadCertificates(rsa[0]);
        faults.Require(
            certificates.SequenceEqual(ReadCertificates(cms[0]), StringComparer.Ordinal), "The signatures have different certificates.");
        var facts = CmsVerification.Verify(ReadPiece(archive, "x-signature"), digest, faults);
        if (facts is null || !faults.Require(certificates.Count > 0, "The RSA signature has no certificate."))
        {
            return facts;
        }

        // The order in a CMS is that of their encodings.
        faults.Require(
            certificates.Order(StringComparer.Ordinal).SequenceEqual(
                facts.Certificates.Select(certificate => Convert.ToBase64String(certificate.RawData)).Order(StringComparer.Ordinal)),
            "The certificates of the CMS signature are not those of the table of contents.");
        faults.Require(
            certificates[0] == Convert.ToBase64String(facts.Signer.RawData), "The first certificate is not that of the CMS signature.");
        using var key = facts.Signer.GetRSAPublicKey();
        faults.Require(
            key is not null && key.VerifyHash(digest, ReadPiece(archive, "signature"), archive.Algorithm.Name, RSASignaturePadding.Pkcs1),
            "The RSA signature does not match the table of contents.");
        return facts;
    }

    private static byte[] ReadPiece(XarReader archive, string name)
    {
        const int MaxLength = 1 << 20;
        var piece = archive.Signatures.Single(piece => piece.Name == name);
        return piece.Length <= MaxLength
            ? ReadHeap(archive, piece.Offset, piece.Length)
            : throw new InvalidDataException("A signature is larger than 1 MiB.");
    }

    private static byte[] ReadHeap(XarReader archive, long offset, long length)
    {
        var bytes = new byte[length];
        using var stream = archive.OpenHeap(offset, length);
        stream.ReadExactly(bytes);
        return bytes;
    }

    // Base64 without its line breaks.
    private static List<string> ReadCertificates(XElement signature) =>
    [
        .. signature.Elements(XmlSignature + "KeyInfo").Elements(XmlSignature + "X509Data").Elements(XmlSignature + "X509Certificate")
            .Select(certificate => Convert.ToBase64String(Convert.FromBase64String(certificate.Value))),
    ];
}
