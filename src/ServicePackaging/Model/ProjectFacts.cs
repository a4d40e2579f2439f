namespace ServicePackaging.Model;

/// <summary>What the build knows about the published program.</summary>
public sealed record ProjectFacts
{
    /// <summary>The shared framework of web services.</summary>
    public const string AspNetCore = "Microsoft.AspNetCore.App";

    /// <summary>The shared framework of every program.</summary>
    public const string NetCore = "Microsoft.NETCore.App";

    /// <summary>The .NET runtime identifier that was published for, such as <c>linux-x64</c>.</summary>
    public required RuntimeIdentifier RuntimeIdentifier { get; init; }

    /// <summary>The assembly's name, without extension.</summary>
    public required string AssemblyName { get; init; }

    /// <summary>Whether it is a .NET program. If not, the facts about .NET do not apply to it.</summary>
    public bool IsDotNet { get; init; } = true;

    /// <summary>The paths of the interpreters that run the published scripts.</summary>
    public IReadOnlyList<string> Interpreters { get; init; } = [];

    /// <summary>The major version of the target framework, 10 for net10.0; 0 if there is none.</summary>
    public int TargetFrameworkMajor { get; init; }

    /// <summary>Whether the .NET runtime is part of the payload.</summary>
    public bool SelfContained { get; init; }

    /// <summary>Whether a native host executable was published; without one the service runs as <c>dotnet App.dll</c>.</summary>
    public bool UseAppHost { get; init; } = true;

    /// <summary>Whether the program is one file (PublishSingleFile or PublishAot).</summary>
    public bool SingleFile { get; init; }

    /// <summary>Whether the program was compiled ahead of time.</summary>
    public bool NativeAot { get; init; }

    /// <summary>Whether the program runs without ICU.</summary>
    public bool InvariantGlobalization { get; init; }

    /// <summary>The shared frameworks that a framework-dependent program requires.</summary>
    public IReadOnlyList<FrameworkReference> Frameworks { get; init; } = [];

    /// <summary>Whether a framework-dependent program also runs on later major versions of .NET (RollForward is Major or
    /// LatestMajor).</summary>
    public bool RollsForwardToMajor { get; init; }

    /// <summary>Whether the package contains everything of .NET that the program requires. A program that is not .NET requires
    /// nothing.</summary>
    public bool BringsRuntime => SelfContained || NativeAot || !IsDotNet;

    /// <summary>The shared framework whose package also installs the others.</summary>
    public string MainFramework => Frameworks.Any(framework => framework.Name == AspNetCore) ? AspNetCore : NetCore;

    /// <summary>Whether the project's own assemblies, and not only packages, call UseSystemd or AddSystemd. If so, the program reports when
    /// it is ready.</summary>
    public bool CallsSystemd { get; init; }

    /// <summary>Whether the project's own assemblies have a BackgroundService of Microsoft.Extensions.Hosting, and nothing that decides how
    /// the program ends when the service throws an exception.</summary>
    public bool LeavesFailuresToHost { get; init; }

    /// <summary>The names of the packages the program references, directly or not.</summary>
    public IReadOnlySet<string> Packages { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The paths of the published native files that are assets of packages for this runtime identifier ("native" in
    /// deps.json).</summary>
    public IReadOnlyList<string> NativeAssets { get; init; } = [];

    /// <summary>SPDX expression (PackageLicenseExpression), or empty.</summary>
    public string License { get; init; } = "";

    /// <summary>The absolute path of the license (PackageLicenseFile), or empty.</summary>
    public string LicensePath { get; init; } = "";

    /// <summary>The project's home page (PackageProjectUrl), or empty.</summary>
    public string Homepage { get; init; } = "";

    /// <summary>The copyright line (Copyright), or empty.</summary>
    public string Copyright { get; init; } = "";

    /// <summary>The absolute path of the program's icon (ApplicationIcon), or empty.</summary>
    public string IconPath { get; init; } = "";

    /// <summary>What is new in this version (PackageReleaseNotes), or empty.</summary>
    public string ReleaseNotes { get; init; } = "";
}
