using ServicePackaging.Build.Signing;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Build;

/// <summary>A package file that was written.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Sha256">Its digest in lower case hexadecimal.</param>
/// <param name="UnsignedSha256">The digest of the package without its signature.</param>
/// <param name="Signature">Who signed and when; null for an unsigned package.</param>
/// <param name="PublicKeyPath">The absolute path of the public key that users import, or null.</param>
internal sealed record WrittenPackage(
    string Path, string Sha256, string UnsignedSha256, SignatureVerification? Signature, string? PublicKeyPath);

/// <summary>A package that was written before, and that is about to be replaced.</summary>
/// <param name="Sha256">Its digest.</param>
/// <param name="UnsignedSha256">The digest of the package without its signature.</param>
/// <param name="Time">When it was written.</param>
internal sealed record EarlierPackage(string Sha256, string UnsignedSha256, DateTime Time)
{
    /// <summary>Reads a package file.</summary>
    public static EarlierPackage Read(string format, string path, CancellationToken cancellationToken) =>
        new(DiskFile.Sha256(path), SignedFormat.UnsignedSha256(format, path, cancellationToken), File.GetLastWriteTimeUtc(path));
}
