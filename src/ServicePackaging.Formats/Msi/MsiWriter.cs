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

/// <summary>The results of writing a package.</summary>
/// <param name="PackageCode">The package code, which is computed from the whole content, so that different packages have different
/// codes.</param>
/// <param name="InstalledSize">The total length of all files in bytes.</param>
/// <param name="Length">The package's length in bytes.</param>
public sealed record MsiWriteResult(Guid PackageCode, long InstalledSize, long Length);

/// <summary>Writes installation packages of Windows Installer. Each payload file is read once and is not held in memory.</summary>
public static class MsiWriter
{
    /// <summary>
    /// Writes the package to a file and verifies it, all or nothing. An existing file at the path is replaced only by a complete and valid
    /// package. If writing fails or is cancelled, the existing file is unchanged and no partial file remains. The same package results in
    /// the same bytes on every host.
    /// </summary>
    /// <param name="package">The package to write. Its rules are described in <see cref="MsiPackage"/>.</param>
    /// <param name="path">The file to create, in an existing directory.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule. The message contains the table, file or field.</exception>
    /// <exception cref="MsiTooLargeException">The package is larger than an .msi can be.</exception>
    /// <exception cref="PackageFaultException">The written package has faults.</exception>
    /// <exception cref="IOException">A payload file cannot be read or its length has changed since the package was planned, or the disk is
    /// full.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not writable.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static MsiWriteResult Write(MsiPackage package, string path, CancellationToken cancellationToken = default)
    {
        MsiPackageValidator.Validate(package);
        return PackageFile.Write(
            path, (output, _) => WriteValid(package, output, cancellationToken), MsiVerifier.Verify, cancellationToken);
    }

    /// <summary>Writes a package to a stream, starting at its position.</summary>
    /// <param name="package">The package to write. Its rules are described in <see cref="MsiPackage"/>.</param>
    /// <param name="output">A seekable stream, because the header of a compound file is written last. It stays open.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule. The message contains the table, file or field.</exception>
    /// <exception cref="MsiTooLargeException">The package is larger than an .msi can be.</exception>
    /// <exception cref="IOException">A payload file cannot be read or its length has changed since the package was planned, or the output
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
            throw new MsiTooLargeException($"The package is 2 GiB or larger, which is too large for an .msi: {e.Message}", e);
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

    // For icons and similar streams, which are small.
    private static byte[] ReadAll(FileContent content, CancellationToken cancellationToken)
    {
        using var stream = content.Open();
        using var bytes = new MemoryStream();
        var name = content.SourcePath ?? "A stream of the database";
        PooledCopy.CopyExactly(stream, bytes, content.Length, name, observer: null, cancellationToken);
        return bytes.ToArray();
    }
}
