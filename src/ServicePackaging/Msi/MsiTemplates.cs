namespace ServicePackaging.Msi;

/// <summary>The keys of the generated files that packages for Windows have, and that a developer may replace
/// (ServicePackageTemplate).</summary>
internal static class MsiTemplates
{
    public const string Control = "control/windows";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Control];
}
