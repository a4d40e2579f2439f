using System.Globalization;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>The Debian package that installs the keys of the repository and its configuration. Because it is also a package of the
/// repository, users get new keys with their other updates.</summary>
internal static class KeyringDeb
{
    /// <summary>The section of the package, which is that of Debian's own keyring packages.</summary>
    private const string Section = "misc";

    /// <summary>Returns the conventional file name.</summary>
    public static string FileName(BootstrapInput input) =>
        string.Create(CultureInfo.InvariantCulture, $"{input.Names.DebPackage}_{input.Version}_all.deb");

    /// <summary>Writes the package.</summary>
    /// <exception cref="InvalidOperationException">The address of the repository is not known.</exception>
    public static void Write(BootstrapInput input, Stream output, CancellationToken cancellationToken) =>
        DebWriter.Write(Plan(input), output, cancellationToken);

    /// <summary>Returns the content of the package.</summary>
    /// <exception cref="InvalidOperationException">The address of the repository is not known.</exception>
    public static DebPackage Plan(BootstrapInput input) => new()
    {
        Control =
        [
            new("Package", input.Names.DebPackage),
            new("Version", VersionOf(input)),
            new("Architecture", "all"),
            new("Maintainer", input.Maintainer),
            // apt cannot reach the repository without certificates. Those who have their own do not need this package.
            new("Recommends", "ca-certificates"),
            new("Section", Section),
            new("Priority", "optional"),
            new("Multi-Arch", "foreign"),
            new("Homepage", input.Address),
            new("Description", Description(input)),
        ],
        Entries = PackageTree.WithDirectories(Files(input)),
        Scripts = new Dictionary<MaintainerScript, string>(),
        Timestamp = input.Time,
    };

    private static FileEntry[] Files(BootstrapInput input)
    {
        var names = input.Names;
        return
        [
            PackageTree.File(names.InstalledSources, FileContent.FromText(AptSource.WithKeyFile(input, names.InstalledDebKeys)))
                with { IsConfiguration = true },
            PackageTree.File(names.InstalledDebKeys, FileContent.FromText(input.ArmoredKeys)),
            PackageTree.File($"/usr/share/doc/{names.DebPackage}/changelog.gz", Compress(Changelog(input))),
            PackageTree.File($"/usr/share/doc/{names.DebPackage}/copyright", FileContent.FromText(Copyright(input))),
            PackageTree.File($"/usr/share/lintian/overrides/{names.DebPackage}", FileContent.FromText(Overrides(names))),
        ];
    }

    private static string VersionOf(BootstrapInput input) => input.Version.ToString(CultureInfo.InvariantCulture);

    private static string Description(BootstrapInput input) =>
        $"""
        OpenPGP keys and apt configuration of the repository {input.Identity.Id}
        The keys verify what is in the repository. The package also tells apt
        where the repository is:
         {input.Address}

        New keys are installed with the updates of this package.
        """.ReplaceLineEndings("\n");

    // Nobody has a copyright in numbers and an address.
    private static string Copyright(BootstrapInput input) =>
        $"""
        Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
        Upstream-Name: {input.Names.DebPackage}
        Upstream-Contact: {input.Maintainer}
        Source: {input.Address}

        Files: *
        Copyright: {input.Time.ToUniversalTime().Year} {input.Identity.Origin}
        License: public-domain
         The keys and the address of the repository are not subject to copyright.
         Everybody may copy and distribute them.

        """.ReplaceLineEndings("\n");

    private static string Overrides(BootstrapNames names) =>
        $"""
        # Debian's own packages must not add repositories. This is what users install the package for.
        {names.DebPackage}: package-installs-apt-sources *

        """.ReplaceLineEndings("\n");

    private static string Changelog(BootstrapInput input) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {input.Names.DebPackage} ({input.Version}) stable; urgency=medium

            {string.Join('\n', input.Keys.Select(key => $"  * Key {key.Fingerprint}."))}

             -- {input.Maintainer}  {input.Time.ToUniversalTime():ddd, dd MMM yyyy HH:mm:ss} +0000

            """).ReplaceLineEndings("\n");

    private static FileContent Compress(string text) => FileContent.FromBytes(
        IndexCompression.Gzip(new(Encoding.UTF8.GetBytes(text)), CancellationToken.None));
}
