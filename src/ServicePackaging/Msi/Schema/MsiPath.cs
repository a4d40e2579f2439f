namespace ServicePackaging.Msi.Schema;

/// <summary>Paths of files and directories in a package: a directory that Windows knows, and names below it, with backslashes.</summary>
internal static class MsiPath
{
    /// <summary>The directory that a path is in; null for the directories that Windows knows.</summary>
    public static string? Parent(string path) => path.LastIndexOf('\\') is >= 0 and var end ? path[..end] : null;

    /// <summary>The last name of a path.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('\\') + 1)..];

    /// <summary>Whether a path is below a directory, at any depth; case does not matter.</summary>
    public static bool IsBelow(string path, string directory) => path.StartsWith(directory + '\\', StringComparison.OrdinalIgnoreCase);

    /// <summary>The directories above a path, from the nearest one, without the directory that Windows knows.</summary>
    public static IEnumerable<string> Ancestors(string path)
    {
        for (var parent = Parent(path); parent is not null && Parent(parent) is not null; parent = Parent(parent))
        {
            yield return parent;
        }
    }
}
