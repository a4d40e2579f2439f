using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Streams;
using ServicePackaging.Signing.Apple;
using ServicePackaging.Signing.Keys;

namespace ServicePackaging.Signing.MachO;

/// <summary>Signs the code for one architecture. All lengths are known before anything is written.</summary>
internal sealed class MachOSliceSigner
{
    private const string OrganizationalUnit = "2.5.4.11";
    private const string CdHashesAttribute = "1.2.840.113635.100.9.1";
    private const string CdHashes2Attribute = "1.2.840.113635.100.9.2";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const ulong MainProgramFlag = 1;

    private readonly MachOSlice _slice;
    private readonly MachOSigningOptions _options;
    private readonly string _file;
    private readonly MachOImage _image;
    private readonly CodeDirectory _directory;
    private readonly AppleCms? _cms;
    private readonly byte[] _header;
    private readonly int _signatureLength;

    /// <summary>Reads the code and plans its signature.</summary>
    /// <exception cref="InvalidDataException">The code cannot be signed.</exception>
    public MachOSliceSigner(Stream stream, MachOSlice slice, MachOSigningOptions options, string file)
    {
        (_slice, _options, _file) = (slice, options, file);
        _image = MachOImage.Read(stream, slice);
        _cms = options.Key is { } key ? new AppleCms(key, options.SigningTime, options.Timestamps) : null;
        _directory = Describe();

        var count = _directory.Special.Count + 2;
        _signatureLength = CodeSignature.SuperBlobHeaderLength + (count * CodeSignature.IndexLength) + _directory.Length
            + _directory.Special.Sum(blob => blob.Blob.Length) + CodeSignature.BlobHeaderLength + (_cms?.MaxLength ?? 0);
        _header = _image.Patch((uint)_signatureLength);
    }

    /// <summary>The length of the signed code.</summary>
    public long Length => _image.CodeLimit + (long)_signatureLength;

    /// <summary>Writes the signed code.</summary>
    public void Write(Stream stream, Stream output, CancellationToken cancellationToken)
    {
        using var pages = new PageHashStream(output);
        pages.Write(_header);
        var end = Math.Min(_image.CodeLimit, _slice.Length);
        using (var rest = new SectionStream(stream, _slice.Offset + _header.Length, end - _header.Length))
        {
            PooledCopy.CopyExactly(rest, pages, rest.Length, _file, observer: null, cancellationToken);
        }

        pages.Write(new byte[_image.CodeLimit - end]);
        var directory = _directory.Write(pages.Finish());
        var cms = CodeSignature.Blob(CodeSignature.WrapperMagic, _cms?.Sign(directory, Attributes(directory), _file, cancellationToken));
        var signature = new byte[_signatureLength];
        CodeSignature.Join([(CodeSignature.CodeDirectorySlot, directory), .. _directory.Special, (CodeSignature.CmsSlot, cms)])
            .CopyTo(signature, 0);
        output.Write(signature);
    }

    private CodeDirectory Describe()
    {
        var team = _options.Key is { } key ? TeamOf(key.Certificate) : null;
        var entitlements = _image.IsProgram ? _options.Entitlements : null;
        return new CodeDirectory
        {
            Identifier = _options.Identifier,
            Team = team,
            Flags = _cms is null ? CodeSignature.AdHocFlag : CodeSignature.HardenedRuntimeFlag,
            Runtime = _image.Sdk,
            CodeLimit = _image.CodeLimit,
            ExecutableSegment = _image.Text,
            ExecutableFlags = (_image.IsProgram ? MainProgramFlag : 0) | (entitlements?.ExecutableFlags ?? 0),
            Special = [(CodeSignature.RequirementsSlot, RequirementsFor(team)), .. entitlements?.Blobs ?? []],
        };
    }

    // Only a Developer ID satisfies its requirement. macOS derives one for other certificates.
    private byte[] RequirementsFor(string? team) =>
        team is not null
            && _options.Key!.Certificate.Extensions.Any(extension => extension.Oid?.Value == AppleCertificateRules.ApplicationMarker)
            ? Requirements.DeveloperId(_options.Identifier, team)
            : Requirements.Empty;

    private static string? TeamOf(X509Certificate2 certificate) => CertificateRules
        .PartsOf(certificate.SubjectName, OrganizationalUnit)
        .FirstOrDefault(name => name is { Length: > 0 } && !name.Contains('\0', StringComparison.Ordinal));

    // The digest of the code directory, once in a property list (as codesign wrote it first) and once in DER (CMSEncoder.cpp of Apple's
    // Security framework).
    private static AsnEncodedData[] Attributes(byte[] directory)
    {
        var hash = SHA256.HashData(directory);
        var list = new AsnWriter(AsnEncodingRules.DER);
        list.WriteOctetString(CdHashList.Write(hash.AsSpan(0, CodeSignature.CdHashLength)));
        var digest = new AsnWriter(AsnEncodingRules.DER);
        using (digest.PushSequence())
        {
            digest.WriteObjectIdentifier(Sha256);
            digest.WriteOctetString(hash);
        }

        return [new(new Oid(CdHashesAttribute), list.Encode()), new(new Oid(CdHashes2Attribute), digest.Encode())];
    }
}
