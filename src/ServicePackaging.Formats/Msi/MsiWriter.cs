using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Checksums;
using ServicePackaging.Formats.Msi.Cabinets;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Msi;

/// <summary>What was written.</summary>
/// <param name="PackageCode">The package code: made from all that the package holds, so that no two different packages share one.</param>
/// <param name="InstalledSize">The bytes of all files.</param>
/// <param name="Length">The package's length in bytes.</param>
public sealed record MsiWriteResult(Guid PackageCode, long InstalledSize, long Length);

/// <summary>Writes installation packages of Windows Installer, in one pass over each payload file and without holding any in
/// memory.</summary>
public static class MsiWriter
{
    /// <summary>
    /// Writes the package to a file and verifies it, all or nothing: what stood at the path before is replaced only by a complete and sound
    /// package, and is untouched by a failure or a cancellation, which leave nothing half-written behind. The same package gives the same
    /// bytes on every host.
    /// </summary>
    /// <param name="package">What to write; see <see cref="MsiPackage"/> for what it must hold to.</param>
    /// <param name="path">The file to make, in a directory that exists.</param>
    /// <param name="cancellationToken">Asked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule; the message names the table, file or field.</exception>
    /// <exception cref="MsiTooLargeException">The package has more than an .msi can hold.</exception>
    /// <exception cref="PackageFaultException">What was written does not verify.</exception>
    /// <exception cref="IOException">A payload file cannot be read, has changed its length since the package was planned, or the disk is
    /// full.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not writable.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static MsiWriteResult Write(MsiPackage package, string path, CancellationToken cancellationToken = default)
    {
        MsiPackageValidator.Validate(package);
        return PackageFile.Write(
            path, (output, _) => WriteValid(package, output, cancellationToken), MsiVerifier.Verify, cancellationToken);
    }

    /// <summary>Writes a package to a stream, from its position on.</summary>
    /// <param name="package">What to write; see <see cref="MsiPackage"/> for what it must hold to.</param>
    /// <param name="output">Seekable, since a compound file's header is known last; it stays open.</param>
    /// <param name="cancellationToken">Asked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule; the message names the table, file or field.</exception>
    /// <exception cref="MsiTooLargeException">The package has more than an .msi can hold.</exception>
    /// <exception cref="IOException">A payload file cannot be read, has changed its length since the package was planned, or the output
    /// cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static MsiWriteResult Write(MsiPackage package, Stream output, CancellationToken cancellationToken = default)
    {
        MsiPackageValidator.Validate(package);
        return WriteValid(package, output, cancellationToken);
    }

    private static MsiWriteResult WriteValid(MsiPackage package, Stream output, CancellationToken cancellationToken)
    {
        var start = output.Position;
        try
        {
            using var file = new CompoundFileWriter(output, MsiFormat.PackageClassId);
            var packageCode = WriteStreams(package, file, cancellationToken);
            file.Complete();
            output.Flush();
            return new(packageCode, package.Files.Sum(member => member.Content.Length), output.Position - start);
        }
        catch (IOException e) when (e is CompoundFileTooLargeException or CabinetTooLargeException)
        {
            throw new MsiTooLargeException($"The package is 2 GiB or longer, which an .msi cannot be: {e.Message}", e);
        }
    }

    private static Guid WriteStreams(MsiPackage package, CompoundFileWriter file, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var payload = new MsiPayloadWriter(package, file);
        MsiRow[] rows = [.. package.Rows, .. payload.Write(cancellationToken)];
        digest.AppendData([(byte)package.Compression, .. payload.Digests.SelectMany(bytes => bytes)]);

        foreach (var (name, content) in DatabaseEncoder.Encode(rows))
        {
            WriteStream(name, content);
        }

        foreach (var row in rows.Where(row => row.StreamName is not null).OrderBy(row => row.StreamName, StringComparer.Ordinal))
        {
            var content = row.Cells.Select(cell => cell.Content).OfType<FileContent>().Single();
            WriteStream(StreamNameEncoder.Encode(row.StreamName!), ReadAll(content, cancellationToken));
        }

        digest.AppendData(MsiSummaryWriter.Write(package.Summary, Guid.Empty, package.Timestamp));
        var packageCode = NameBasedGuid.Create(package.PackageCodeNamespace, digest.GetHashAndReset());
        WriteStream(MsiFormat.Summary.StreamName, MsiSummaryWriter.Write(package.Summary, packageCode, package.Timestamp));
        return packageCode;

        void WriteStream(string name, byte[] content)
        {
            digest.AppendData(Encoding.Unicode.GetBytes($"{name}:{content.Length}:"));
            digest.AppendData(content);
            using var stream = file.CreateStream(name);
            stream.Write(content);
        }
    }

    // Icons and the like, which are small.
    private static byte[] ReadAll(FileContent content, CancellationToken cancellationToken)
    {
        using var stream = content.Open();
        using var bytes = new MemoryStream();
        var name = content.SourcePath ?? "A stream of the database";
        PooledCopy.CopyExactly(stream, bytes, content.Length, name, observer: null, cancellationToken);
        return bytes.ToArray();
    }
}
