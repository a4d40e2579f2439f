using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Platforms;

/// <summary>Paths in the home of the user that the service belongs to, written <c>~/.acme/logs</c>. Each user's service (ServiceScope=User)
/// has its own, and the service manager, or the script that starts the program, finds the home.</summary>
internal static class HomePaths
{
    /// <summary>What a program does if the installation cannot find the home.</summary>
    public const string Instead =
        "The installation does not know each user's directories; the program finds its own (Environment.SpecialFolder.UserProfile).";

    private const string Home = "~";
    private const string Prefix = Home + "/";

    /// <summary>Whether a path is a home or in one.</summary>
    public static bool IsIn(string path) => path == Home || path.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The part of a path after the home, with a slash before it.</summary>
    public static string Below(string path) => path[Home.Length..];

    /// <summary>Checks a path that starts in a home; a fault is reported.</summary>
    public static bool Check(string subject, string path, ServiceScope scope, string example, DiagnosticBag diagnostics)
    {
        if (FindFault(path, scope) is not { } fault)
        {
            return true;
        }

        fault.Report(diagnostics, subject, path, example);
        return false;
    }

    /// <summary>Returns why a path that starts in a home cannot be used; null if it can.</summary>
    public static PathFault? FindFault(string path, ServiceScope scope) => scope == ServiceScope.System
        ? new(PathFaultKind.HomeOfSystemService)
        : UnixPaths.FindFault(Below(path));
}
