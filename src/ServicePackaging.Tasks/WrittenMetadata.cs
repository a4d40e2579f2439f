using Microsoft.Build.Framework;
using ServicePackaging.Build;

namespace ServicePackaging.Tasks;

/// <summary>Finds the metadata that a project's files write for an item type. An evaluated item also has the metadata of the items that it
/// includes (<c>Include="@(Content)"</c>), and MSBuild does not tell them apart.</summary>
internal sealed class WrittenMetadata(ProjectXml xml, string projectFile)
{
    // "Item element (MSBuild)": attributes that are not metadata.
    private static readonly HashSet<string> ReservedAttributes = new(StringComparer.OrdinalIgnoreCase)
    {
        "Include", "Exclude", "Remove", "Update", "Condition", "Label", "KeepMetadata", "RemoveMetadata", "KeepDuplicates",
        "MatchOnMetadata", "MatchOnMetadataOptions",
    };

    /// <summary>The names in the file that declares the item, and in the project file,
    /// which may update it or have a default for it.</summary>
    public HashSet<string> For(ITaskItem item, string itemType) =>
        new[] { item.GetMetadata("DefiningProjectFullPath"), projectFile }
            .SelectMany(xml.Elements)
            .Where(element => element.Name.LocalName.Equals(itemType, StringComparison.OrdinalIgnoreCase))
            .SelectMany(ProjectXml.Metadata)
            .Select(metadata => metadata.Name)
            .Where(name => !ReservedAttributes.Contains(name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
