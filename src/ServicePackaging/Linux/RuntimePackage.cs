using System.Globalization;
using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>What .NET is called in package managers, and which libraries it loads by name,
/// where no scanner of ELF files sees them.</summary>
internal static class RuntimePackage
{
    private const int OldestIcu = 60;

    // Distributions have ICU's major version in the package's name; a package made today has to be installable on next year's release.
    private const int NewestIcu = 99;

    // ASP.NET Core's package brings the base runtime along.
    private static readonly Dictionary<string, string> PackageOf = new(StringComparer.Ordinal)
    {
        [ProjectFacts.AspNetCore] = "aspnetcore-runtime",
        [ProjectFacts.NetCore] = "dotnet-runtime",
    };

    /// <summary>The package of the runtime that a framework-dependent program needs;
    /// the same name in every distribution that has one.</summary>
    public static string NameFor(ProjectFacts project)
    {
        var version = project.Frameworks.FirstOrDefault(reference => reference.Name == project.MainFramework)?.Version;
        var parts = (version ?? string.Create(CultureInfo.InvariantCulture, $"{project.TargetFrameworkMajor}.0")).Split('.');
        return $"{PackageOf[project.MainFramework]}-{parts[0]}.{parts[1]}";
    }

    /// <summary>The major versions of ICU, any of which .NET takes, the newest first.</summary>
    public static IEnumerable<string> IcuVersions() =>
        Enumerable.Range(OldestIcu, NewestIcu - OldestIcu + 1).Reverse().Select(number => number.ToString(CultureInfo.InvariantCulture));
}
