using System.Text;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests;

/// <summary>The SDK's files about formats and their systems, generated from the descriptors.</summary>
internal static class FormatsProps
{
    private const string Head = "<!-- Generated from ServicePackaging.PackageFormats by the target Generate of build.cake; edit that. -->\n<Project>\n";

    private static IEnumerable<IGrouping<string, PackageFormat>> Systems =>
        PackageFormats.All.GroupBy(format => RuntimeIdentifier.SystemOf(format.Platform));

    /// <summary>The properties that are known before the project's body.</summary>
    public static string RenderFormats()
    {
        var formats = string.Join('+', PackageFormats.All.Select(format => format.Name));
        var systems = string.Join('|', Systems.Select(system => system.Key));
        return Head
            + $"""

              <PropertyGroup>
                <ServicePackageAvailableFormats>{formats}</ServicePackageAvailableFormats>
                <_ServicePackageKnownSystems>{systems}</_ServicePackageKnownSystems>
              </PropertyGroup>

            </Project>

            """;
    }

    /// <summary>The systems of the requested formats, as runtime identifiers begin.</summary>
    public static string RenderSystems()
    {
        var text = new StringBuilder(Head).Append("\n  <PropertyGroup>\n");
        foreach (var system in Systems)
        {
            var formats = string.Join('|', system.Select(format => format.Name));
            text.Append(
                $"""
                    <_ServicePackageSystems Condition="$([System.Text.RegularExpressions.Regex]::IsMatch('$(_ServicePackageFormats)', '\b({formats})\b'))">$(_ServicePackageSystems)+{system.Key}</_ServicePackageSystems>

                """);
        }

        return text.Append("  </PropertyGroup>\n\n</Project>\n").ToString();
    }

    /// <summary>What follows from the system of the runtime identifier: its formats, and the build's properties with a platform's prefix.</summary>
    public static string RenderPlatform()
    {
        var text = new StringBuilder(Head);
        foreach (var system in Systems)
        {
            var platform = system.First().Platform.ToString();
            text.Append(
                $"""

                  <PropertyGroup Condition="$(RuntimeIdentifier.StartsWith('{system.Key}-'))">
                    <_ServicePackageFormatsHere>{string.Join('|', system.Select(format => format.Name))}</_ServicePackageFormatsHere>

                """);
            foreach (var name in ServiceProperties.All.Where(property => property.Scope == PropertyScope.Build)
                .Select(property => property.Name).Where(name => name.StartsWith(platform, StringComparison.Ordinal)))
            {
                var common = name[platform.Length..];
                text.Append($"    <{common} Condition=\"'$({common})' == ''\">$({name})</{common}>\n");
            }

            text.Append("  </PropertyGroup>\n");
        }

        return text.Append("\n</Project>\n").ToString();
    }
}
