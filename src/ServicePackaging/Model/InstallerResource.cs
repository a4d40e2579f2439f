namespace ServicePackaging.Model;

/// <summary>A page or picture that an installer with a user interface shows.</summary>
/// <param name="Page">What it is.</param>
/// <param name="Name">Its file name.</param>
/// <param name="Source">The file.</param>
public sealed record InstallerResource(InstallerPage Page, string Name, SourceFile Source);

/// <summary>How the macOS Installer uses a resource.</summary>
public enum InstallerPage
{
    /// <summary>The page before all others.</summary>
    Welcome,

    /// <summary>Information to read before the installation.</summary>
    Readme,

    /// <summary>The license to agree to.</summary>
    License,

    /// <summary>The page after all others.</summary>
    Conclusion,

    /// <summary>The background image of the pages.</summary>
    Background,
}
