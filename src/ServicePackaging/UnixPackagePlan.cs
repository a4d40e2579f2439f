using ServicePackaging.Formats.Archives;

namespace ServicePackaging;

/// <summary>A plan of a package for a system with modes and owners.</summary>
public abstract record UnixPackagePlan : PackagePlan
{
    /// <summary>What is installed, parents first.</summary>
    public abstract IReadOnlyList<PackageEntry> Entries { get; }

    /// <summary>The metadata and scripts by name.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, string>> Metadata { get; }

    /// <summary>Lines of type and mode, owner, size and path.</summary>
    public sealed override IReadOnlyList<string> Listing => [.. Entries.Select(Describe)];

    /// <summary>Metadata and scripts, then the generated files under their paths.</summary>
    public sealed override IReadOnlyList<KeyValuePair<string, string>> Texts =>
    [
        .. Metadata,
        .. from entry in Entries.OfType<FileEntry>()
           where entry.Content.SourcePath is null && !entry.Path.EndsWith(".gz", StringComparison.Ordinal)
           select KeyValuePair.Create(entry.Path, entry.Content.ReadText()),
    ];

    private static string Describe(PackageEntry entry)
    {
        var (type, size, suffix) = entry switch
        {
            DirectoryEntry => ('d', 0L, "/"),
            SymlinkEntry link => ('l', 0L, $" -> {link.Target}"),
            FileEntry { IsConfiguration: true } file => ('-', file.Content.Length, "  (conffile)"),
            FileEntry file => ('-', file.Content.Length, ""),
            _ => ('?', 0L, ""),
        };
        return FormattableString.Invariant($"{type}{Permissions(entry.Mode)} {entry.Owner}/{entry.Group} {size,10} {entry.Path}{suffix}");
    }

    private static string Permissions(UnixFileMode mode)
    {
        Span<char> text = stackalloc char[9];
        for (var bit = 0; bit < text.Length; bit++)
        {
            text[bit] = mode.HasFlag((UnixFileMode)(1 << (8 - bit))) ? "rwx"[bit % 3] : '-';
        }

        return text.ToString();
    }
}
