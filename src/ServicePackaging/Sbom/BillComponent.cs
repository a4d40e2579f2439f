using ServicePackaging.Model;

namespace ServicePackaging.Sbom;

/// <summary>What a component is.</summary>
internal enum ComponentKind
{
    /// <summary>The package of the service.</summary>
    Service,

    /// <summary>A NuGet package.</summary>
    Package,

    /// <summary>A project that was compiled with the service.</summary>
    Project,

    /// <summary>The .NET runtime, or the host executable.</summary>
    Runtime,

    /// <summary>A native program or library.</summary>
    File,
}

/// <summary>A component of a bill of materials.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Identifies it in the bill.</param>
/// <param name="Name">Its name.</param>
internal sealed record BillComponent(ComponentKind Kind, string Id, string Name)
{
    /// <summary>Its version, or empty.</summary>
    public string Version { get; init; } = "";

    /// <summary>Its package URL, or null.</summary>
    public string? PackageUrl { get; init; }

    /// <summary>Its license, or null if it is unknown.</summary>
    public MaterialLicense? License { get; init; }

    /// <summary>Who supplies it, or empty.</summary>
    public string Supplier { get; init; } = "";

    /// <summary>Its digest, or null.</summary>
    public ComponentDigest? Digest { get; init; }

    /// <summary>Whether it only helps to build the service, so that nothing of it is in the package.</summary>
    public bool IsForDevelopment { get; init; }

    /// <summary>The identifiers of the components that it refers to directly.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>The native files that it contains.</summary>
    public IReadOnlyList<BillComponent> Files { get; init; } = [];
}

/// <summary>A digest of a component.</summary>
/// <param name="Size">256 or 512, for SHA-256 or SHA-512.</param>
/// <param name="Value">The digest in lower case hexadecimal.</param>
internal sealed record ComponentDigest(int Size, string Value);
