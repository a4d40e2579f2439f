namespace ServicePackaging.Placement;

/// <summary>What goes when a package is purged.</summary>
internal static class Purging
{
    /// <summary>The directories to delete with everything below them: one stays when something below it is to stay, and one below another
    /// needs no mention of its own.</summary>
    /// <param name="directories">Paths, and whether purging deletes them.</param>
    /// <param name="separator">What stands between the names of a path.</param>
    /// <param name="comparison">Whether case counts in names.</param>
    public static IReadOnlyList<string> Select(
        IEnumerable<(string Path, bool Purge)> directories, char separator, StringComparison comparison)
    {
        var all = directories.ToList();
        var whole = all.Where(directory => directory.Purge && !all.Exists(other => !other.Purge && IsBelow(other.Path, directory.Path)))
            .Select(directory => directory.Path).ToList();
        return [.. whole.Where(path => !whole.Exists(other => IsBelow(path, other)))];

        bool IsBelow(string path, string other) => path.StartsWith(other + separator, comparison);
    }
}
