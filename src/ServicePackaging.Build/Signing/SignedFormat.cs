using System.Security.Cryptography;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Signing;
using ServicePackaging.Signing.Authenticode;
using ServicePackaging.Signing.Deb;
using ServicePackaging.Signing.MacPkg;
using ServicePackaging.Signing.Rpm;

namespace ServicePackaging.Build.Signing;

/// <summary>Copies a package without its signatures.</summary>
internal delegate void RemoveSignatures(Stream package, Stream unsigned, CancellationToken cancellationToken);

/// <summary>The formats that have signatures, by name.</summary>
internal static class SignedFormat
{
    public const string Deb = "deb";
    public const string Rpm = "rpm";
    public const string Msi = "msi";
    public const string Pkg = "pkg";

    private static readonly Dictionary<string, RemoveSignatures> Removals = new(StringComparer.Ordinal)
    {
        [Deb] = DebSigner.Remove,
        [Rpm] = RpmSigner.Remove,
        [Msi] = MsiSigner.Remove,
        [Pkg] = MacPackageSigner.Remove,
    };

    /// <summary>Returns the digest of a package without its signatures, in lower case hexadecimal; of a file that is no package, the
    /// digest of the file.</summary>
    public static string UnsignedSha256(string format, string path, CancellationToken cancellationToken)
    {
        using var package = File.OpenRead(path);
        if (Removals.TryGetValue(format, out var remove))
        {
            try
            {
                return Sha256After(remove, package, Path.GetDirectoryName(path)!, cancellationToken);
            }
            catch (Exception exception) when (exception is InvalidDataException or SigningException)
            {
                package.Position = 0;
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(package));
    }

    /// <summary>Returns the digest of a package after something was removed from it, in lower case hexadecimal.</summary>
    /// <param name="remove">Writes the copy whose digest is returned.</param>
    /// <param name="package">The package, a seekable stream.</param>
    /// <param name="directory">The directory of the temporary copy.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static string Sha256After(
        RemoveSignatures remove, Stream package, string directory, CancellationToken cancellationToken)
    {
        using var copy = PackageFile.CreateTemporary(directory, "unsigned");
        remove(package, copy, cancellationToken);
        copy.Position = 0;
        return Convert.ToHexStringLower(SHA256.HashData(copy));
    }
}
