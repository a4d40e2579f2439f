using System.Globalization;
using ServicePackaging.Planning;

namespace ServicePackaging.Build;

/// <summary>What a package contains, grouped for a person at a terminal.</summary>
public static class PlanListing
{
    /// <summary>The maximum length of a line.</summary>
    public const int Width = 100;

    // A directory with more files than this is listed as one line.
    private const int MostFiles = 8;

    private const int SizeWidth = 12;

    private static readonly (ContentKind Kind, string Title)[] Groups =
    [
        (ContentKind.Payload, "Program and files"),
        (ContentKind.Configuration, "Configuration, which upgrades keep"),
        (ContentKind.Generated, "Generated"),
        (ContentKind.Link, "Links"),
    ];

    /// <summary>Describes the contents of a package: sizes, permissions and paths. A directory with many files is one line.</summary>
    /// <returns>Lines of at most <see cref="Width"/> characters.</returns>
    public static IEnumerable<string> Describe(PackagePlan plan)
    {
        foreach (var (kind, title) in Groups)
        {
            var contents = plan.Contents.Where(content => content.Kind == kind).ToList();
            if (contents.Count == 0)
            {
                continue;
            }

            yield return $"  {title}:";
            foreach (var line in kind == ContentKind.Payload ? Collapse(contents, 0) : contents.SelectMany(Lines))
            {
                yield return line;
            }
        }
    }

    /// <summary>Describes a number of bytes.</summary>
    public static string DescribeSize(long size) => size switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{size} B"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{size / 1e3:0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{size / 1e6:0.0} MB"),
    };

    // Descends as long as one directory contains everything.
    private static IEnumerable<string> Collapse(IReadOnlyList<PlannedContent> contents, int start)
    {
        if (contents.Count <= MostFiles)
        {
            return contents.SelectMany(Lines);
        }

        var directories = contents.GroupBy(content => Directory(content.Path, start)).ToList();
        return directories is [{ Key: not null } only]
            ? Collapse(contents, only.Key.Length)
            : start > 0 && HasFiles(directories) ? [Summary(contents, contents[0].Path[..start])]
            : directories.SelectMany(directory =>
                directory.Key is { } path ? Collapse([.. directory], path.Length) : directory.SelectMany(Lines));
    }

    private static bool HasFiles(List<IGrouping<string?, PlannedContent>> directories) =>
        directories.Exists(directory => directory.Key is null);

    // Includes the last separator; null for a file in the directory itself.
    private static string? Directory(string path, int start)
    {
        var end = path.AsSpan(start).IndexOfAny('/', '\\');
        return end < 0 ? null : path[..(start + end + 1)];
    }

    private static string Summary(IReadOnlyList<PlannedContent> contents, string directory)
    {
        var size = DescribeSize(contents.Sum(content => content.Size));
        return string.Create(CultureInfo.InvariantCulture, $"    {size,SizeWidth}  {directory} ({contents.Count} files)");
    }

    private static IEnumerable<string> Lines(PlannedContent content)
    {
        var size = content.Kind == ContentKind.Link ? "" : DescribeSize(content.Size);
        var access = content.Access.Length == 0 ? "" : content.Access + "  ";
        var start = $"    {size,SizeWidth}  {access}";
        var path = content.Path + (content.Kind == ContentKind.Link ? content.Note : "");
        if (start.Length + path.Length <= Width)
        {
            yield return start + path;
            yield break;
        }

        // A long path is split, because a line that the terminal wraps looks like two lines.
        yield return start.TrimEnd();
        const string Indent = "        ";
        for (var i = 0; i < path.Length; i += Width - Indent.Length)
        {
            yield return string.Concat(Indent, path.AsSpan(i, Math.Min(Width - Indent.Length, path.Length - i)));
        }
    }
}
