using System.Text.RegularExpressions;

namespace ServicePackaging.Manifests;

/// <summary>The names of packages in package managers with a smaller alphabet than that of <c>ServicePackageName</c>.</summary>
internal static partial class ManifestNames
{
    /// <summary>Lower case letters, digits and single hyphens (Homebrew, "Cask Cookbook", token; Chocolatey, package ID).</summary>
    public static string ToToken(string package) =>
        Other().Replace(package.Replace("+", "-plus-", StringComparison.Ordinal), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Other();
}
