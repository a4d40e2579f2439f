using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>Reads installation packages of Windows Installer, whoever wrote them: the tables at once, streams and files as they are asked
/// for. Malformed, truncated and hostile packages are answered with <see cref="InvalidDataException"/>.</summary>
public static class MsiReader
{
    /// <summary>Opens a package on disk.</summary>
    /// <exception cref="InvalidDataException">It is not a package, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MsiDatabase Open(string path) => Open(File.OpenRead(path));

    /// <summary>Opens a package that starts at the stream's start.</summary>
    /// <param name="stream">Seekable; disposed with the package, and on failure, unless told otherwise.</param>
    /// <param name="leaveOpen">Whether the stream stays the caller's.</param>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="InvalidDataException">It is not a package, or damaged.</exception>
    public static MsiDatabase Open(Stream stream, bool leaveOpen = false) =>
        PackageStream.Open(stream, leaveOpen, source => new MsiDatabase(source));
}
