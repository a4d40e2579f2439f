namespace ServicePackaging.Signing.Deb;

/// <summary>Who signed a package, in the words of debsigs(1).</summary>
internal enum DebSignatureRole
{
    /// <summary>The organization that distributes the package.</summary>
    Origin,

    /// <summary>The maintainer of the package.</summary>
    Maintainer,

    /// <summary>The archive that contains the package.</summary>
    Archive,
}
