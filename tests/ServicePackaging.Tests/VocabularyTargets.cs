using System.Text;
using ServicePackaging.Model;

namespace ServicePackaging.Tests;

/// <summary>The SDK's targets file that collects the vocabulary, made from the vocabulary.</summary>
internal static class VocabularyTargets
{
    private static readonly string[] CommonMetadata = ["Platforms", "Formats"];

    public static string Render()
    {
        var text = new StringBuilder();
        text.Append(
            """
            <!-- Generated from ServicePackaging.Model.Vocabulary by the tests of ServicePackaging; edit that. -->
            <Project>

              <Target Name="_CollectServicePackageVocabulary">
                <ItemGroup>
                  <_ServicePackageProperty Remove="@(_ServicePackageProperty)" />
                  <_ServicePackageItem Remove="@(_ServicePackageItem)" />
                  <_ServicePackageItemKey Remove="@(_ServicePackageItemKey)" />
                </ItemGroup>
                <ItemGroup>

            """);
        foreach (var name in Vocabulary.Properties.Where(property => !property.IsBuildOnly).SelectMany(Forms))
        {
            text.Append("      <_ServicePackageProperty Include=\"").Append(name).Append("\" Value=\"$(").Append(name).Append(")\" Condition=\"'$(").Append(name).Append(")' != ''\" />\n");
        }

        text.Append("    </ItemGroup>\n    <ItemGroup>\n");
        foreach (var item in Vocabulary.Items)
        {
            text.Append("      <_ServicePackageItem Include=\"@(").Append(item.Name).Append(")\" ServicePackageItemType=\"").Append(item.Name)
                .Append('"').Append(item.IsFile ? " ServicePackageItemIsFile=\"true\"" : "").Append(" />\n");
            var metadata = item.Metadata.Select(metadata => metadata.Name).Concat(CommonMetadata).Select(name => $"|%({name})");
            text.Append("      <_ServicePackageItemKey Include=\"@(").Append(item.Name).Append("->'").Append(item.Name).Append("|%(Identity)")
                .Append(string.Concat(metadata)).Append("')\" />\n");
        }

        return text.Append("    </ItemGroup>\n  </Target>\n\n</Project>\n").ToString();
    }

    private static IEnumerable<string> Forms(VocabularyProperty property) =>
        property.HasPlatformForms ? [property.Name, .. Enum.GetNames<Platform>().Select(platform => platform + property.Name)] : [property.Name];
}
