using System.Text.RegularExpressions;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads the names of other services in a platform's service manager.</summary>
internal static partial class DependencyReader
{
    private const string ServiceSuffix = ".service";

    /// <summary>The name; null if the platform has no name for it, which is reported.</summary>
    public static string? ReadName(
        ItemReader item, DependencyKind kind, PlatformRules rules, Func<string, string> expand, DiagnosticBag diagnostics) =>
        rules.Platform switch
        {
            Platform.Linux when kind == DependencyKind.Mounts => ReadMount(item, rules, expand, diagnostics),
            Platform.Linux => ReadUnit(item, diagnostics),
            Platform.MacOS => RefuseOrder(item, diagnostics),
            _ => ReadWindowsService(item, diagnostics),
        };

    private static string? ReadMount(ItemReader item, PlatformRules rules, Func<string, string> expand, DiagnosticBag diagnostics)
    {
        var path = expand(item.Values.Line(ServiceItems.SystemdName) ?? item.Include);
        if (UnixPaths.FindFault(path) is not { } fault)
        {
            return path;
        }

        fault.Report(diagnostics, item.Description, path, rules.ExamplePath);
        return null;
    }

    private static string? ReadUnit(ItemReader item, DiagnosticBag diagnostics)
    {
        var name = item.Values.Line(ServiceItems.SystemdName) ?? item.Include;
        if (NameRules.IsUnitName(name))
        {
            return name.Contains('.', StringComparison.Ordinal) ? name : name + ServiceSuffix;
        }

        diagnostics.Report(
            DiagnosticCatalog.InvalidName, item.Description, name, "unit name", "letters, digits and _ . : @ \\ -", "postgresql.service");
        return null;
    }

    // launchd cannot be told an order: it starts everything at once, and a program that depends on others has to try again.
    private static string? RefuseOrder(ItemReader item, DiagnosticBag diagnostics)
    {
        diagnostics.Report(
            DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.Ordering, ServiceItems.Dependency, item.Include);
        return null;
    }

    // If the SCM cannot find a service that another one depends on, the start and with it the installation fails. So names are not guessed.
    private static string? ReadWindowsService(ItemReader item, DiagnosticBag diagnostics)
    {
        if (item.Values.Line(ServiceItems.WindowsName) is not { } name)
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.WindowsDependency, ServiceItems.Dependency, item.Include);
            return null;
        }

        if (WindowsName().IsMatch(name))
        {
            return name;
        }

        diagnostics.Report(
            DiagnosticCatalog.InvalidName, item.Values.Describe(ServiceItems.WindowsName), name, "name of a Windows service",
            "its short name, without \\ and /", "MSSQLSERVER");
        return null;
    }

    [GeneratedRegex(@"\A[^\\/\[\]{}~]{1,256}\z", RegexOptions.CultureInvariant)]
    private static partial Regex WindowsName();
}
