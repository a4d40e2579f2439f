using System.Formats.Tar;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Deb;

/// <summary>Reads the tar archives of a package with the runtime's reader, protected by a <see cref="TarGuardStream"/>.</summary>
internal static class DebTarReader
{
    /// <summary>Calls a function for each entry with a stream of the entry's content, which is valid only during the call.</summary>
    /// <param name="archive">The decompressed archive, which is disposed of.</param>
    /// <param name="visit">Returns false to stop.</param>
    /// <param name="cancellationToken">Checked before each entry.</param>
    /// <exception cref="InvalidDataException">The archive is malformed, is truncated, or contains a name that is not below the
    /// root.</exception>
    public static void Read(Stream archive, Func<DebEntry, Stream, bool> visit, CancellationToken cancellationToken)
    {
        using var guard = new TarGuardStream(archive);
        using var tar = new TarReader(guard, leaveOpen: true);
        while (Next(tar) is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!visit(Describe(entry), entry.DataStream ?? Stream.Null))
            {
                return;
            }
        }

        guard.Drain();
    }

    // If a header is invalid, the runtime's reader throws one of several exceptions.
    private static TarEntry? Next(TarReader tar)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception e) when (
            e is EndOfStreamException or FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            throw new InvalidDataException("A tar entry cannot be read.", e);
        }
    }

    private static DebEntry Describe(TarEntry entry)
    {
        var kind = KindOf(entry.EntryType);
        var names = entry as PosixTarEntry;
        return new DebEntry(
            AbsolutePath(entry.Name),
            kind,
            entry.Mode & StandardModes.All,
            names?.UserName ?? "",
            names?.GroupName ?? "",
            entry.Uid,
            entry.Gid,
            entry.ModificationTime,
            kind == DebEntryKind.File ? entry.Length : 0,
            kind switch
            {
                DebEntryKind.Symlink => LinkText(entry),
                DebEntryKind.HardLink => AbsolutePath(entry.LinkName),
                _ => null,
            });
    }

    private static DebEntryKind KindOf(TarEntryType type) => type switch
    {
        TarEntryType.RegularFile or TarEntryType.V7RegularFile => DebEntryKind.File,
        TarEntryType.Directory => DebEntryKind.Directory,
        TarEntryType.SymbolicLink => DebEntryKind.Symlink,
        TarEntryType.HardLink => DebEntryKind.HardLink,
        _ => DebEntryKind.Special,
    };

    private static string LinkText(TarEntry entry) =>
        entry.LinkName.Length > 0 ? entry.LinkName : throw new InvalidDataException($"The symbolic link '{entry.Name}' has no target.");

    // Archives of dpkg-deb contain ./usr/x; others contain usr/x or /usr/x with the same meaning.
    private static string AbsolutePath(string name)
    {
        var path = name.AsSpan();
        path = path is "." ? default : path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path.TrimStart('/');
        path = path.EndsWith('/') ? path[..^1] : path;
        if (path.IsEmpty)
        {
            return "/";
        }

        if (path.ContainsAny('\n', '\0'))
        {
            throw new InvalidDataException("A tar entry's name contains a newline or NUL.");
        }

        foreach (var segment in path.Split('/'))
        {
            if (path[segment] is "" or "." or "..")
            {
                throw new InvalidDataException($"The tar entry '{name}' is not a path below the root.");
            }
        }

        return $"/{path}";
    }
}
