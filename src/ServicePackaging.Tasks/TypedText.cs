using System.Xml.Linq;
using ServicePackaging.Build;
using ServicePackaging.Reading;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tasks;

/// <summary>Restores texts as the developer typed them. On Linux and macOS, MSBuild replaces the backslashes of a text whose first segment
/// is an existing directory, because it takes the text for a path (dotnet/msbuild, FileUtilities.MaybeAdjustFilePath): <c>.\account</c>
/// becomes <c>./account</c>.</summary>
/// <param name="xml">Reads project files.</param>
/// <param name="projectFiles">The absolute paths of the files in which properties and items are written.</param>
/// <param name="globalProperties">The properties of the command line.</param>
internal sealed class TypedText(
    ProjectXml xml, IReadOnlyList<string> projectFiles, IReadOnlyDictionary<string, string> globalProperties)
{
    // They hold paths, whose separator may be either.
    private static readonly string[] Paths = [ServiceProperties.PayloadDirectory.Name, ServiceItems.TargetPath.Name];

    /// <summary>The input with the texts as they were typed.</summary>
    public ServiceInput Restore(ServiceInput input) => input with
    {
        Properties = input.Properties.ToDictionary(
            row => row.Key, row => Restore(row.Key, row.Value, PropertyTexts(row.Key)), StringComparer.Ordinal),
        Items = input.Items
            .SelectMany(type => type.Select(item => (Type: type.Key, Item: Restore(type.Key, item))))
            .ToLookup(row => row.Type, row => row.Item),
    };

    private InputItem Restore(string type, InputItem item) => item with
    {
        Metadata = item.Metadata.ToDictionary(
            row => row.Key, row => Restore(row.Key, row.Value, MetadataTexts(type, row.Key)), StringComparer.OrdinalIgnoreCase),
    };

    private static string Restore(string name, string value, IEnumerable<string> texts) =>
        !value.Contains('/', StringComparison.Ordinal) || Paths.Contains(name)
            ? value
            : texts.Select(text => text.Trim()).FirstOrDefault(text => text.Contains('\\') && text.Replace('\\', '/') == value.Trim())
                ?? value;

    private IEnumerable<string> PropertyTexts(string name) =>
        globalProperties.TryGetValue(name, out var text)
            ? [text]
            : Elements(name).Where(element => element.Parent!.Name.LocalName == ProjectXml.PropertyGroup).Select(element => element.Value);

    private IEnumerable<string> MetadataTexts(string itemType, string name) =>
        from metadata in Elements(itemType).SelectMany(ProjectXml.Metadata)
        where metadata.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        select metadata.Value;

    private IEnumerable<XElement> Elements(string name) =>
        projectFiles.SelectMany(xml.Elements).Where(element => element.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase));
}
