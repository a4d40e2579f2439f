namespace ServicePackaging.Signing.Apple;

/// <summary>What one of Apple's Developer ID certificates signs.</summary>
internal enum AppleCertificatePurpose
{
    /// <summary>Programs and libraries: "Developer ID Application".</summary>
    Application,

    /// <summary>Packages: "Developer ID Installer".</summary>
    Installer,
}
