namespace ServicePackaging.Build.Materials;

/// <summary>Where the build finds what the program was built from.</summary>
internal sealed record MaterialSources
{
    /// <summary>The absolute path of project.assets.json; empty for a program that is not .NET.</summary>
    public string AssetsFile { get; init; } = "";

    /// <summary>The names that the target framework may have in that file, such as <c>net10.0</c>.</summary>
    public IReadOnlyList<string> Frameworks { get; init; } = [];

    /// <summary>The packs of the .NET SDK that files of the program come from.</summary>
    public IReadOnlyList<RuntimePackSource> RuntimePacks { get; init; } = [];

    /// <summary>The names of the packages that published files come from, by the paths of the files in the published output.</summary>
    public IReadOnlyDictionary<string, string> Origins { get; init; } = new Dictionary<string, string>();
}

/// <summary>A pack of the .NET SDK.</summary>
/// <param name="Name">The name of its package, or empty: then it is that of the directory.</param>
/// <param name="Version">Its version, or empty: then it is that of the directory.</param>
/// <param name="Directory">The absolute path of the directory, which ends with name and version.</param>
internal sealed record RuntimePackSource(string Name, string Version, string Directory)
{
    /// <summary>Whether every machine gets it from a NuGet feed, with its metadata. The .NET SDK includes the host executable of its own
    /// system without metadata. The bill says the same of it on every system.</summary>
    public required bool IsFromFeed { get; init; }
}
