using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>The entries of a package whose files everybody may read.</summary>
internal static class PackageTree
{
    private const string Root = "root";

    /// <summary>Returns a file.</summary>
    public static FileEntry File(string path, FileContent content) => new(path, StandardModes.ReadableFile, Root, Root, content);

    /// <summary>Returns the files with the directories that contain them, in the order of a package.</summary>
    public static IReadOnlyList<PackageEntry> WithDirectories(IReadOnlyList<FileEntry> files)
    {
        var directories = files.SelectMany(file => Parents(file.Path)).Distinct()
            .Select(path => new DirectoryEntry(path, StandardModes.Directory, Root, Root));
        return [.. directories.Concat<PackageEntry>(files).OrderBy(entry => entry.Path, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            yield return path[..end];
        }
    }
}
