using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Everything that a flat package of macOS contains, ready to be written: a product archive of one component.</summary>
public sealed record MacPackage
{
    /// <summary>The reverse-DNS name that identifies the receipt: at most 255 letters, digits and <c>.-_</c>.</summary>
    public required string Identifier { get; init; }

    /// <summary>The version, usually numbers separated by dots, because the Installer compares them. It must be one line and not
    /// empty.</summary>
    public required string Version { get; init; }

    /// <summary>The absolute, normalised directory to which the entries' paths are relative.</summary>
    public string InstallLocation { get; init; } = "/";

    /// <summary>The name of the component in the archive: a file name that ends with <c>.pkg</c>; if null, the identifier with this
    /// extension.</summary>
    public string? ComponentName { get; init; }

    /// <summary>The payload, sorted bytewise by path. Every parent directory is listed before its children, and the root is not listed. The
    /// owner is root or daemon, and the group is wheel, daemon, staff or admin, because the IDs of other names differ between machines. Two
    /// paths must not differ only in case. A name must not start with <c>._</c>, because macOS treats such a file as the attributes of
    /// another file. No file may be marked as configuration, because the Installer would overwrite it. There may be at most 262,142
    /// entries. Names that differ only in their Unicode normal form are the same name on macOS, but this is not detected.</summary>
    /// <remarks>Directories that already exist on the target machine get the mode and owner specified here.</remarks>
    public required IReadOnlyList<PackageEntry> Entries { get; init; }

    /// <summary>The owner and mode of the install location itself.</summary>
    public DirectoryEntry Root { get; init; } = new("/", StandardModes.Directory, "root", "wheel");

    /// <summary>The scripts and the files that they need in their directory.</summary>
    public IReadOnlyList<MacPackageScript> Scripts { get; init; } = [];

    /// <summary>The resources that the Installer shows, and other files of the archive's Resources directory.</summary>
    public IReadOnlyList<MacPackageResource> Resources { get; init; } = [];

    /// <summary>The description of the product for the Installer.</summary>
    public required MacDistribution Distribution { get; init; }

    /// <summary>The action that the Installer requests at the end.</summary>
    public MacPostinstallAction PostinstallAction { get; init; }

    /// <summary>The timestamp of the archive and all files, from 1970 to 2106.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The digest of the table of contents and of the archive's files.</summary>
    public MacPackageDigest Digest { get; init; }

    /// <summary>The compression of payload and scripts: gzip, which has only one level, or none.</summary>
    public CompressionKind Compression { get; init; } = CompressionKind.Gzip;
}

/// <summary>A file that is extracted with mode 0755 into the directory in which the scripts run.</summary>
/// <param name="Name">A file name. <see cref="Preinstall"/> and <see cref="Postinstall"/> are run, and must start with <c>#!</c>.</param>
/// <param name="Content">The content of the file.</param>
public sealed record MacPackageScript(string Name, FileContent Content)
{
    /// <summary>The script that runs before the files are installed. If it fails, the installation stops.</summary>
    public const string Preinstall = "preinstall";

    /// <summary>The script that runs after the files are installed. If it fails, the failure is reported, and the files are kept.</summary>
    public const string Postinstall = "postinstall";
}

/// <summary>The purpose of a resource for the Installer.</summary>
public enum MacResourceKind
{
    /// <summary>A file that other resources refer to.</summary>
    Other,

    /// <summary>The first page.</summary>
    Welcome,

    /// <summary>The page with information to read before the installation.</summary>
    Readme,

    /// <summary>The page to which the user must agree.</summary>
    License,

    /// <summary>The last page.</summary>
    Conclusion,

    /// <summary>The picture in the background of the pages.</summary>
    Background,
}

/// <summary>A file of the archive's Resources directory.</summary>
/// <param name="Kind">The purpose for the Installer. Each kind except <see cref="MacResourceKind.Other"/> has one name, in any number of
/// languages.</param>
/// <param name="Name">A file name. Its extension determines the type: <c>.txt .rtf .html</c> for pages, <c>.png .jpg .gif .tiff .pdf</c>
/// for the background.</param>
/// <param name="Content">The content of the file.</param>
/// <param name="Language">The language code, such as <c>en</c> for <c>Resources/en.lproj</c>; null for all languages.</param>
public sealed record MacPackageResource(MacResourceKind Kind, string Name, FileContent Content, string? Language = null);

/// <summary>The action that the Installer requests after an installation.</summary>
public enum MacPostinstallAction
{
    /// <summary>No action.</summary>
    None,

    /// <summary>The user must log out.</summary>
    Logout,

    /// <summary>The machine must be restarted.</summary>
    Restart,

    /// <summary>The machine must be shut down.</summary>
    Shutdown,
}

/// <summary>The architectures that macOS runs on.</summary>
[Flags]
public enum MacArchitectures
{
    /// <summary>No architecture, which is invalid for a package.</summary>
    None = 0,

    /// <summary>Apple silicon.</summary>
    Arm64 = 1,

    /// <summary>Intel processors.</summary>
    X64 = 2,

    /// <summary>Both.</summary>
    Universal = Arm64 | X64,
}

/// <summary>The part of a product archive that describes the product to the Installer (Apple's Distribution XML Reference).</summary>
public sealed record MacDistribution
{
    /// <summary>The product's name, which is the title of the window.</summary>
    public required string Title { get; init; }

    /// <summary>The supported architectures. Without <see cref="MacArchitectures.Arm64"/>, the Installer asks users of Apple silicon to
    /// install Rosetta.</summary>
    public MacArchitectures HostArchitectures { get; init; } = MacArchitectures.Universal;

    /// <summary>The oldest supported version of macOS, such as <c>14.0</c>; null for any.</summary>
    public string? MinimumSystemVersion { get; init; }

    /// <summary>The domains in which the product may be installed.</summary>
    public MacDomains Domains { get; init; } = MacDomains.LocalSystem;
}

/// <summary>The domains in which a product may be installed.</summary>
[Flags]
public enum MacDomains
{
    /// <summary>No domain, which is invalid for a package.</summary>
    None = 0,

    /// <summary>On the volume of the running system.</summary>
    LocalSystem = 1,

    /// <summary>In the home directory of the user who runs the Installer.</summary>
    CurrentUserHome = 2,

    /// <summary>On any volume.</summary>
    Anywhere = 4,
}
