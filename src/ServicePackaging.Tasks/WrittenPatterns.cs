using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Microsoft.Extensions.FileSystemGlobbing;
using ServicePackaging.Build;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tasks;

/// <summary>Reads the patterns of items that name published files. MSBuild has replaced them by the files of the project's directory that
/// they match, or by nothing.</summary>
internal static class WrittenPatterns
{
    private static readonly char[] Wildcards = ['*', '?'];

    // What MSBuild alone can evaluate.
    private static readonly string[] References = ["$(", "@(", "%("];

    /// <summary>Returns the items with the patterns in place of what MSBuild found for them. A pattern with a condition or a reference to a
    /// property is left to MSBuild.</summary>
    /// <param name="items">The items of all types.</param>
    /// <param name="projectFiles">The files in which developers write items.</param>
    /// <param name="xml">Reads project files.</param>
    public static ITaskItem[] Restore(ITaskItem[] items, IEnumerable<string> projectFiles, ProjectXml xml)
    {
        var type = ServiceItems.OptionalFile.Name;
        var patterns = projectFiles.SelectMany(xml.Elements).SelectMany(element => Read(element, type)).Distinct().ToList();
        return
        [
            .. items.Where(item => item.GetMetadata(TaskInput.ItemType) != type || !patterns.Exists(row => Matches(row.Pattern, item))),
            .. patterns.Select(row => ToItem(row.Pattern, row.Element, type)),
        ];
    }

    private static IEnumerable<(string Pattern, XElement Element)> Read(XElement element, string type) =>
        element.Name.LocalName.Equals(type, StringComparison.OrdinalIgnoreCase)
        && element.AncestorsAndSelf().All(above => above.Attribute("Condition") is null)
            ? from pattern in ((string?)element.Attribute("Include") ?? "")
                .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
              where pattern.IndexOfAny(Wildcards) >= 0
                && !Array.Exists(References, sign => pattern.Contains(sign, StringComparison.Ordinal))
              select (pattern, element)
            : [];

    private static bool Matches(string pattern, ITaskItem item) =>
        new Matcher(StringComparison.Ordinal).AddInclude(pattern).Match(item.ItemSpec.Replace('\\', '/')).HasMatches;

    private static TaskItem ToItem(string pattern, XElement element, string type)
    {
        var item = new TaskItem { ItemSpec = pattern };
        foreach (var filter in ServiceItems.Filters)
        {
            foreach (var (name, value) in ProjectXml.Metadata(element).Where(metadata => metadata.Name == filter.Name))
            {
                item.SetMetadata(name, value);
            }
        }

        item.SetMetadata(TaskInput.ItemType, type);
        return item;
    }
}
