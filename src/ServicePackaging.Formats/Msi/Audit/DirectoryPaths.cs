namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>The paths of directories on the target machine, as far as the package specifies them.</summary>
internal sealed class DirectoryPaths(AuditedPackage package)
{
    /// <summary>The maximum nesting depth of directories.</summary>
    public const int MostDepth = 128;

    private readonly Dictionary<string, string?> _paths = new(StringComparer.Ordinal);

    /// <summary>Returns the path of a directory in upper case: the identifier of the directory that Windows defines, followed by the long
    /// names; null if the parents do not lead to such a directory, or form a cycle.</summary>
    public string? PathOf(string directory)
    {
        if (!_paths.TryGetValue(directory, out var path))
        {
            _paths.Add(directory, path = Find(directory));
        }

        return path;
    }

    /// <summary>Returns the identifier of the directory that Windows defines: the directory itself or one above it; null if there is no
    /// such directory.</summary>
    public string? RootOf(string directory)
    {
        for (var depth = 0; depth < MostDepth; depth++)
        {
            if (StandardProperties.Folders.Contains(directory))
            {
                return directory;
            }

            if (package.Find("Directory", directory)?.Text("Directory_Parent") is not { } parent || parent == directory)
            {
                return package.Has("Directory", directory) ? directory : null;
            }

            directory = parent;
        }

        return null;
    }

    /// <summary>Returns the long name of a file or directory that has the form <c>short|long</c>, or <c>target:source</c> of such
    /// names.</summary>
    public static string LongName(string name)
    {
        var target = name.Split(':')[0];
        return target[(target.IndexOf('|', StringComparison.Ordinal) + 1)..];
    }

    private string? Find(string directory)
    {
        var names = new List<string>();
        for (var depth = 0; depth < MostDepth; depth++)
        {
            if (package.Find("Directory", directory) is not { } row)
            {
                return null;
            }

            var parent = row.Text("Directory_Parent");
            if (parent is null || parent == directory || StandardProperties.Folders.Contains(directory))
            {
                names.Add(directory);
                names.Reverse();
                return string.Join('\\', names).ToUpperInvariant();
            }

            if (LongName(row.TextOrEmpty("DefaultDir")) is not "." and var name)
            {
                names.Add(name);
            }

            directory = parent;
        }

        return null;
    }
}
