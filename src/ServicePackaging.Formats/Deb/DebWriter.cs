using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Deb;

/// <summary>The results of writing a package.</summary>
/// <param name="InstalledSize">The value of Installed-Size, in KiB.</param>
/// <param name="Length">The package's length in bytes.</param>
public sealed record DebWriteResult(long InstalledSize, long Length);

/// <summary>Writes Debian binary packages of format 2.0 (deb(5)). Each payload file is read once and is not held in memory.</summary>
public static class DebWriter
{
    /// <summary>
    /// Writes the package to a file and verifies it, all or nothing. An existing file at the path is replaced only by a complete and valid
    /// package. If writing fails or is cancelled, the existing file is unchanged and no partial file remains. The same package results in
    /// the same bytes on every host.
    /// </summary>
    /// <param name="package">The package to write. Its rules are described in <see cref="DebPackage"/>.</param>
    /// <param name="path">The file to create, in an existing directory that also contains the temporary files.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule. The message contains the path or field.</exception>
    /// <exception cref="PackageFaultException">The written package has faults.</exception>
    /// <exception cref="IOException">A payload file cannot be read or its length has changed since the package was planned, the disk is
    /// full, or a member is longer than a .deb can store (9,999,999,999 bytes).</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not writable.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DebWriteResult Write(DebPackage package, string path, CancellationToken cancellationToken = default)
    {
        DebPackageValidator.Validate(package);
        return PackageFile.Write(
            path, (output, directory) => Write(package, output, directory, cancellationToken), DebVerifier.Verify, cancellationToken);
    }

    /// <summary>Writes a package to a stream, which does not have to be seekable. Temporary files are created in the system's temporary
    /// directory.</summary>
    /// <inheritdoc cref="Write(DebPackage, Stream, string, CancellationToken)"/>
    public static DebWriteResult Write(DebPackage package, Stream output, CancellationToken cancellationToken = default) =>
        Write(package, output, Path.GetTempPath(), cancellationToken);

    /// <summary>Writes a package to a stream, which does not have to be seekable.</summary>
    /// <param name="package">The package to write. Its rules are described in <see cref="DebPackage"/>.</param>
    /// <param name="output">The stream to write to, which stays open.</param>
    /// <param name="temporaryDirectory">Contains the compressed payload until its length is known, because ar requires the length before
    /// the content.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule. The message contains the path or field.</exception>
    /// <exception cref="IOException">A payload file cannot be read or its length has changed since the package was planned, the output
    /// cannot be written, or a member is longer than a .deb can store (9,999,999,999 bytes).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DebWriteResult Write(
        DebPackage package, Stream output, string temporaryDirectory, CancellationToken cancellationToken = default)
    {
        DebPackageValidator.Validate(package);
        var extension = DebFormat.Extensions.Single(candidate => candidate.Kind == package.Compression).Extension;
        using var data = PackageFile.CreateTemporary(temporaryDirectory, DebFormat.DataMember);
        var payload = DebPayloadWriter.Write(package, data, cancellationToken);

        // Only the control archive, with its lists, is held in memory, not the payload.
        using var control = new MemoryStream();
        DebControlWriter.Write(package, payload, control, cancellationToken);

        using var version = new MemoryStream(DebFormat.Version.ToArray());
        var ar = new ArWriter(output, package.Timestamp);
        control.Position = 0;
        data.Position = 0;
        var length = ArFormat.Magic.Length
            + ar.WriteMember(DebFormat.VersionMember, version, cancellationToken)
            + ar.WriteMember(DebFormat.ControlMember + extension, control, cancellationToken)
            + ar.WriteMember(DebFormat.DataMember + extension, data, cancellationToken);
        output.Flush();
        return new DebWriteResult(payload.InstalledSize, length);
    }
}
