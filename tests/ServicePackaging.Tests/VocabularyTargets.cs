using System.Globalization;
using System.Text;
using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests;

/// <summary>The SDK's targets file that collects the vocabulary, generated from the vocabulary.</summary>
internal static class VocabularyTargets
{
    // A target runs only once in a project instance, so that each point in time has its own target.
    private static readonly (string Target, string List, string Comment)[] Moments =
    [
        ("_DeclareServicePackageVocabulary", "_ServicePackageDeclared", "Before any target of the project has run."),
        ("_NoteServicePackageVocabulary", "_ServicePackageBuilt", "After the build."),
        ("_CollectServicePackageVocabulary", "_ServicePackage", "What is packaged."),
    ];

    public static string Render()
    {
        var text = new StringBuilder("<!-- Generated from ServicePackaging.Vocabulary by the target Generate of build.cake; edit that. -->\n<Project>\n");
        foreach (var (target, list, comment) in Moments)
        {
            AppendTarget(text, target, list, comment);
        }

        AppendPayloadDirectories(text);
        return text.Append("\n</Project>\n").ToString();
    }

    // The folder is needed before there is a model, and only a payload's project has one.
    private static void AppendPayloadDirectories(StringBuilder text)
    {
        const string List = "_ServicePayloadDirectory";
        var property = ServiceProperties.PayloadDirectory.Name;
        text.Append(
            CultureInfo.InvariantCulture,
            $"""

              <!-- The folder of a project without .NET. -->
              <Target Name="_CollectServicePayloadDirectories">
                <ItemGroup>
                  <{List} Remove="@({List})" />

            """);
        foreach (var name in PlatformForms(property).Prepend(property))
        {
            text.Append(CultureInfo.InvariantCulture, $"      <{List} Include=\"{name}\" Value=\"$({name})\" Condition=\"'$({name})' != ''\" />\n");
        }

        text.Append("    </ItemGroup>\n  </Target>\n");
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
        property.HasPlatformForms ? [property.Name, .. PlatformForms(property.Name)] : [property.Name];

    private static IEnumerable<string> PlatformForms(string name) => Enum.GetNames<Platform>().Select(platform => platform + name);
}
