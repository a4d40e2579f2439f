using System.Xml.Linq;
using Microsoft.Build.Framework;
using ServicePackaging.Build;

namespace ServicePackaging.Tasks;

/// <summary>Finds the metadata that a project's files write for an item type. An evaluated item also has the metadata of the items that it
/// includes (<c>Include="@(Content)"</c>), and MSBuild does not tell them apart.</summary>
internal sealed class WrittenMetadata(string projectFile)
{
    // "Item element (MSBuild)": attributes that are not metadata.
    private static readonly HashSet<string> ReservedAttributes = new(StringComparer.OrdinalIgnoreCase)
    {
        "Include", "Exclude", "Remove", "Update", "Condition", "Label", "KeepMetadata", "RemoveMetadata", "KeepDuplicates",
        "MatchOnMetadata", "MatchOnMetadataOptions",
    };

    private readonly Dictionary<string, ILookup<string, string>> _files = new(StringComparer.Ordinal);

    /// <summary>The names in the file that declares the item, and in the project file,
    /// which may update it or have a default for it.</summary>
    public HashSet<string> For(ITaskItem item, string itemType) =>
        new[] { item.GetMetadata("DefiningProjectFullPath"), projectFile }
            .SelectMany(file => In(file)[itemType])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private ILookup<string, string> In(string file)
    {
        if (!_files.TryGetValue(file, out var names))
        {
            names = (File.Exists(file) ? Read(file) : []).ToLookup(row => row.ItemType, row => row.Name, StringComparer.OrdinalIgnoreCase);
            _files.Add(file, names);
        }

        return names;
    }

    // The project file of a file-based app is C#, and has no items.
    private static IEnumerable<(string ItemType, string Name)> Read(string file) =>
        file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
            ? []
            : from element in DiskFile.Read(file, path => XDocument.Load(path)).Descendants()
              where element.Parent?.Name.LocalName is "ItemGroup" or "ItemDefinitionGroup"
              from name in MetadataNames(element)
              where !ReservedAttributes.Contains(name)
              select (element.Name.LocalName, name);

    private static IEnumerable<string> MetadataNames(XElement element) =>
        element.Attributes().Select(attribute => attribute.Name.LocalName)
            .Concat(element.Elements().Select(child => child.Name.LocalName));
}
