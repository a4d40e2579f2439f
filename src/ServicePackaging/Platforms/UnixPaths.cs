using System.Text;
using ServicePackaging.Diagnostics;
using ServicePackaging.Values;

namespace ServicePackaging.Platforms;

/// <summary>The rules for paths on a system with one tree of directories.</summary>
/// <param name="shared">The directories that all packages share. A package may install files below some of them, but owns none of
/// them.</param>
/// <param name="refused">Where nothing can be installed, and why.</param>
/// <param name="unusual">Where packages should not install files, and why.</param>
internal sealed class UnixPaths(
    IReadOnlySet<string> shared, (string Prefix, PathFaultKind Kind)[] refused, (string Prefix, UnusualPlaceKind Kind)[] unusual)
{
    // PATH_MAX, without its terminating zero (limits.h).
    private const int LongestPath = 4095;

    // NAME_MAX of Linux and macOS.
    private const int LongestName = 255;

    /// <summary>Linux: hier(7), Debian policy 9.1.</summary>
    public static readonly UnixPaths Linux = new(
        new HashSet<string>(StringComparer.Ordinal)
        {
            "/", "/bin", "/boot", "/dev", "/etc", "/etc/default", "/etc/sysconfig", "/etc/systemd", "/etc/systemd/system",
            "/home", "/lib", "/lib64", "/media", "/mnt", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp",
            "/usr", "/usr/bin", "/usr/include", "/usr/lib", "/usr/lib/systemd", "/usr/lib/systemd/system", "/usr/lib64",
            "/usr/libexec", "/usr/local", "/usr/sbin", "/usr/share", "/usr/src", "/var", "/var/cache",
            "/var/lib", "/var/lock", "/var/log", "/var/opt", "/var/run", "/var/spool", "/var/tmp",
        },
        [
            ("/proc/", PathFaultKind.NotOnDisk),
            ("/sys/", PathFaultKind.NotOnDisk),
            ("/dev/", PathFaultKind.NotOnDisk),
            ("/run/", PathFaultKind.ClearedAtBoot),
            ("/var/run/", PathFaultKind.ClearedAtBoot),
            ("/tmp/", PathFaultKind.ClearedAtBoot),
            ("/var/tmp/", PathFaultKind.ClearedRegularly),
        ],
        [
            ("/usr/local/", UnusualPlaceKind.LocalAdministrator),
            ("/home/", UnusualPlaceKind.Users),
            ("/root/", UnusualPlaceKind.LocalAdministrator),
            ("/etc/systemd/", UnusualPlaceKind.AdministratorUnits),
            ("/lib/", UnusualPlaceKind.MergedLib),
            ("/bin/", UnusualPlaceKind.MergedBin),
            ("/sbin/", UnusualPlaceKind.MergedSbin),
        ]);

    /// <summary>macOS: hier(7), and Apple's "File System Programming Guide"; /System and most of /usr are sealed.</summary>
    public static readonly UnixPaths MacOS = new(
        new HashSet<string>(
        [
            "/", "/System", "/Volumes", "/bin", "/dev", "/etc", "/opt/homebrew", "/sbin", "/tmp", "/usr/local/bin", "/usr/local/etc",
            "/usr/local/lib", "/usr/local/share", "/usr/local/var", "/var", "/var/db", "/var/log", .. MacOSDirectories.Paths,
        ],
            StringComparer.Ordinal),
        [
            ("/System/", PathFaultKind.Sealed),
            ("/bin/", PathFaultKind.Sealed),
            ("/sbin/", PathFaultKind.Sealed),
            ("/usr/bin/", PathFaultKind.Sealed),
            ("/usr/lib/", PathFaultKind.Sealed),
            ("/usr/libexec/", PathFaultKind.Sealed),
            ("/usr/sbin/", PathFaultKind.Sealed),
            ("/usr/share/", PathFaultKind.Sealed),
            ("/dev/", PathFaultKind.NotOnDisk),
            ("/tmp/", PathFaultKind.ClearedAtBoot),
            ("/private/tmp/", PathFaultKind.ClearedAtBoot),
            ("/var/run/", PathFaultKind.ClearedAtBoot),
            ("/private/var/run/", PathFaultKind.ClearedAtBoot),
            ("/Volumes/", PathFaultKind.OtherVolume),
        ],
        [
            ("/usr/local/", UnusualPlaceKind.UserWritable),
            ("/opt/homebrew/", UnusualPlaceKind.Homebrew),
            ("/Users/", UnusualPlaceKind.Users),
            ("/etc/", UnusualPlaceKind.LinkedEtc),
            ("/var/", UnusualPlaceKind.LinkedVar),
        ]);

    /// <summary>Whether a directory is one that all packages share.</summary>
    public bool IsShared(string path) => shared.Contains(path);

    /// <summary>Whether a path is a directory or in it.</summary>
    public static bool IsAtOrBelow(string path, string directory) =>
        path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal);

    /// <summary>Returns why a text is not an absolute, normalized path; null if it is one.</summary>
    public static PathFault? FindFault(string path)
    {
        if (!path.StartsWith('/'))
        {
            return new(PathFaultKind.NotAbsolute);
        }

        if (path.Length > 1 && path.Split('/').Skip(1).Any(segment => segment is "" or "." or ".."))
        {
            return new(PathFaultKind.NotNormalized);
        }

        if (ControlCharacters.FindIn(path) is not null)
        {
            return new(PathFaultKind.ControlCharacter);
        }

        if (char.IsWhiteSpace(path[^1]))
        {
            return new(PathFaultKind.TrailingSpace);
        }

        if (path.Split('/').Any(name => Encoding.UTF8.GetByteCount(name) > LongestName))
        {
            return new(PathFaultKind.NameTooLong, $"{LongestName} bytes");
        }

        return Encoding.UTF8.GetByteCount(path) > LongestPath ? new(PathFaultKind.TooLong, $"{LongestPath} bytes") : null;
    }

    /// <summary>Checks the path of a directory that belongs to the package, or of a file to be installed; a fault is reported.</summary>
    public bool Check(string subject, string path, string example, DiagnosticBag diagnostics)
    {
        if ((FindFault(path) ?? FindRefusal(path)) is { } fault)
        {
            fault.Report(diagnostics, subject, path, example);
            return false;
        }

        if (FindPrefix(unusual, path) is { } kind)
        {
            diagnostics.Report(DiagnosticCatalog.UnusualPlace, kind, subject, path);
        }

        return true;
    }

    private PathFault? FindRefusal(string path) =>
        shared.Contains(path) ? new(PathFaultKind.SharedDirectory)
        : FindPrefix(refused, path) is { } kind ? new(kind)
        : null;

    private static TKind? FindPrefix<TKind>((string Prefix, TKind Kind)[] table, string path)
        where TKind : struct, Enum
    {
        var index = Array.FindIndex(table, row => path.StartsWith(row.Prefix, StringComparison.Ordinal));
        return index < 0 ? null : table[index].Kind;
    }
}
