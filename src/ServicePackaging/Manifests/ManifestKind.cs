namespace ServicePackaging.Manifests;

/// <summary>The package managers that a release has manifests for.</summary>
internal enum ManifestKind
{
    /// <summary>The Windows Package Manager.</summary>
    Winget,

    /// <summary>A cask of Homebrew.</summary>
    Cask,

    /// <summary>Chocolatey.</summary>
    Choco,
}
