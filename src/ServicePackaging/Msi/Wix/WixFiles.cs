using ServicePackaging.Formats.Archives;
using ServicePackaging.Msi.Schema;

namespace ServicePackaging.Msi.Wix;

/// <summary>A file of the package.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Path">Its path in the package.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="PublishedPath">Its path in the published output, or null if it is not from there.</param>
internal sealed record WixSourceFile(string Key, string Path, FileContent Content, string? PublishedPath);

/// <summary>Where WiX finds a file.</summary>
/// <param name="Bucket">The name of a bind path (WiX, "Bind paths").</param>
/// <param name="Path">The path below it, with backslashes.</param>
internal sealed record WixFile(string Bucket, string Path)
{
    /// <summary>The file's name.</summary>
    public string Name => MsiPath.Name(Path);

    /// <summary>The value of an attribute that refers to it. WiX treats the text after the last separator as the file's name, so a
    /// separator follows the bind path (as in src/setup/wix-cli/Package.wxs of WiX).</summary>
    public string Reference => $@"!(bindpath.{Bucket})\{Path}";
}

/// <summary>Where WiX finds the files of a package: in the published output, among the developer's files, or beside the source.</summary>
internal sealed class WixFiles
{
    public const string Published = "Published";
    public const string Project = "Project";
    public const string Source = "Source";

    private const string GeneratedDirectory = "files";

    private readonly Dictionary<string, WixFile> _files = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, string>> _generated = [];

    /// <summary>Finds each file.</summary>
    public WixFiles(IReadOnlyList<WixSourceFile> files)
    {
        ProjectDirectory = CommonDirectory(
            [.. files.Where(file => file.PublishedPath is null).Select(file => file.Content.SourcePath).OfType<string>()]);
        foreach (var (key, path, content, publishedPath) in files)
        {
            _files.Add(key, Place(path, content, publishedPath));
        }
    }

    /// <summary>The generated files with their texts, by their names beside the source.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Generated => _generated;

    /// <summary>The directory of this machine that bucket <see cref="Project"/> stands for; empty if no file is in it.</summary>
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

    // The source is the same on every machine: it holds the paths of files relative to each other.
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
