using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Platforms;

/// <summary>Places in the home of whoever the service belongs to, written <c>~/.acme/logs</c>: each user's service (ServiceScope=User) has
/// its own, and the service manager, or a script before the program, knows where that is.</summary>
internal static class HomePaths
{
    /// <summary>What a program does where nobody tells it.</summary>
    public const string Instead =
        "The installation does not know each user's directories; the program finds its own (Environment.SpecialFolder.UserProfile).";

    private const string Home = "~";
    private const string Prefix = Home + "/";

    /// <summary>Whether a path begins in a home.</summary>
    public static bool IsIn(string path) => path == Home || path.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>What stands behind the home, with a slash before it.</summary>
    public static string Below(string path) => path[Home.Length..];

    /// <summary>Checks a path that begins in a home; a fault is reported.</summary>
    public static bool Check(string subject, string path, ServiceScope scope, string example, DiagnosticBag diagnostics)
    {
        if (FindFault(path, scope) is not { } fault)
        {
            return true;
        }

        fault.Report(diagnostics, subject, path, example);
        return false;
    }

    /// <summary>Why a path that begins in a home cannot be used; null when it can.</summary>
    public static PathFault? FindFault(string path, ServiceScope scope) => scope == ServiceScope.System
        ? new(PathFaultKind.HomeOfSystemService)
        : UnixPaths.FindFault(Below(path));
}
