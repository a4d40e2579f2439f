using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Model;

/// <summary>What the developer wrote, before anything is understood of it: the vocabulary's properties and items as text.</summary>
public sealed record ServiceInput
{
    /// <summary>The properties that have a value, by name, platform-prefixed ones included (<c>LinuxServiceUser</c>).</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>The items, by the name of the item type, in the order they were declared.</summary>
    public required ILookup<string, InputItem> Items { get; init; }

    /// <summary>What the build knows of the project by itself.</summary>
    public required ProjectFacts Project { get; init; }

    /// <summary>The files that items name.</summary>
    public required ISourceFiles Sources { get; init; }
}

/// <summary>An item as the developer declared it.</summary>
/// <param name="Include">The item's identity.</param>
/// <param name="FullPath">The absolute path that the identity means when it names a file.</param>
/// <param name="Metadata">The custom metadata by name, empty values left out.</param>
public sealed record InputItem(string Include, string FullPath, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The metadata that the developer wrote for this item type; the rest comes with the items that it includes, which may have
    /// metadata of any name. Null when there is no difference.</summary>
    public IReadOnlySet<string>? Written { get; init; }
}

/// <summary>What the build knows of the published program.</summary>
public sealed record ProjectFacts
{
    /// <summary>The shared framework of web services.</summary>
    public const string AspNetCore = "Microsoft.AspNetCore.App";

    /// <summary>The shared framework of every program.</summary>
    public const string NetCore = "Microsoft.NETCore.App";

    /// <summary>The .NET runtime identifier that was published for, such as <c>linux-x64</c>.</summary>
    public required string RuntimeIdentifier { get; init; }

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

/// <summary>A shared framework and the lowest version that satisfies the program.</summary>
/// <param name="Name">Such as <c>Microsoft.AspNetCore.App</c>.</param>
/// <param name="Version">Such as <c>10.0.0</c>.</param>
public sealed record FrameworkReference(string Name, string Version);

/// <summary>The developer's files, as far as the model has to look into them.</summary>
public interface ISourceFiles
{
    /// <summary>A file, or null when there is none.</summary>
    /// <param name="path">An absolute path.</param>
    SourceFile? Find(string path);

    /// <summary>The text of a file.</summary>
    /// <param name="path">An absolute path of a file that exists.</param>
    string ReadText(string path);
}

/// <summary>A file of the developer's.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Kind">What its header says it is.</param>
public sealed record SourceFile(FileContent Content, ExecutableKind Kind);
