using System.Xml;
using System.Xml.Linq;

namespace ServicePackaging.Build;

/// <summary>The properties and items that project files write, each file read once.</summary>
internal sealed class ProjectXml
{
    /// <summary>The parent of properties.</summary>
    public const string PropertyGroup = "PropertyGroup";

    private static readonly string[] Groups = [PropertyGroup, "ItemGroup", "ItemDefinitionGroup"];

    private readonly Dictionary<string, IReadOnlyList<XElement>> _files = new(StringComparer.Ordinal);

    /// <summary>The elements of a file that set a property, declare an item, or set the default metadata of an item; none if the file does
    /// not exist or is not XML.</summary>
    /// <param name="file">The absolute path.</param>
    public IReadOnlyList<XElement> Elements(string file)
    {
        if (!_files.TryGetValue(file, out var elements))
        {
            elements = Read(file);
            _files.Add(file, elements);
        }

        return elements;
    }

    /// <summary>The attributes and children of an item's element, which are its metadata, and attributes such as Include.</summary>
    public static IEnumerable<(string Name, string Value)> Metadata(XElement item) =>
        item.Attributes().Select(attribute => (attribute.Name.LocalName, attribute.Value))
            .Concat(item.Elements().Select(child => (child.Name.LocalName, child.Value)));

    // The project file of a file-based app is C#.
    private static IReadOnlyList<XElement> Read(string file)
    {
        try
        {
            return !File.Exists(file) || file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
                ? []
                : [.. XDocument.Load(file).Descendants().Where(element => Groups.Contains(element.Parent?.Name.LocalName))];
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            // MSBuild has read the file before, and reports what is wrong with it.
            return [];
        }
    }
}
