using ServicePackaging.Diagnostics;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Build;

/// <summary>Reports names of properties and items that a project writes and that are almost names of the vocabulary: MSBuild ignores a
/// name that nobody reads.</summary>
internal static class MisspelledNames
{
    private const string CommandLine = "the command line";

    /// <summary>Looks for misspelled names.</summary>
    /// <param name="xml">Reads project files.</param>
    /// <param name="projectFiles">The absolute paths of the project file and of the files that it imports for all projects of a directory;
    /// those that do not exist, or are not XML, are ignored.</param>
    /// <param name="globalProperties">The names of properties that are set on the command line.</param>
    /// <param name="findings">Receives the findings.</param>
    public static void Report(
        ProjectXml xml, IEnumerable<string> projectFiles, IEnumerable<string> globalProperties, DiagnosticBag findings)
    {
        var suggestions = new NameSuggestions(PackageFormats.Items);
        foreach (var name in globalProperties.Where(name => !name.StartsWith('_')))
        {
            ReportProperty(suggestions, name, CommandLine, findings);
        }

        foreach (var file in projectFiles)
        {
            foreach (var element in xml.Elements(file))
            {
                if (element.Parent!.Name.LocalName == ProjectXml.PropertyGroup)
                {
                    ReportProperty(suggestions, element.Name.LocalName, Path.GetFileName(file), findings);
                }
                else
                {
                    ReportItem(suggestions, element.Name.LocalName, Path.GetFileName(file), findings);
                }
            }
        }
    }

    private static void ReportProperty(NameSuggestions suggestions, string name, string place, DiagnosticBag findings)
    {
        if (suggestions.IsItem(name))
        {
            findings.Report(DiagnosticCatalog.MisspelledName, MisspelledNameKind.ItemAsProperty, name, place);
        }
        else if (suggestions.FindProperty(name) is { } meant)
        {
            findings.Report(DiagnosticCatalog.MisspelledName, MisspelledNameKind.Property, name, place, meant);
        }
        else if (suggestions.FindItem(name) is { } item)
        {
            findings.Report(DiagnosticCatalog.MisspelledName, MisspelledNameKind.ItemAsProperty, item, place);
        }
    }

    private static void ReportItem(NameSuggestions suggestions, string name, string place, DiagnosticBag findings)
    {
        if (suggestions.IsProperty(name))
        {
            findings.Report(DiagnosticCatalog.MisspelledName, MisspelledNameKind.PropertyAsItem, name, place);
        }
        else if (suggestions.FindItem(name) is { } meant)
        {
            findings.Report(DiagnosticCatalog.MisspelledName, MisspelledNameKind.Item, name, place, meant);
        }
    }
}
