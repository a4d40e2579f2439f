using ServicePackaging.Diagnostics;
using ServicePackaging.Values;

namespace ServicePackaging.Platforms;

/// <summary>The rules for paths on a system with one tree of directories.</summary>
/// <param name="shared">The directories that all packages share: one may put things below some of them, but own none.</param>
/// <param name="refused">Where nothing can be installed, and why.</param>
/// <param name="unusual">Where packages should not put things, and why.</param>
internal sealed class UnixPaths(IReadOnlySet<string> shared, (string Prefix, string Reason)[] refused, (string Prefix, string Reason)[] unusual)
{
    /// <summary>Linux: hier(7), Debian policy 9.1.</summary>
    public static readonly UnixPaths Linux = new(
        new HashSet<string>(StringComparer.Ordinal)
        {
            "/", "/bin", "/boot", "/dev", "/etc", "/etc/default", "/etc/sysconfig", "/etc/systemd", "/etc/systemd/system", "/home", "/lib", "/lib64", "/media", "/mnt",
            "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/usr/bin", "/usr/include", "/usr/lib", "/usr/lib/systemd",
            "/usr/lib/systemd/system", "/usr/lib64", "/usr/libexec", "/usr/local", "/usr/sbin", "/usr/share", "/usr/src", "/var", "/var/cache",
            "/var/lib", "/var/lock", "/var/log", "/var/opt", "/var/run", "/var/spool", "/var/tmp",
        },
        [
            ("/proc/", "it is not on a disk"),
            ("/sys/", "it is not on a disk"),
            ("/dev/", "it is not on a disk"),
            ("/run/", "it is emptied at every boot"),
            ("/var/run/", "it is emptied at every boot"),
            ("/tmp/", "it is emptied at every boot"),
            ("/var/tmp/", "it is emptied from time to time"),
        ],
        [
            ("/usr/local/", "it belongs to the administrator"),
            ("/home/", "it belongs to the users"),
            ("/root/", "it belongs to the administrator"),
            ("/etc/systemd/", "units there shadow what the administrator masks or overrides; packages use /usr/lib/systemd"),
            ("/lib/", "on merged systems it is /usr/lib; write that"),
            ("/bin/", "on merged systems it is /usr/bin; write that"),
            ("/sbin/", "on merged systems it is /usr/sbin; write that"),
        ]);

    /// <summary>macOS: hier(7), and Apple's "File System Programming Guide"; /System and most of /usr are sealed.</summary>
    public static readonly UnixPaths MacOS = new(
        new HashSet<string>(StringComparer.Ordinal)
        {
            "/", "/Applications", "/Library", "/Library/Application Support", "/Library/Caches", "/Library/LaunchAgents", "/Library/LaunchDaemons", "/Library/Logs",
            "/Library/Preferences", "/System", "/Users", "/Volumes", "/bin", "/dev", "/etc", "/opt", "/opt/homebrew", "/private", "/private/etc", "/private/var", "/sbin", "/tmp",
            "/usr", "/usr/local", "/usr/local/bin", "/usr/local/etc", "/usr/local/lib", "/usr/local/share", "/usr/local/var", "/var", "/var/db", "/var/log",
        },
        [
            ("/System/", "it is sealed"),
            ("/bin/", "it is sealed"),
            ("/sbin/", "it is sealed"),
            ("/usr/bin/", "it is sealed"),
            ("/usr/lib/", "it is sealed"),
            ("/usr/libexec/", "it is sealed"),
            ("/usr/sbin/", "it is sealed"),
            ("/usr/share/", "it is sealed"),
            ("/dev/", "it is not on a disk"),
            ("/tmp/", "it is emptied at every boot"),
            ("/private/tmp/", "it is emptied at every boot"),
            ("/var/run/", "it is emptied at every boot"),
            ("/private/var/run/", "it is emptied at every boot"),
            ("/Volumes/", "it is on another disk"),
        ],
        [
            ("/usr/local/", "Homebrew on Intel makes its directories writable by a user, who could put a program of his own in the service's place; and the Installer takes them away from that user"),
            ("/opt/homebrew/", "it belongs to Homebrew and a user"),
            ("/Users/", "it belongs to the users"),
            ("/etc/", "it is a link; write /private/etc"),
        ]);

    /// <summary>Whether a directory is one that all packages share.</summary>
    public bool IsShared(string path) => shared.Contains(path);

    /// <summary>Why a text is no absolute, normalised path; null when it is one.</summary>
    public static string? FindFault(string path)
    {
        if (!path.StartsWith('/'))
        {
            return "which is not absolute";
        }

        if (path.Length > 1 && path.Split('/').Skip(1).Any(segment => segment is "" or "." or ".."))
        {
            return "which is not normalised ('.', '..', doubled or trailing slash)";
        }

        if (ControlCharacters.FindIn(path) is not null)
        {
            return "which holds a control character";
        }

        if (char.IsWhiteSpace(path[^1]))
        {
            return "which ends with white space";
        }

        return path.Length > 4095 ? "which is longer than the 4095 bytes a path can have" : null;
    }

    /// <summary>Checks the path of a directory of the package's own; a fault is reported.</summary>
    public bool CheckOwnDirectory(string subject, string path, string example, DiagnosticBag diagnostics) =>
        Check(
            subject, path, example, diagnostics,
            shared.Contains(path) ? "which is shared by all packages" : Reason(refused, path) is { } reason ? $"where nothing can be kept: {reason}" : null);

    /// <summary>Checks the path of a file to be installed; a fault is reported.</summary>
    public bool CheckTarget(string subject, string path, string example, DiagnosticBag diagnostics) =>
        Check(
            subject, path, example, diagnostics,
            shared.Contains(path) ? "which is a directory of the system" : Reason(refused, path) is { } reason ? $"where nothing can be installed: {reason}" : null);

    private bool Check(string subject, string path, string example, DiagnosticBag diagnostics, string? furtherFault)
    {
        if ((FindFault(path) ?? furtherFault) is { } fault)
        {
            diagnostics.Report(DiagnosticCatalog.InvalidPath, subject, path, fault, example);
            return false;
        }

        if (Reason(unusual, path) is { } reason)
        {
            diagnostics.Report(DiagnosticCatalog.UnusualPlace, subject, path, reason);
        }

        return true;
    }

    private static string? Reason((string Prefix, string Reason)[] table, string path) =>
        Array.Find(table, row => path.StartsWith(row.Prefix, StringComparison.Ordinal)).Reason;
}
