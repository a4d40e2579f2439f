using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>Reads installation packages of Windows Installer of any origin: the tables immediately, streams and files on demand. Malformed,
/// truncated and malicious packages cause an <see cref="InvalidDataException"/>.</summary>
public static class MsiReader
{
    /// <summary>Opens a package on disk.</summary>
    /// <exception cref="InvalidDataException">It is not a package, or it is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MsiDatabase Open(string path) => Open(File.OpenRead(path));

    /// <summary>Opens a package at the start of a stream.</summary>
    /// <param name="stream">A seekable stream. It is disposed of with the package, and if opening fails, unless
    /// <paramref name="leaveOpen"/> is set.</param>
    /// <param name="leaveOpen">Whether the stream stays open.</param>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="InvalidDataException">It is not a package, or it is damaged.</exception>
    public static MsiDatabase Open(Stream stream, bool leaveOpen = false) =>
        PackageStream.Open(stream, leaveOpen, source => new MsiDatabase(source));
}
