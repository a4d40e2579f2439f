using System.Text.RegularExpressions;

namespace ServicePackaging.Placement;

/// <summary>The files beside the program that ASP.NET Core and the generic host read by default.</summary>
internal static partial class ConventionalConfigFiles
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["appsettings.json", "appsettings.Production.json"];

    /// <summary>Whether a published file holds the settings of any environment, appsettings.*.json.</summary>
    public static bool AreSettings(string path) => Settings().IsMatch(path);

    // Only characters that have no meaning in tmpfiles.d(5), which gives the file to its group.
    [GeneratedRegex(@"^appsettings(\.[\w-]+)*\.json$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Settings();

    /// <summary>Whether a published file is one of them.</summary>
    public static bool Contains(string path) => Names.Contains(path, StringComparer.OrdinalIgnoreCase);
}
