namespace ServicePackaging.MacPkg;

/// <summary>The keys of the generated files that packages for macOS have, and that a developer may replace
/// (ServicePackageTemplate).</summary>
internal static class MacTemplates
{
    public const string Preinstall = "macos/preinstall";
    public const string Postinstall = "macos/postinstall";
    public const string Uninstall = "macos/uninstall";
    public const string Run = "macos/run";
    public const string Logrotate = "macos/logrotate";
    public const string Control = "control/launchd";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Preinstall, Postinstall, Uninstall, Run, Logrotate, Control];
}
