namespace ServicePackaging.Model;

/// <summary>What a material is.</summary>
internal enum MaterialKind
{
    /// <summary>A NuGet package that the project references, directly or not.</summary>
    Package,

    /// <summary>Another project that the project references.</summary>
    Project,

    /// <summary>A package of the .NET SDK with the runtime or the host executable.</summary>
    RuntimePack,
}

/// <summary>Something that the program was built from.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its normalized version.</param>
internal sealed record Material(MaterialKind Kind, string Name, string Version)
{
    /// <summary>The license that its metadata declares, or null.</summary>
    public MaterialLicense? License { get; init; }

    /// <summary>Who made it, or empty.</summary>
    public string Authors { get; init; } = "";

    /// <summary>The SHA-512 digest of the .nupkg file in lower case hexadecimal, or empty.</summary>
    public string Sha512 { get; init; } = "";

    /// <summary>The names of the materials that it references directly.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>Whether the project itself references it.</summary>
    public bool IsDirect { get; init; }

    /// <summary>Whether it only helps to build the program, such as an analyzer: nothing of it is in the published output.</summary>
    public bool IsForDevelopment { get; init; }
}
