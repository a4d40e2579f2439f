namespace ServicePackaging.Model;

/// <summary>What ASP.NET Core and the generic host read beside the program without being told to.</summary>
internal static class ConventionalConfigFiles
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["appsettings.json", "appsettings.Production.json"];

    /// <summary>Whether a published file is one of them.</summary>
    public static bool Contains(string path) => Names.Contains(path, StringComparer.OrdinalIgnoreCase);
}
