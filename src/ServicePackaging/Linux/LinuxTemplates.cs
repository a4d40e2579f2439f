namespace ServicePackaging.Linux;

/// <summary>The keys of the generated files that all packages for Linux have, and that a developer may replace
/// (ServicePackageTemplate).</summary>
internal static class LinuxTemplates
{
    public const string Sysusers = "linux/sysusers";
    public const string Tmpfiles = "linux/tmpfiles";
    public const string Logrotate = "linux/logrotate";
    public const string EnvironmentFile = "linux/environment";
    public const string Control = "control/systemd";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Sysusers, Tmpfiles, Logrotate, EnvironmentFile, Control];
}
