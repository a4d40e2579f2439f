namespace ServicePackaging.Formats.MacPkg;

/// <summary>What a component says of itself in PackageInfo.</summary>
/// <param name="Identifier">Of the component.</param>
/// <param name="Version">Of the component.</param>
/// <param name="InstallLocation">The directory that the payload goes to.</param>
/// <param name="FileCount">The payload's entries, its root included.</param>
/// <param name="InstalledSize">In KiB, as pkgbuild counts.</param>
public sealed record MacPackageInfo(string Identifier, string Version, string InstallLocation, long FileCount, long InstalledSize)
{
    /// <summary>The scripts that the Installer runs, of <see cref="MacPackageScript.Preinstall"/> and
    /// <see cref="MacPackageScript.Postinstall"/>.</summary>
    public IReadOnlyList<string> RunScripts { get; init; } = [];

    /// <summary>What the Installer asks for when all is done.</summary>
    public MacPostinstallAction PostinstallAction { get; init; }
}
