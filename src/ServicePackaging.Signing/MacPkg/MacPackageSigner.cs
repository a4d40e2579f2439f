using System.Globalization;
using System.Security.Cryptography;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Signing.Apple;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.Timestamps;

namespace ServicePackaging.Signing.MacPkg;

/// <summary>Signs macOS packages, and removes their signatures. The table of contents is written anew; the files of the archive are copied.
/// Only packages of <see cref="MacPackageWriter"/> are accepted, because only their unsigned bytes are known.</summary>
internal static class MacPackageSigner
{
    /// <summary>Writes a package with both signatures that Apple's tools expect: an RSA signature of the digest of the table of contents,
    /// and a CMS signature with that digest as its content (lib/signature.c of Apple's xar). An existing signature and a notarization
    /// ticket are dropped. Without a timestamp, the same package, key and time give the same bytes.</summary>
    /// <param name="package">A seekable stream, which stays open.</param>
    /// <param name="signed">The stream to write to, which stays open. It need not be seekable.</param>
    /// <param name="key">The key with the certificates for the package.</param>
    /// <param name="signingTime">The time that the signature states.</param>
    /// <param name="timestamps">Confirms the time of the signature; null for none.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="SigningException">The package cannot be signed, or the key or the server failed.</exception>
    /// <exception cref="IOException">A stream cannot be read or written.</exception>
    public static void Sign(
        Stream package, Stream signed, CertificateKey key, DateTimeOffset signingTime, ITimestampSource? timestamps,
        CancellationToken cancellationToken)
    {
        var name = SignableName.Of(package, "The macOS package");
        var cms = new AppleCms(key, signingTime, timestamps);
        IReadOnlyList<byte[]> certificates = [.. key.Certificates.Select(certificate => certificate.RawData)];
        Rewrite(package, signed, name, Signatures, cancellationToken);

        IReadOnlyList<XarSignature> Signatures(HashAlgorithmName algorithm) =>
        [
            new XarSignature(
                XarFormat.RsaSignature, XarFormat.RsaStyle, key.Key.KeySize / 8, certificates,
                digest => key.Key.SignHash(digest, algorithm, RSASignaturePadding.Pkcs1)),
            new XarSignature(
                XarFormat.CmsSignature, XarFormat.CmsStyle, cms.MaxLength, certificates,
                digest => cms.Sign(digest, [], name, cancellationToken)),
        ];
    }

    /// <summary>Writes a package without its signatures and without a notarization ticket: the bytes that were signed.</summary>
    /// <param name="package">A seekable stream, which stays open. It need not be signed.</param>
    /// <param name="unsigned">The stream to write to, which stays open. It need not be seekable.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="SigningException">The package was not written by <see cref="MacPackageWriter"/>.</exception>
    /// <exception cref="IOException">A stream cannot be read or written.</exception>
    public static void Remove(Stream package, Stream unsigned, CancellationToken cancellationToken) =>
        Rewrite(package, unsigned, SignableName.Of(package, "The macOS package"), _ => [], cancellationToken);

    private static void Rewrite(
        Stream package, Stream output, string name, Func<HashAlgorithmName, IReadOnlyList<XarSignature>> signatures,
        CancellationToken cancellationToken)
    {
        try
        {
            var archive = new XarReader(package);
            var nodes = XarNodes.Read(archive);
            var time = ReadTime(archive);
            var expected = new XarWriter(archive.Algorithm, time, XarNodes.ReadSignatures(archive)).BuildTableOfContents(nodes);
            if (!archive.TocBytes.AsSpan().SequenceEqual(expected))
            {
                throw new InvalidDataException("Another program has written its table of contents. Sign it with that program.");
            }

            using var heap = XarNodes.OpenFiles(archive);
            new XarWriter(archive.Algorithm, time, signatures(archive.Algorithm.Name)).Write(output, nodes, [heap], cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new SigningException(SigningProblem.UnsignableFile, name, e.Message);
        }
    }

    private static DateTimeOffset ReadTime(XarReader archive) =>
        DateTimeOffset.TryParseExact(
            archive.CreationTime, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : throw new InvalidDataException("The archive's creation time is missing.");
}
