using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Rpm;

/// <summary>The results of writing a package.</summary>
/// <param name="InstalledSize">The total length of all files in bytes.</param>
/// <param name="Length">The package's length in bytes.</param>
public sealed record RpmWriteResult(long InstalledSize, long Length);

/// <summary>Writes binary packages of rpm's format 4. Each payload file is read once and is not held in memory.</summary>
public static class RpmWriter
{
    // The same as rpmbuild reserves, which suffices for two signatures.
    private const int ReservedSpace = 4096 + 32;

    /// <summary>
    /// Writes the package to a file and verifies it, all or nothing. An existing file at the path is replaced only by a complete and valid
    /// package. If writing fails or is cancelled, the existing file is unchanged and no partial file remains. The same package results in
    /// the same bytes on every host.
    /// </summary>
    /// <remarks>The digests are SHA-256: of the header, of the compressed and the uncompressed payload, and of each file. MD5 and SHA-1 are
    /// not written: rpm 6 and hosts in FIPS mode do not use them, and rpm since 4.14 does not require them.</remarks>
    /// <param name="package">The package to write. Its rules are described in <see cref="RpmPackage"/>.</param>
    /// <param name="path">The file to create, in an existing directory that also contains the temporary files.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule. The message contains the path or field.</exception>
    /// <exception cref="PackageFaultException">The written package has faults.</exception>
    /// <exception cref="IOException">A payload file cannot be read or its length has changed since the package was planned, or the disk is
    /// full.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not writable.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RpmWriteResult Write(RpmPackage package, string path, CancellationToken cancellationToken = default)
    {
        RpmPackageValidator.Validate(package);
        return PackageFile.Write(
            path, (output, directory) => Write(package, output, directory, cancellationToken), RpmVerifier.Verify, cancellationToken);
    }

    /// <summary>Writes a package to a stream, which does not have to be seekable. Temporary files are created in the system's temporary
    /// directory.</summary>
    /// <inheritdoc cref="Write(RpmPackage, Stream, string, CancellationToken)"/>
    public static RpmWriteResult Write(RpmPackage package, Stream output, CancellationToken cancellationToken = default) =>
        Write(package, output, Path.GetTempPath(), cancellationToken);

    /// <summary>Writes a package to a stream, which does not have to be seekable.</summary>
    /// <param name="package">The package to write. Its rules are described in <see cref="RpmPackage"/>.</param>
    /// <param name="output">The stream to write to, which stays open.</param>
    /// <param name="temporaryDirectory">Contains the compressed payload until its digest is known, because the digest is written before
    /// it.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule. The message contains the path or field.</exception>
    /// <exception cref="IOException">A payload file cannot be read or its length has changed since the package was planned, or the output
    /// cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RpmWriteResult Write(
        RpmPackage package, Stream output, string temporaryDirectory, CancellationToken cancellationToken = default) =>
        Write(package, output, temporaryDirectory, RpmFormat.FirstLongSize, cancellationToken);

    /// <summary>Writes a package to a stream.</summary>
    /// <param name="firstLongSize">The length of a file from which on the package uses the form for large files.</param>
    internal static RpmWriteResult Write(
        RpmPackage package, Stream output, string temporaryDirectory, long firstLongSize, CancellationToken cancellationToken)
    {
        RpmPackageValidator.Validate(package);
        var isLarge = package.Files.Any(file => CpioWriter.LengthOf(file.Entry) >= firstLongSize);
        using var temporary = PackageFile.CreateTemporary(temporaryDirectory, "payload");
        var payload = new RpmPayloadWriter(package, isLarge).Write(temporary, cancellationToken);

        var header = RpmMainHeader.Build(package, payload, isLarge);
        var signature = BuildSignature(header, payload);
        var padding = new byte[-signature.Length & (RpmFormat.SignatureAlignment - 1)];
        output.Write(BuildLead(package));
        output.Write(signature);
        output.Write(padding);
        output.Write(header);
        temporary.Position = 0;
        PooledCopy.CopyExactly(temporary, output, payload.Length, temporary.Name, observer: null, cancellationToken);
        output.Flush();

        return new RpmWriteResult(
            package.Files.Sum(file => CpioWriter.LengthOf(file.Entry)),
            RpmFormat.LeadLength + signature.Length + padding.Length + header.Length + payload.Length);
    }

    private static byte[] BuildSignature(byte[] header, RpmPayload payload)
    {
        var signature = new RpmHeaderBuilder((int)RpmSignatureTag.Region);
        var length = header.Length + payload.Length;
        var isLong = length >= RpmFormat.FirstLongSize || payload.PlainLength >= RpmFormat.FirstLongSize;
        Add(isLong ? RpmSignatureTag.LongSize : RpmSignatureTag.Size, length);
        Add(isLong ? RpmSignatureTag.LongPayloadSize : RpmSignatureTag.PayloadSize, payload.PlainLength);
        signature.Add((int)RpmSignatureTag.Sha256, new RpmTexts(
            RpmTagTypes.Of(RpmSignatureTag.Sha256), [Convert.ToHexStringLower(SHA256.HashData(header))]));
        signature.Add((int)RpmSignatureTag.ReservedSpace, new RpmBytes(
            RpmTagTypes.Of(RpmSignatureTag.ReservedSpace), new byte[ReservedSpace]));
        return signature.Build();

        void Add(RpmSignatureTag tag, long number) => signature.Add((int)tag, new RpmNumbers(RpmTagTypes.Of(tag), [(ulong)number]));
    }

    private static byte[] BuildLead(RpmPackage package)
    {
        var lead = new byte[RpmFormat.LeadLength];
        RpmFormat.LeadMagic.CopyTo(lead);
        lead[RpmFormat.LeadMagic.Length] = RpmFormat.LeadMajorVersion;
        BinaryPrimitives.WriteInt16BigEndian(
            lead.AsSpan(RpmFormat.LeadArchitectureOffset), RpmArchitecture.Find(package.Architecture)!.LeadNumber);
        // Names are ASCII. A long name is truncated, and always ends with NUL.
        var name = Encoding.ASCII.GetBytes($"{package.Name}-{package.FullVersion}");
        name.AsSpan(0, Math.Min(name.Length, RpmFormat.LeadNameLength - 1)).CopyTo(lead.AsSpan(RpmFormat.LeadNameOffset));
        BinaryPrimitives.WriteInt16BigEndian(lead.AsSpan(RpmFormat.LeadOsOffset), RpmFormat.LeadLinux);
        BinaryPrimitives.WriteInt16BigEndian(lead.AsSpan(RpmFormat.LeadSignatureTypeOffset), RpmFormat.LeadHeaderSignature);
        return lead;
    }
}
