using System.Security.Cryptography;
using ServicePackaging.Build.Signing;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Planning;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Build;

/// <summary>Writes a package, signs and verifies it, and then gives it its name. Nothing incomplete or unsigned is ever at that
/// name.</summary>
/// <param name="plan">The package.</param>
/// <param name="format">Its format.</param>
/// <param name="signer">The key, or null for an unsigned package.</param>
/// <param name="subject">What the signature states.</param>
internal sealed class PackageFileWriter(PackagePlan plan, PackageFormat format, IPackageSigner? signer, SignedSubject subject)
{
    private SignatureVerification? _signature;

    /// <summary>Writes the file.</summary>
    public WrittenPackage Write(string path, CancellationToken cancellationToken)
    {
        var unsigned = PackageFile.Write(
            path, (output, directory) => Write(output, directory, cancellationToken), Verify, cancellationToken);
        var sha256 = DiskFile.Sha256(path);
        var key = signer?.PublicKey is { } text ? PublicKeyFile.Write(path, subject.Package, text) : null;
        return new(path, sha256, unsigned ?? sha256, _signature, key);
    }

    // Returns the digest of the unsigned package, unless that is the package itself.
    private string? Write(Stream output, string directory, CancellationToken cancellationToken)
    {
        if (signer is null)
        {
            format.Write(plan, output, directory, cancellationToken);
            return null;
        }

        using var unsigned = PackageFile.CreateTemporary(directory, "unsigned");
        format.Write(plan, unsigned, directory, cancellationToken);
        unsigned.Position = 0;
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(unsigned));
        unsigned.Position = 0;
        signer.Sign(unsigned, output, subject, directory, cancellationToken);
        return sha256;
    }

    private IReadOnlyList<PackageFault> Verify(Stream package, CancellationToken cancellationToken)
    {
        var faults = format.Verify(package, cancellationToken);
        if (faults.Count > 0 || signer is null)
        {
            return faults;
        }

        package.Position = 0;
        _signature = signer.Verify(package, cancellationToken);
        return _signature.Faults;
    }
}
