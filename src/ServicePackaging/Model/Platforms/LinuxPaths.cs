using ServicePackaging.Diagnostics;
using ServicePackaging.Model.Values;

namespace ServicePackaging.Model.Platforms;

/// <summary>The rules for paths on the target machine.</summary>
internal static class LinuxPaths
{
    // hier(7), Debian policy 9.1: these are shared by all packages; a package may put things below some of them, but own none.
    private static readonly HashSet<string> Shared = new(StringComparer.Ordinal)
    {
        "/", "/bin", "/boot", "/dev", "/etc", "/etc/default", "/etc/sysconfig", "/etc/systemd", "/etc/systemd/system", "/home", "/lib", "/lib64", "/media", "/mnt",
        "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/usr/bin", "/usr/include", "/usr/lib", "/usr/lib/systemd",
        "/usr/lib/systemd/system", "/usr/lib64", "/usr/libexec", "/usr/local", "/usr/sbin", "/usr/share", "/usr/src", "/var", "/var/cache",
        "/var/lib", "/var/lock", "/var/log", "/var/opt", "/var/run", "/var/spool", "/var/tmp",
    };

    private static readonly (string Prefix, string Reason)[] Refused =
    [
        ("/proc/", "it is not on a disk"),
        ("/sys/", "it is not on a disk"),
        ("/dev/", "it is not on a disk"),
        ("/run/", "it is emptied at every boot"),
        ("/var/run/", "it is emptied at every boot"),
        ("/tmp/", "it is emptied at every boot"),
        ("/var/tmp/", "it is emptied from time to time"),
    ];

    private static readonly (string Prefix, string Reason)[] Unusual =
    [
        ("/usr/local/", "it belongs to the administrator"),
        ("/home/", "it belongs to the users"),
        ("/root/", "it belongs to the administrator"),
        ("/etc/systemd/", "units there shadow what the administrator masks or overrides; packages use /usr/lib/systemd"),
        ("/lib/", "on merged systems it is /usr/lib; write that"),
        ("/bin/", "on merged systems it is /usr/bin; write that"),
        ("/sbin/", "on merged systems it is /usr/sbin; write that"),
    ];

    /// <summary>Whether a directory is one that all packages share.</summary>
    public static bool IsShared(string path) => Shared.Contains(path);

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
    public static bool CheckOwnDirectory(string subject, string path, string example, DiagnosticBag diagnostics) =>
        Check(
            subject, path, example, diagnostics,
            Shared.Contains(path) ? "which is shared by all packages" : Reason(Refused, path) is { } reason ? $"where nothing can be kept: {reason}" : null);

    /// <summary>Checks the path of a file to be installed; a fault is reported.</summary>
    public static bool CheckTarget(string subject, string path, string example, DiagnosticBag diagnostics) =>
        Check(
            subject, path, example, diagnostics,
            Shared.Contains(path) ? "which is a directory of the system" : Reason(Refused, path) is { } reason ? $"where nothing can be installed: {reason}" : null);

    private static bool Check(string subject, string path, string example, DiagnosticBag diagnostics, string? furtherFault)
    {
        if ((FindFault(path) ?? furtherFault) is { } fault)
        {
            diagnostics.Report(DiagnosticCatalog.InvalidPath, subject, path, fault, example);
            return false;
        }

        if (Reason(Unusual, path) is { } reason)
        {
            diagnostics.Report(DiagnosticCatalog.UnusualPlace, subject, path, reason);
        }

        return true;
    }

    private static string? Reason((string Prefix, string Reason)[] table, string path) =>
        Array.Find(table, row => path.StartsWith(row.Prefix, StringComparison.Ordinal)).Reason;
}
