namespace ServicePackaging.Model;

/// <summary>How a package declares its license.</summary>
internal enum MaterialLicenseKind
{
    /// <summary>As an SPDX expression.</summary>
    Expression,

    /// <summary>As a file in the package.</summary>
    File,

    /// <summary>As an address.</summary>
    Address,
}

/// <summary>The license of a material.</summary>
/// <param name="Kind">How it is declared.</param>
/// <param name="Text">The expression, the name of the file, or the address.</param>
internal sealed record MaterialLicense(MaterialLicenseKind Kind, string Text);
