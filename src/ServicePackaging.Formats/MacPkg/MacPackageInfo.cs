namespace ServicePackaging.Formats.MacPkg;

/// <summary>The contents of a component's PackageInfo.</summary>
/// <param name="Identifier">The identifier of the component.</param>
/// <param name="Version">The version of the component.</param>
/// <param name="InstallLocation">The directory into which the payload is installed.</param>
/// <param name="FileCount">The number of entries in the payload, including its root.</param>
/// <param name="InstalledSize">The installed size in KiB, counted like pkgbuild.</param>
public sealed record MacPackageInfo(string Identifier, string Version, string InstallLocation, long FileCount, long InstalledSize)
{
    /// <summary>The scripts that the Installer runs: <see cref="MacPackageScript.Preinstall"/>, <see cref="MacPackageScript.Postinstall"/>
    /// or both.</summary>
    public IReadOnlyList<string> RunScripts { get; init; } = [];

    /// <summary>The action that the Installer requests at the end.</summary>
    public MacPostinstallAction PostinstallAction { get; init; }
}
