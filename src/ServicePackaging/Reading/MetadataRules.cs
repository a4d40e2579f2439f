using ServicePackaging.Diagnostics;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Refuses metadata that an item type does not have. A misspelled name would be ignored silently.</summary>
internal static class MetadataRules
{
    // What editors write for any item.
    private static readonly string[] OfEditors = ["Visible", "InProject", "SubType", "DependentUpon"];

    /// <summary>Checks all items, whatever platform and format they are meant for.</summary>
    public static void Check(ServiceInput input, ReadingTarget target, DiagnosticBag diagnostics)
    {
        foreach (var type in target.KnownItems)
        {
            var known = type.Metadata.Concat(ServiceItems.Filters).Select(metadata => metadata.Name).ToList();
            var unknown =
                from item in input.Items[type.Name]
                from name in item.Metadata.Keys
                where item.Written?.Contains(name) != false && !known.Concat(OfEditors).Contains(name, StringComparer.OrdinalIgnoreCase)
                select (item.Include, name);
            foreach (var (include, name) in unknown)
            {
                diagnostics.Report(DiagnosticCatalog.UnknownMetadata, type, include, name, string.Join(", ", known));
            }
        }
    }
}
