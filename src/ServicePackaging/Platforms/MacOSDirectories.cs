using System.Collections.Frozen;

namespace ServicePackaging.Platforms;

/// <summary>The directories of macOS itself that products install files in, with their owners and modes. The Installer resets the owner and
/// the mode of every directory that a package lists.</summary>
internal static class MacOSDirectories
{
    /// <summary>One directory. Root owns it, unless it has no group.</summary>
    /// <param name="Mode">Its permission bits.</param>
    /// <param name="Group">Its group; null if it belongs to an account of macOS that a package cannot name.</param>
    /// <param name="HoldsProducts">Whether products have directories of their own in it.</param>
    public sealed record Row(UnixFileMode Mode, string? Group, bool HoldsProducts);

    // Apple's files-972 (apple-oss-distributions): hierarchy, hierarchy.not_sim and hierarchy.osx, of which the last one counts. /Library
    // is an exception: these files have 0775 root:admin, and installed systems have 0755 root:wheel. "+": products have directories of
    // their own there. Group "-": the directory belongs to an account or a group of one of Apple's services.
    private const string Table = """
        0775 admin  + /Applications
        0775 admin  + /Applications/Utilities
        0755 wheel    /Library
        0755 wheel    /Library/Apple
        0755 -        /Library/AppStore
        0755 admin  + /Library/Application Support
        0775 admin    /Library/Application Support/CrashReporter
        1775 admin    /Library/Application Support/ProApps
        0755 -        /Library/Application Support/com.apple.TCC
        0755 -        /Library/Application Support/com.apple.backgroundassets.user
        1777 admin  + /Library/Caches
        0755 wheel  + /Library/ColorPickers
        0775 admin  + /Library/Documentation
        0755 wheel  + /Library/DriverExtensions
        0755 wheel  + /Library/Extensions
        0755 wheel  + /Library/Filesystems
        0755 wheel  + /Library/Filesystems/NetFSPlugins
        1775 admin  + /Library/Fonts
        0775 admin  + /Library/Frameworks
        0755 wheel  + /Library/GPUBundles
        0755 wheel    /Library/InstallerSandboxes
        0755 admin  + /Library/Internet Plug-Ins
        0755 wheel    /Library/KernelCollections
        0755 admin    /Library/Keychains
        0755 wheel    /Library/LaunchAgents
        0755 wheel    /Library/LaunchDaemons
        0775 admin  + /Library/Logs
        0755 -        /Library/Logs/DiagnosticReports
        0755 -        /Library/Logs/WindowServer
        0755 -        /Library/Logs/hidfw-crashlogs
        0755 wheel  + /Library/PreferencePanes
        0755 wheel  + /Library/Preferences
        0755 -        /Library/Preferences/Audio
        0755 wheel    /Library/Preferences/Logging
        0755 wheel    /Library/Preferences/Logging/Processes
        0755 wheel    /Library/Preferences/Logging/Subsystems
        0775 admin  + /Library/Printers
        0775 admin    /Library/Receipts
        0755 wheel  + /Library/ScriptingAdditions
        0755 wheel    /Library/StagedDriverExtensions
        0755 wheel    /Library/StagedExtensions
        0755 wheel    /Library/SystemExtensions
        0755 wheel  + /Library/SystemProfiler
        0775 admin    /Library/Updates
        0755 admin    /Users
        1777 wheel  + /Users/Shared
        1775 admin    /cores
        0755 wheel  + /opt
        0755 wheel    /private
        0755 wheel  + /private/etc
        0755 wheel    /private/etc/asl
        0755 wheel    /private/etc/manpaths.d
        0755 wheel    /private/etc/newsyslog.d
        0755 wheel    /private/etc/paths.d
        1777 wheel  + /private/tmp
        0755 wheel    /private/var
        0755 -        /private/var/at
        0700 wheel    /private/var/audit
        0700 wheel    /private/var/backups
        0755 daemon   /private/var/boot
        0755 wheel  + /private/var/db
        0755 wheel    /private/var/db/receipts
        0755 sys      /private/var/empty
        0755 wheel    /private/var/folders
        0700 wheel    /private/var/install
        0755 wheel  + /private/var/log
        0750 admin    /private/var/log/DiagnosticMessages
        0775 mail     /private/var/mail
        0755 wheel    /private/var/msgs
        0755 -        /private/var/networkd
        0750 wheel  + /private/var/root
        0700 wheel  + /private/var/root/Library
        0700 wheel  + /private/var/root/Library/Preferences
        0755 daemon   /private/var/run
        0755 wheel  + /private/var/spool
        0750 wheel    /private/var/spool/mqueue
        1777 wheel  + /private/var/tmp
        0755 wheel    /private/var/vm
        0755 wheel    /usr
        0755 wheel  + /usr/local
        """;

    // /etc, /tmp and /var are links.
    private static readonly string[] Linked = ["/etc", "/tmp", "/var"];

    private static readonly FrozenDictionary<string, Row> Rows = Table.Split('\n').Select(Parse)
        .ToFrozenDictionary(row => row.Path, row => row.Row, StringComparer.Ordinal);

    /// <summary>The paths of all of them.</summary>
    public static IEnumerable<string> Paths => Rows.Keys;

    /// <summary>Returns one of them, or null.</summary>
    public static Row? Find(string path) => Rows.GetValueOrDefault(path);

    /// <summary>The path without the links at the root of the volume. The payload of a package would replace such a link by a
    /// directory.</summary>
    public static string Resolve(string path) =>
        Array.Exists(Linked, link => UnixPaths.IsAtOrBelow(path, link)) ? "/private" + path : path;

    /// <summary>Whether the directory may belong to Homebrew, and so to a user.</summary>
    public static bool IsHomebrews(string path) =>
        path.StartsWith("/usr/local/", StringComparison.Ordinal) || UnixPaths.IsAtOrBelow(path, "/opt/homebrew");

    private static (string Path, Row Row) Parse(string line)
    {
        var mode = (UnixFileMode)Convert.ToInt32(line[..4], 8);
        var group = line[5..11].TrimEnd();
        return (line[14..].TrimEnd('\r'), new(mode, group == "-" ? null : group, line[12] == '+'));
    }
}
