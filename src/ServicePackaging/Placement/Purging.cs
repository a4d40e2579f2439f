namespace ServicePackaging.Placement;

/// <summary>Which directories are deleted when a package is purged.</summary>
internal static class Purging
{
    /// <summary>Returns the directories to delete with everything below them. A directory is kept if anything below it is kept, and a
    /// directory below another one in the list is not listed.</summary>
    /// <param name="directories">Paths, and whether purging deletes them.</param>
    /// <param name="separator">The separator between the names of a path.</param>
    /// <param name="comparison">How paths are compared.</param>
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
