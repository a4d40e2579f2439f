using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Msi.Wix;

/// <summary>Where WiX finds a file.</summary>
/// <param name="Bucket">The name of a bind path (WiX, "Bind paths").</param>
/// <param name="Path">Below it, with backslashes.</param>
internal sealed record WixFile(string Bucket, string Path)
{
    /// <summary>Its own name.</summary>
    public string Name => MsiTree.Name(Path);

    /// <summary>As an attribute names it. WiX takes the file's name from what follows the last separator, so one stands after the bind path
    /// (as in WiX's own src/setup/wix-cli/Package.wxs).</summary>
    public string Reference => $@"!(bindpath.{Bucket})\{Path}";
}

/// <summary>Where WiX finds the files of a package: in what was published, among the developer's own files, or beside the source.</summary>
internal sealed class WixFiles
{
    public const string Published = "Published";
    public const string Project = "Project";
    public const string Source = "Source";

    private const string GeneratedDirectory = "files";

    private readonly Dictionary<string, WixFile> _files = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, string>> _generated = [];

    /// <summary>Finds a place for each file.</summary>
    /// <param name="files">Key, path in the package, content, and the path in what was published, or null.</param>
    public WixFiles(IReadOnlyList<(string Key, string Path, FileContent Content, string? PublishedPath)> files)
    {
        ProjectDirectory = CommonDirectory([.. files.Where(file => file.PublishedPath is null).Select(file => file.Content.SourcePath).OfType<string>()]);
        foreach (var (key, path, content, publishedPath) in files)
        {
            _files.Add(key, Place(path, content, publishedPath));
        }
    }

    /// <summary>The generated files, by their names beside the source.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Generated => _generated;

    /// <summary>The directory of this machine that bucket <see cref="Project"/> stands for; empty when no file is there.</summary>
    public string ProjectDirectory { get; }

    /// <summary>The file of a key.</summary>
    public WixFile this[string key] => _files[key];

    /// <summary>The files in a bucket, by their paths below it.</summary>
    public IEnumerable<string> In(string bucket) => _files.Values.Where(file => file.Bucket == bucket).Select(file => file.Path).Distinct();

    private WixFile Place(string path, FileContent content, string? publishedPath)
    {
        if (publishedPath is not null)
        {
            return new WixFile(Published, publishedPath.Replace('/', '\\'));
        }

        if (content.SourcePath is { } source)
        {
            return new WixFile(Project, source[ProjectDirectory.Length..].Replace('/', '\\'));
        }

        var generated = $@"{GeneratedDirectory}\{path}";
        _generated.Add(KeyValuePair.Create(generated.Replace('\\', '/'), content.ReadText()));
        return new WixFile(Source, generated);
    }

    // The source is the same on every machine: it knows where files lie among themselves, and not where that is.
    private static string CommonDirectory(string[] paths)
    {
        if (paths.Length == 0)
        {
            return "";
        }

        var (first, last) = (paths.Min(StringComparer.Ordinal)!, paths.Max(StringComparer.Ordinal)!);
        var common = first.Zip(last).TakeWhile(pair => pair.First == pair.Second).Count();
        return first[..(first.AsSpan(0, paths.Length == 1 ? first.Length : common).LastIndexOfAny('/', '\\') + 1)];
    }
}
