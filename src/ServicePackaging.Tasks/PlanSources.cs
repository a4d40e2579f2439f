using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Tasks;

/// <summary>A plan as texts for people.</summary>
internal static class PlanSources
{
    /// <summary>A line of a listing: type and mode, owner, size, path.</summary>
    public static string Describe(PackageEntry entry)
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

    /// <summary>The generated texts: metadata and scripts, then the generated files under their paths.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Texts(PackagePlan plan) =>
        plan.Texts.Concat(
            from entry in plan.Entries.OfType<FileEntry>()
            where entry.Content.SourcePath is null && !entry.Path.EndsWith(".gz", StringComparison.Ordinal)
            select new KeyValuePair<string, string>(entry.Path, entry.Content.ReadText()));

    /// <summary>Writes the texts as files into a directory, which holds nothing else afterwards.</summary>
    public static void Write(PackagePlan plan, string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        foreach (var (name, text) in Texts(plan))
        {
            var path = Path.Combine(directory, name.TrimStart('/'));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    private static string Permissions(int mode)
    {
        Span<char> text = stackalloc char[9];
        for (var bit = 0; bit < text.Length; bit++)
        {
            text[bit] = (mode & (1 << (8 - bit))) != 0 ? "rwx"[bit % 3] : '-';
        }

        return text.ToString();
    }
}
