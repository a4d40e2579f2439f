using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Everything that a flat package of macOS holds, ready to be written: a product archive of one component.</summary>
public sealed record MacPackage
{
    /// <summary>The reverse-DNS name that receipts go by: letters, digits and <c>.-_</c>, at most 255.</summary>
    public required string Identifier { get; init; }

    /// <summary>Numbers with dots between, as a rule: the Installer compares them so. Of one line, not empty.</summary>
    public required string Version { get; init; }

    /// <summary>The absolute, normalised directory that the entries' paths are below.</summary>
    public string InstallLocation { get; init; } = "/";

    /// <summary>The component's name in the archive: a file name that ends with <c>.pkg</c>; null for the identifier with that
    /// ending.</summary>
    public string? ComponentName { get; init; }

    /// <summary>The payload, sorted by path bytewise, every parent directory present and before its children, the root not listed. Owners
    /// are root or daemon, groups wheel, daemon, staff or admin: the numbers of other names differ between machines. No two paths that
    /// differ in case only, no names that start with <c>._</c>, which macOS takes for the attributes of another file, no file that is
    /// marked as configuration, which the Installer would overwrite, and no more than 262,142 entries. Names that differ in their Unicode
    /// normal form only are one name to macOS, and are not noticed.</summary>
    /// <remarks>Directories that exist on the target get the mode and owner listed here.</remarks>
    public required IReadOnlyList<PackageEntry> Entries { get; init; }

    /// <summary>The owner and mode of the install location itself.</summary>
    public DirectoryEntry Root { get; init; } = new("/", StandardModes.Directory, "root", "wheel");

    /// <summary>Scripts and what they need beside them.</summary>
    public IReadOnlyList<MacPackageScript> Scripts { get; init; } = [];

    /// <summary>What the Installer shows, and further files of the archive's Resources directory.</summary>
    public IReadOnlyList<MacPackageResource> Resources { get; init; } = [];

    /// <summary>What the Installer is told of the product.</summary>
    public required MacDistribution Distribution { get; init; }

    /// <summary>What the Installer asks for when all is done.</summary>
    public MacPostinstallAction PostinstallAction { get; init; }

    /// <summary>The archive's time and every file's, from 1970 to 2106.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The digest of the table of contents and of the archive's files.</summary>
    public MacPackageDigest Digest { get; init; }

    /// <summary>The compression of payload and scripts: gzip, which is of one level, or none.</summary>
    public CompressionKind Compression { get; init; } = CompressionKind.Gzip;
}

/// <summary>A file that is unpacked into the directory in which the scripts run, with mode 0755.</summary>
/// <param name="Name">A file name; <see cref="Preinstall"/> and <see cref="Postinstall"/> are run, and have to start with
/// <c>#!</c>.</param>
/// <param name="Content">The text or bytes.</param>
public sealed record MacPackageScript(string Name, FileContent Content)
{
    /// <summary>Runs before the files are put in place; its failure stops the installation.</summary>
    public const string Preinstall = "preinstall";

    /// <summary>Runs behind the files; its failure is reported, and they stay.</summary>
    public const string Postinstall = "postinstall";
}

/// <summary>What a resource is to the Installer.</summary>
public enum MacResourceKind
{
    /// <summary>Something that other resources refer to.</summary>
    Other,

    /// <summary>The page before all others.</summary>
    Welcome,

    /// <summary>The page of what has to be known first.</summary>
    Readme,

    /// <summary>The page that has to be agreed to.</summary>
    License,

    /// <summary>The page behind all others.</summary>
    Conclusion,

    /// <summary>The picture behind the pages.</summary>
    Background,
}

/// <summary>A file of the archive's Resources directory.</summary>
/// <param name="Kind">What it is to the Installer. Of each kind but <see cref="MacResourceKind.Other"/> there is one name, in any number of
/// languages.</param>
/// <param name="Name">A file name; its ending says what it is: <c>.txt .rtf .html</c> for pages, <c>.png .jpg .gif .tiff .pdf</c> for the
/// background.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Language">The language's code for <c>Resources/en.lproj</c>; null for all languages.</param>
public sealed record MacPackageResource(MacResourceKind Kind, string Name, FileContent Content, string? Language = null);

/// <summary>What the Installer does or asks for behind an installation.</summary>
public enum MacPostinstallAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>To log out.</summary>
    Logout,

    /// <summary>To restart the machine.</summary>
    Restart,

    /// <summary>To shut it down.</summary>
    Shutdown,
}

/// <summary>The architectures that macOS runs on.</summary>
[Flags]
public enum MacArchitectures
{
    /// <summary>None, which is no package's.</summary>
    None = 0,

    /// <summary>Apple's processors.</summary>
    Arm64 = 1,

    /// <summary>Those of Intel.</summary>
    X64 = 2,

    /// <summary>Both.</summary>
    Universal = Arm64 | X64,
}

/// <summary>What a product archive tells the Installer beside its component (Apple's Distribution XML Reference).</summary>
public sealed record MacDistribution
{
    /// <summary>The product's name in the window's title.</summary>
    public required string Title { get; init; }

    /// <summary>The machines to install on. Without <see cref="MacArchitectures.Arm64"/> the Installer asks owners of Apple's processors to
    /// install Rosetta.</summary>
    public MacArchitectures HostArchitectures { get; init; } = MacArchitectures.Universal;

    /// <summary>The oldest macOS to install on, such as <c>14.0</c>; null for any.</summary>
    public string? MinimumSystemVersion { get; init; }

    /// <summary>Where the product may be installed.</summary>
    public MacDomains Domains { get; init; } = MacDomains.LocalSystem;
}

/// <summary>Where a product may be installed.</summary>
[Flags]
public enum MacDomains
{
    /// <summary>Nowhere, which is no package's.</summary>
    None = 0,

    /// <summary>On the volume of the running system.</summary>
    LocalSystem = 1,

    /// <summary>In the home directory of the user who installs.</summary>
    CurrentUserHome = 2,

    /// <summary>On any volume.</summary>
    Anywhere = 4,
}
