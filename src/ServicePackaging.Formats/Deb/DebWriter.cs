using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Deb;

/// <summary>What was written.</summary>
/// <param name="InstalledSize">The value of Installed-Size, in KiB.</param>
/// <param name="Length">The package's length in bytes.</param>
public sealed record DebWriteResult(long InstalledSize, long Length);

/// <summary>Writes Debian binary packages of format 2.0 (deb(5)), in one pass over each payload file and without holding any in
/// memory.</summary>
public static class DebWriter
{
    /// <summary>
    /// Writes the package to a file and verifies it, all or nothing: what stood at the path before is replaced only by a complete and sound
    /// package, and is untouched by a failure or a cancellation, which leave nothing half-written behind. The same package gives the same
    /// bytes on every host.
    /// </summary>
    /// <param name="package">What to write; see <see cref="DebPackage"/> for what it must hold to.</param>
    /// <param name="path">The file to make, in a directory that exists and also takes the temporary files.</param>
    /// <param name="cancellationToken">Asked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule; the message names the path or field.</exception>
    /// <exception cref="PackageFaultException">What was written does not verify.</exception>
    /// <exception cref="IOException">A payload file cannot be read, has changed its length since the package was planned, the disk is full,
    /// or a member is longer than a .deb can hold (9,999,999,999 bytes).</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not writable.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DebWriteResult Write(DebPackage package, string path, CancellationToken cancellationToken = default)
    {
        DebPackageValidator.Validate(package);
        return PackageFile.Write(
            path, (output, directory) => Write(package, output, directory, cancellationToken), DebVerifier.Verify, cancellationToken);
    }

    /// <summary>Writes a package to a stream, which need not be seekable, through a file in the directory for temporary files.</summary>
    /// <inheritdoc cref="Write(DebPackage, Stream, string, CancellationToken)"/>
    public static DebWriteResult Write(DebPackage package, Stream output, CancellationToken cancellationToken = default) =>
        Write(package, output, Path.GetTempPath(), cancellationToken);

    /// <summary>Writes a package to a stream, which need not be seekable.</summary>
    /// <param name="package">What to write; see <see cref="DebPackage"/> for what it must hold to.</param>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="temporaryDirectory">Takes the compressed payload until its length is known, which ar wants said first.</param>
    /// <param name="cancellationToken">Asked between blocks.</param>
    /// <exception cref="ArgumentException">The package breaks a rule; the message names the path or field.</exception>
    /// <exception cref="IOException">A payload file cannot be read, has changed its length since the package was planned, the output cannot
    /// be written, or a member is longer than a .deb can hold (9,999,999,999 bytes).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DebWriteResult Write(
        DebPackage package, Stream output, string temporaryDirectory, CancellationToken cancellationToken = default)
    {
        DebPackageValidator.Validate(package);
        var extension = DebFormat.Extensions.Single(candidate => candidate.Kind == package.Compression).Extension;
        using var data = PackageFile.CreateTemporary(temporaryDirectory, DebFormat.DataMember);
        var payload = DebPayloadWriter.Write(package, data, cancellationToken);

        // What is in memory here is the control archive: the lists, not the payload.
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
