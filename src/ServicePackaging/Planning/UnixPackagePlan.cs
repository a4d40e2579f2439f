using ServicePackaging.Formats.Archives;
using ServicePackaging.Sbom;

namespace ServicePackaging.Planning;

/// <summary>A plan of a package for a system with modes and owners.</summary>
public abstract record UnixPackagePlan : PackagePlan
{
    /// <summary>What is installed, parents first.</summary>
    public abstract IReadOnlyList<PackageEntry> Entries { get; }

    /// <summary>The metadata and scripts by name.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, string>> Metadata { get; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<PlannedContent> Contents => [.. Entries.Select(Describe)];

    /// <summary>Metadata and scripts, then the generated files under their paths. The bill of materials, which is long and is beside the
    /// package, is not among them.</summary>
    public sealed override IReadOnlyList<KeyValuePair<string, string>> Texts =>
    [
        .. Metadata,
        .. from entry in Entries.OfType<FileEntry>()
           where entry.Content.SourcePath is null && !entry.Path.EndsWith(".gz", StringComparison.Ordinal)
               && !SbomDocument.Suffixes.Any(entry.Path.EndsWith)
           select KeyValuePair.Create(entry.Path, entry.Content.ReadText()),
    ];

    private static PlannedContent Describe(PackageEntry entry)
    {
        var (kind, type, size, note) = entry switch
        {
            SymlinkEntry link => (ContentKind.Link, 'l', 0L, $" -> {link.Target}"),
            FileEntry { IsConfiguration: true } file => (ContentKind.Configuration, '-', file.Content.Length, "  (conffile)"),
            FileEntry { Content.SourcePath: null } file => (ContentKind.Generated, '-', file.Content.Length, ""),
            FileEntry file => (ContentKind.Payload, '-', file.Content.Length, ""),
            _ => (ContentKind.Directory, 'd', 0L, "/"),
        };
        return new(kind, entry.Path, size, $"{type}{Permissions(entry.Mode)} {entry.Owner}/{entry.Group}", note);
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
