namespace ServicePackaging.Model;

/// <summary>What the build knows of the published program.</summary>
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

    /// <summary>Whether it is a .NET program; otherwise it is one of any language, and nothing of the facts of .NET holds for it.</summary>
    public bool IsDotNet { get; init; } = true;

    /// <summary>The paths of the programs that the scripts in what was published are read by.</summary>
    public IReadOnlyList<string> Interpreters { get; init; } = [];

    /// <summary>The major version of the target framework, 10 for net10.0; 0 where there is none.</summary>
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

    /// <summary>The shared frameworks that a framework-dependent program asks for.</summary>
    public IReadOnlyList<FrameworkReference> Frameworks { get; init; } = [];

    /// <summary>Whether the program brings all of .NET that it needs, which may be nothing.</summary>
    public bool BringsRuntime => SelfContained || NativeAot || !IsDotNet;

    /// <summary>The one shared framework that brings the others along.</summary>
    public string MainFramework => Frameworks.Any(framework => framework.Name == AspNetCore) ? AspNetCore : NetCore;

    /// <summary>Whether the project's own assemblies, and not only packages, call UseSystemd or AddSystemd: the program says when it is
    /// ready.</summary>
    public bool CallsSystemd { get; init; }

    /// <summary>The names of the packages the program references, directly or not.</summary>
    public IReadOnlySet<string> Packages { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>SPDX expression (PackageLicenseExpression), or empty.</summary>
    public string License { get; init; } = "";

    /// <summary>The project's home page (PackageProjectUrl), or empty.</summary>
    public string Homepage { get; init; } = "";

    /// <summary>The copyright line (Copyright), or empty.</summary>
    public string Copyright { get; init; } = "";

    /// <summary>The absolute path of the program's icon (ApplicationIcon), or empty.</summary>
    public string IconPath { get; init; } = "";

    /// <summary>What is new in this version (PackageReleaseNotes), or empty.</summary>
    public string ReleaseNotes { get; init; } = "";
}
