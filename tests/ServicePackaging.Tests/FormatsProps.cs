using System.Text;
using ServicePackaging.Model;

namespace ServicePackaging.Tests;

/// <summary>The SDK's file of the formats it makes, by the beginning of their runtime identifiers; made from the formats.</summary>
internal static class FormatsProps
{
    public static string Render()
    {
        var text = new StringBuilder();
        text.Append(
            """
            <!-- Generated from ServicePackaging.PackageFormats by the tests of ServicePackaging; edit that. -->
            <Project>

              <PropertyGroup>

            """);
        text.Append("    <ServicePackageAvailableFormats>").AppendJoin('+', PackageFormats.All.Select(format => format.Name)).Append("</ServicePackageAvailableFormats>\n");
        foreach (var system in PackageFormats.All.GroupBy(format => RuntimeIdentifier.SystemOf(format.Platform)))
        {
            var property = "_ServicePackageFormatsOf_" + system.Key;
            text.Append("    <").Append(property).Append('>').AppendJoin('|', system.Select(format => format.Name)).Append("</").Append(property).Append(">\n");
        }

        return text.Append("  </PropertyGroup>\n\n</Project>\n").ToString();
    }
}
