namespace ServicePackaging.Model;

/// <summary>A page or picture that an installer with a user interface shows.</summary>
/// <param name="Page">What it is.</param>
/// <param name="Name">Its file name.</param>
/// <param name="Source">The file.</param>
public sealed record InstallerResource(InstallerPage Page, string Name, SourceFile Source);

/// <summary>What a resource is to the macOS Installer.</summary>
public enum InstallerPage
{
    /// <summary>The page before all others.</summary>
    Welcome,

    /// <summary>What has to be known first.</summary>
    Readme,

    /// <summary>What has to be agreed to.</summary>
    License,

    /// <summary>The page behind all others.</summary>
    Conclusion,

    /// <summary>The picture behind the pages.</summary>
    Background,
}
