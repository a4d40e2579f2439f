using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Reads the archives of components: payload and scripts.</summary>
internal static class MacPayloadReader
{
    private const int MaxTargetLength = 4096;

    /// <summary>Calls back for each entry; the stream is a file's content and lives as long as the call.</summary>
    /// <param name="stored">The archive, gzip or plain.</param>
    /// <param name="visit">Returns false to stop; the header is the archive's own.</param>
    /// <param name="cancellationToken">Asked before each entry.</param>
    /// <returns>The archive's length in bytes, or null where it was not read to its end.</returns>
    /// <exception cref="InvalidDataException">The archive is malformed, ends early, or holds a device or a name that is not below the
    /// root.</exception>
    public static long? Read(Stream stored, Func<MacEntry, OdcHeader, Stream, bool> visit, CancellationToken cancellationToken)
    {
        using var cpio = new OdcReader(Decompressor.Open(KindOf(stored), stored));
        while (cpio.Next() is { } header)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!visit(EntryOf(header, cpio), header, cpio))
            {
                return null;
            }
        }

        cpio.Drain();
        return cpio.BytesRead;
    }

    private static CompressionKind KindOf(Stream stored)
    {
        var kind = CompressionMagic.KindOf(stored);
        Span<byte> magic = stackalloc byte[OdcFormat.Magic.Length];
        var read = stored.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stored.Position = 0;
        return kind == CompressionKind.Gzip || magic[..read].SequenceEqual(OdcFormat.Magic)
            ? kind
            : throw new InvalidDataException("The payload is neither gzip nor cpio of the odc dialect, which are read here.");
    }

    private static MacEntry EntryOf(OdcHeader header, Stream content)
    {
        var kind = header.Mode.Type switch
        {
            UnixFileType.RegularFile => MacEntryKind.File,
            UnixFileType.Directory when header.Length == 0 => MacEntryKind.Directory,
            UnixFileType.SymbolicLink when header.Length is > 0 and <= MaxTargetLength => MacEntryKind.Symlink,
            _ => throw new InvalidDataException(
                $"The payload's '{Printable(header.Name)}' has a mode that makes it no file, directory or link: "
                + $"{Convert.ToString(header.Mode.ToBits(), 8)}."),
        };
        return new MacEntry(
            PathOf(header.Name),
            kind,
            header.Mode.Permissions,
            header.UserId,
            header.GroupId,
            DateTimeOffset.FromUnixTimeSeconds(header.Time),
            kind == MacEntryKind.File ? header.Length : 0,
            kind == MacEntryKind.Symlink ? ReadTarget(content, (int)header.Length) : null);
    }

    private static string ReadTarget(Stream content, int length)
    {
        var target = new byte[length];
        content.ReadExactly(target);
        return !target.Contains((byte)0)
            ? PackageText.Decode(target)
            : throw new InvalidDataException("The payload has a link to no path.");
    }

    // pkgbuild writes '.' and './x'; other archivers have written 'x'.
    private static string PathOf(string name)
    {
        var path = name == "." ? "" : name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (path.Length > 0 && path.AsSpan()[range] is "" or "." or "..")
            {
                throw new InvalidDataException($"The payload holds the name '{Printable(name)}', which is not below its root.");
            }
        }

        return "/" + path;
    }

    private static string Printable(string name) => name.ReplaceLineEndings("\\n");
}
