using System.Globalization;
using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>What .NET is called in package managers, and which libraries it loads by name, where no scanner of ELF files sees them.</summary>
internal static class RuntimePackage
{
    private const int OldestIcu = 60;

    // Distributions have ICU's major version in the package's name; a package made today has to be installable on next year's release.
    private const int NewestIcu = 99;

    private static readonly (string Framework, string Package)[] Runtimes =
    [
        // ASP.NET Core's package brings the base runtime along.
        ("Microsoft.AspNetCore.App", "aspnetcore-runtime"),
        ("Microsoft.NETCore.App", "dotnet-runtime"),
    ];

    /// <summary>Whether the program brings all of .NET that it needs.</summary>
    public static bool IsBundled(ProjectFacts project) => project.SelfContained || project.NativeAot;

    /// <summary>The package of the runtime that a framework-dependent program needs; the same name in every distribution that has one.</summary>
    public static string NameFor(ProjectFacts project)
    {
        var (framework, package) = Array.Find(Runtimes, row => project.Frameworks.Any(reference => reference.Name == row.Framework));
        var version = project.Frameworks.FirstOrDefault(reference => reference.Name == framework)?.Version;
        var parts = (version ?? string.Create(CultureInfo.InvariantCulture, $"{project.TargetFrameworkMajor}.0")).Split('.');
        return $"{package ?? "dotnet-runtime"}-{parts[0]}.{parts[1]}";
    }

    /// <summary>The major versions of ICU, any of which .NET takes, the newest first.</summary>
    public static IEnumerable<string> IcuVersions() =>
        Enumerable.Range(OldestIcu, NewestIcu - OldestIcu + 1).Reverse().Select(number => number.ToString(CultureInfo.InvariantCulture));
}
