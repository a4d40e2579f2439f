namespace ServicePackaging.Repositories;

/// <summary>A package in an index of either kind.</summary>
internal interface IPublishedPackage
{
    /// <summary>The package's name.</summary>
    string Name { get; }

    /// <summary>The version as its format writes it.</summary>
    string VersionText { get; }

    /// <summary>The architecture as its format calls it.</summary>
    string Architecture { get; }

    /// <summary>The path of the file in the repository.</summary>
    string Path { get; }

    /// <summary>The digest of the file in lower case hexadecimal.</summary>
    string Sha256 { get; }
}
