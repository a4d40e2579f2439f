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

    // The package of ASP.NET Core depends on that of the base runtime.
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

    /// <summary>The major versions of ICU that .NET supports, the newest first. Any one of them is enough.</summary>
    public static IEnumerable<string> IcuVersions() =>
        Enumerable.Range(OldestIcu, NewestIcu - OldestIcu + 1).Reverse().Select(number => number.ToString(CultureInfo.InvariantCulture));
}
