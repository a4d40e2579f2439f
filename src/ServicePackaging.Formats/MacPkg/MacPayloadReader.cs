using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Reads the archives of components: payload and scripts.</summary>
internal static class MacPayloadReader
{
    private const int MaxTargetLength = 4096;

    /// <summary>Calls a function for each entry with a stream of the file's content, which is valid only during the call.</summary>
    /// <param name="stored">The archive, with or without gzip compression.</param>
    /// <param name="visit">Returns false to stop. It also receives the header in the archive.</param>
    /// <param name="cancellationToken">Checked before each entry.</param>
    /// <returns>The length of the archive in bytes, or null if it was not read to its end.</returns>
    /// <exception cref="InvalidDataException">The archive is malformed, is truncated, or contains a device or a name that is not below the
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
            : throw new InvalidDataException("The payload is neither gzip nor cpio of the odc dialect. Other formats are not supported.");
    }

    private static MacEntry EntryOf(OdcHeader header, Stream content)
    {
        var kind = header.Mode.Type switch
        {
            UnixFileType.RegularFile => MacEntryKind.File,
            UnixFileType.Directory when header.Length == 0 => MacEntryKind.Directory,
            UnixFileType.SymbolicLink when header.Length is > 0 and <= MaxTargetLength => MacEntryKind.Symlink,
            _ => throw new InvalidDataException(
                $"The payload's '{Printable(header.Name)}' has the mode of neither a file nor a directory nor a link: "
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
            : throw new InvalidDataException("The payload has a link with an invalid target.");
    }

    // pkgbuild writes '.' and './x'; other archivers write 'x'.
    private static string PathOf(string name)
    {
        var path = name == "." ? "" : name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        foreach (var range in path.AsSpan().Split('/'))
        {
            if (path.Length > 0 && path.AsSpan()[range] is "" or "." or "..")
            {
                throw new InvalidDataException($"The payload contains the name '{Printable(name)}', which is not below its root.");
            }
        }

        return "/" + path;
    }

    private static string Printable(string name) => name.ReplaceLineEndings("\\n");
}
