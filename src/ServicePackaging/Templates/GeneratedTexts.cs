namespace ServicePackaging.Templates;

/// <summary>The keys of the generated texts that a developer may replace (ServicePackageTemplate, Replaces=).</summary>
internal static class GeneratedTexts
{
    public const string ServiceUnit = "systemd/service";
    public const string SocketUnit = "systemd/socket";
    public const string TimerUnit = "systemd/timer";
    public const string Sysusers = "linux/sysusers";
    public const string Tmpfiles = "linux/tmpfiles";
    public const string Logrotate = "linux/logrotate";
    public const string EnvironmentFile = "linux/environment";
    public const string Preinst = "deb/preinst";
    public const string Postinst = "deb/postinst";
    public const string Prerm = "deb/prerm";
    public const string Postrm = "deb/postrm";
    public const string RpmPre = "rpm/pre";
    public const string RpmPost = "rpm/post";
    public const string RpmPreun = "rpm/preun";
    public const string RpmPostun = "rpm/postun";
    public const string RpmPosttrans = "rpm/posttrans";
    public const string Copyright = "deb/copyright";
    public const string SystemdControl = "control/systemd";
    public const string LaunchdControl = "control/launchd";
    public const string WindowsControl = "control/windows";
    public const string MacPreinstall = "macos/preinstall";
    public const string MacPostinstall = "macos/postinstall";
    public const string MacUninstall = "macos/uninstall";
    public const string MacRun = "macos/run";
    public const string MacLogrotate = "macos/logrotate";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ServiceUnit, SocketUnit, TimerUnit,
        Sysusers, Tmpfiles, Logrotate, EnvironmentFile,
        Preinst, Postinst, Prerm, Postrm, Copyright,
        RpmPre, RpmPost, RpmPreun, RpmPostun, RpmPosttrans,
        SystemdControl, LaunchdControl, WindowsControl,
        MacPreinstall, MacPostinstall, MacUninstall, MacRun, MacLogrotate,
    ];
}
