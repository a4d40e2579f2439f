using System.Globalization;
using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>The package names of .NET, and the libraries that .NET loads by name, which a scanner of ELF files cannot find.</summary>
internal static class RuntimePackage
{
    private const int OldestIcu = 60;

    // Distributions have ICU's major version in the package's name. A package that is created today has to be installable on next year's
    // release.
    private const int NewestIcu = 99;

    // A package that is created today has to accept the runtimes of later years too. .NET has a major version each November.
    private const int NewestMajor = 15;

    // The package of ASP.NET Core depends on that of the base runtime.
    private static readonly Dictionary<string, string> PackageOf = new(StringComparer.Ordinal)
    {
        [ProjectFacts.AspNetCore] = "aspnetcore-runtime",
        [ProjectFacts.NetCore] = "dotnet-runtime",
    };

    /// <summary>The packages of the runtimes that a framework-dependent program runs on, its own first; any one of them is enough. The
    /// names are the same in every distribution that has them.</summary>
    public static IReadOnlyList<string> NamesFor(ProjectFacts project)
    {
        var version = project.Frameworks.FirstOrDefault(reference => reference.Name == project.MainFramework)?.Version;
        var parts = (version ?? string.Create(CultureInfo.InvariantCulture, $"{project.TargetFrameworkMajor}.0")).Split('.');
        var package = PackageOf[project.MainFramework];
        var major = int.Parse(parts[0], CultureInfo.InvariantCulture);
        var later = project.RollsForwardToMajor ? Enumerable.Range(major + 1, Math.Max(0, NewestMajor - major)) : [];
        var alternatives = later.Select(number => string.Create(CultureInfo.InvariantCulture, $"{package}-{number}.0"));
        return [$"{package}-{parts[0]}.{parts[1]}", .. alternatives];
    }

    /// <summary>The major versions of ICU that .NET supports, the newest first. Any one of them is enough.</summary>
    public static IEnumerable<string> IcuVersions() =>
        Enumerable.Range(OldestIcu, NewestIcu - OldestIcu + 1).Reverse().Select(number => number.ToString(CultureInfo.InvariantCulture));
}
