using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Planning;

/// <summary>A package format that can be made.</summary>
/// <param name="Name">One of <see cref="PackageFormatNames"/>.</param>
/// <param name="Platform">Where its packages are installed.</param>
/// <param name="Plan">Decides on a package; faults are reported, and with an error among them the plan is not to be written.</param>
public sealed record PackageFormat(string Name, Platform Platform, Func<PackageRequest, DiagnosticBag, PackagePlan> Plan)
{
    /// <summary>What the runtime identifiers of its platform begin with.</summary>
    public string RuntimePrefix => Platform switch
    {
        Platform.Linux => "linux-",
        Platform.MacOS => "osx-",
        _ => "win-",
    };

    /// <summary>The formats that this version makes: a new one is a line here.</summary>
    public static IReadOnlyList<PackageFormat> All { get; } =
    [
        new(PackageFormatNames.Deb, Platform.Linux, Deb.DebPlan.Create),
        new(PackageFormatNames.Rpm, Platform.Linux, Rpm.RpmPlan.Create),
        new(PackageFormatNames.Pkg, Platform.MacOS, MacPkg.MacPkgPlan.Create),
        new(PackageFormatNames.Msi, Platform.Windows, Msi.MsiPlan.Create),
    ];
}
