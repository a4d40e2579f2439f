using System.Text;

namespace ServicePackaging.Formats.Archives;

/// <summary>Whether a package must list the directories that contain its entries.</summary>
internal enum ParentRule
{
    /// <summary>Every parent directory is listed before its children.</summary>
    Listed,

    /// <summary>A parent directory may belong to another package. A listed parent must be a directory.</summary>
    Optional,
}

/// <summary>Checks the invariants of a package's entry list on which the writers rely.</summary>
internal static class PackageEntryValidator
{
    // Linux's PATH_MAX, without the NUL.
    private const int MaxPathLength = 4095;
    private const int MaxOwnerLength = TarFormat.OwnerNameLength - 1;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks the list. Paths must be absolute, normalised, unique and sorted bytewise. The root must not be listed, and only a
    /// directory may contain other entries. Modes, owners and link targets must be representable in a Unix archive.</summary>
    /// <param name="parents">Whether the list must contain every parent directory.</param>
    /// <exception cref="ArgumentException">An entry breaks a rule. The message contains the path of the first such entry.</exception>
    public static void Validate(IEnumerable<PackageEntry> entries, ParentRule parents = ParentRule.Listed)
    {
        var directories = new HashSet<string>(StringComparer.Ordinal);
        var leaves = new HashSet<string>(StringComparer.Ordinal);
        byte[] previous = [];
        foreach (var entry in entries)
        {
            ValidateEntry(entry);
            var path = Utf8.GetBytes(entry.Path);
            if (previous.AsSpan().SequenceCompareTo(path) >= 0)
            {
                throw Broken(entry, "entries must be sorted by path bytewise, each path once");
            }

            previous = path;
            ValidateParents(entry, parents, directories, leaves);
            (entry is DirectoryEntry ? directories : leaves).Add(entry.Path);
        }
    }

    private static void ValidateParents(PackageEntry entry, ParentRule rule, HashSet<string> directories, HashSet<string> leaves)
    {
        var parent = entry.Path[..entry.Path.LastIndexOf('/')];
        while (parent.Length > 0 && !directories.Contains(parent))
        {
            if (rule == ParentRule.Listed || leaves.Contains(parent))
            {
                throw Broken(entry, $"its parent {parent} is not a directory of the package");
            }

            parent = parent[..parent.LastIndexOf('/')];
        }
    }

    private static void ValidateEntry(PackageEntry entry)
    {
        if (PathFault(entry.Path) is { } fault)
        {
            throw Broken(entry, fault);
        }

        if ((entry.Mode & ~StandardModes.All) != UnixFileMode.None)
        {
            throw Broken(entry, "its mode is beyond octal 7777");
        }

        ValidateOwner(entry, entry.Owner);
        ValidateOwner(entry, entry.Group);
        if (entry is SymlinkEntry { Target: var target }
            && (target.Length == 0 || target.Contains('\0') || Utf8Length(target) is null or > MaxPathLength))
        {
            throw Broken(entry, "its link target is empty, too long, or contains a character that no path can contain");
        }
    }

    private static string? PathFault(string path)
    {
        if (path.Length < 2 || path[0] != '/')
        {
            return "a path must be absolute and below the root";
        }

        if (path.AsSpan().ContainsAny('\0', '\n'))
        {
            return "a path must not contain a newline or NUL: package managers list paths in lines";
        }

        foreach (var segment in path.AsSpan(1).Split('/'))
        {
            if (path.AsSpan(1)[segment] is "" or "." or "..")
            {
                return "a path must be normalised: no '.', '..' or empty segments and no trailing slash";
            }
        }

        return Utf8Length(path) is null or > MaxPathLength ? $"a path must be Unicode text of at most {MaxPathLength} bytes" : null;
    }

    private static void ValidateOwner(PackageEntry entry, string name)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAny('\0', '\n', ':') || Utf8Length(name) is null or > MaxOwnerLength)
        {
            throw Broken(entry, $"an owner or group must be a name of 1 to {MaxOwnerLength} bytes");
        }
    }

    /// <summary>Returns the number of bytes of a text in UTF-8, or null if it cannot be encoded because of an unpaired surrogate.</summary>
    public static int? Utf8Length(string text)
    {
        try
        {
            return Utf8.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    private static ArgumentException Broken(PackageEntry entry, string fault) =>
        new($"The package entry '{entry.Path.Replace("\n", "\\n", StringComparison.Ordinal)}' cannot be packaged: {fault}.");
}
