using System.Globalization;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.Signing.Rpm;

namespace ServicePackaging.Repositories.Bootstrap;

/// <summary>The RPM package that installs the keys of the repository and its configuration for dnf. Because it is also a package of the
/// repository, users get new keys with their other updates. zypper has its configuration elsewhere: its users add the .repo file by its
/// address, which also names the address of the keys.</summary>
internal static class ReleaseRpm
{
    private const string Release = "1";

    // The name of Fedora's licensing guidelines for what nobody can have a copyright in.
    private const string License = "LicenseRef-Not-Copyrightable";

    /// <summary>Returns the conventional file name.</summary>
    public static string FileName(BootstrapInput input) =>
        string.Create(CultureInfo.InvariantCulture, $"{input.Names.RpmPackage}-{input.Version}-{Release}.noarch.rpm");

    /// <summary>Writes the package.</summary>
    /// <param name="input">What it contains.</param>
    /// <param name="signer">The oldest key that still signs the repository: dnf checks the signature of packages that it finds
    /// there.</param>
    /// <param name="output">Receives the signed package.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="InvalidOperationException">The address of the repository is not known.</exception>
    /// <exception cref="Signing.SigningException">The key cannot sign.</exception>
    public static void Write(BootstrapInput input, IOpenPgpSigner signer, Stream output, CancellationToken cancellationToken)
    {
        using var package = new MemoryStream();
        RpmWriter.Write(Plan(input), package, cancellationToken);
        package.Position = 0;
        RpmSigner.Sign(package, output, signer, input.Time, cancellationToken);
    }

    /// <summary>Returns the content of the package.</summary>
    /// <exception cref="InvalidOperationException">The address of the repository is not known.</exception>
    public static RpmPackage Plan(BootstrapInput input)
    {
        var names = input.Names;
        var version = input.Version.ToString(CultureInfo.InvariantCulture);
        RpmFile[] files =
        [
            new(PackageTree.File(names.InstalledRpmKeys, FileContent.FromText(input.ArmoredKeys))),
            new(PackageTree.File(names.InstalledRepo, FileContent.FromText(RepoFile.ForDnf(input, $"file://{names.InstalledRpmKeys}")))
                with { IsConfiguration = true }),
        ];
        return RpmImpliedRelations.Complete(new RpmPackage
        {
            Name = names.RpmPackage,
            Version = version,
            Release = Release,
            Architecture = "noarch",
            Summary = $"OpenPGP keys and dnf configuration of the repository {input.Identity.Id}",
            Description = Description(input),
            License = License,
            Url = input.Address,
            Vendor = input.Identity.Origin,
            Packager = input.Maintainer,
            Files = [.. files.OrderBy(file => file.Entry.Path, StringComparer.Ordinal)],
            Relations = [],
            Changelog = [new(input.Time, $"{input.Maintainer} - {version}-{Release}", Changes(input))],
            Timestamp = input.Time,
        });
    }

    private static string Changes(BootstrapInput input) => string.Join('\n', input.Keys.Select(key => $"- Key {key.Fingerprint}."));

    private static string Description(BootstrapInput input) =>
        $"""
        The keys verify what is in the repository. The package also tells dnf
        where the repository is:
        {input.Address}

        New keys are installed with the updates of this package.
        """.ReplaceLineEndings("\n");
}
