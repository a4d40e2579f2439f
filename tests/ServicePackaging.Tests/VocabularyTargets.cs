using System.Globalization;
using System.Text;
using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests;

/// <summary>The SDK's targets file that collects the vocabulary, made from the vocabulary.</summary>
internal static class VocabularyTargets
{
    // A target runs once in a project instance, and so each moment has a target of its own.
    private static readonly (string Target, string List, string Comment)[] Moments =
    [
        ("_DeclareServicePackageVocabulary", "_ServicePackageDeclared", "Before any target of the project has run."),
        ("_NoteServicePackageVocabulary", "_ServicePackageBuilt", "After the build."),
        ("_CollectServicePackageVocabulary", "_ServicePackage", "What is packaged."),
    ];

    public static string Render()
    {
        var text = new StringBuilder("<!-- Generated from ServicePackaging.Model.Vocabulary by the tests of ServicePackaging; edit that. -->\n<Project>\n");
        foreach (var (target, list, comment) in Moments)
        {
            AppendTarget(text, target, list, comment);
        }

        return text.Append("\n</Project>\n").ToString();
    }

    private static void AppendTarget(StringBuilder text, string target, string list, string comment)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"""

              <!-- {comment} -->
              <Target Name="{target}">
                <ItemGroup>
                  <{list}Property Remove="@({list}Property)" />
                  <{list}Item Remove="@({list}Item)" />
                </ItemGroup>
                <ItemGroup>

            """);
        foreach (var name in ServiceProperties.All.Where(property => property.Scope != PropertyScope.Build).SelectMany(Forms).Concat(ServiceProperties.ProjectProperties))
        {
            text.Append(CultureInfo.InvariantCulture, $"      <{list}Property Include=\"{name}\" Value=\"$({name})\" Condition=\"'$({name})' != ''\" />\n");
        }

        text.Append("    </ItemGroup>\n    <ItemGroup>\n");
        foreach (var item in PackageFormats.Items)
        {
            text.Append(CultureInfo.InvariantCulture, $"      <{list}Item Include=\"@({item.Name})\" ServicePackageItemType=\"{item.Name}\" />\n");
        }

        text.Append("    </ItemGroup>\n  </Target>\n");
    }

    private static IEnumerable<string> Forms(ServiceProperty property) =>
        property.HasPlatformForms ? [property.Name, .. Enum.GetNames<Platform>().Select(platform => platform + property.Name)] : [property.Name];
}
