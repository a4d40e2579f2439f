using ServicePackaging.Repositories.Apt;
using ServicePackaging.Repositories.RpmMd;
using ServicePackaging.Repositories.Writing;
using ServicePackaging.Signing.Verification;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>Packages that were read for publication.</summary>
/// <param name="Debs">The Debian packages.</param>
/// <param name="Rpms">The rpm packages.</param>
/// <param name="Writes">Copies of all of them.</param>
internal sealed record IndexedPackages(
    IReadOnlyList<AptStanza> Debs, IReadOnlyList<RpmMdEntry> Rpms, IReadOnlyList<PackageWrite> Writes);

/// <summary>Reads packages for publication, on all cores.</summary>
/// <param name="publicKeys">The keys of which one must have signed each .rpm, in their binary form: dnf refuses others.</param>
internal sealed class PackageIndexer(byte[] publicKeys)
{
    private const string Deb = ".deb";
    private const string Rpm = ".rpm";

    /// <summary>Reads packages.</summary>
    /// <param name="paths">The absolute paths.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="RepositoryException">One of them cannot be published.</exception>
    public IndexedPackages Read(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var debs = new AptStanza?[paths.Count];
        var rpms = new RpmMdEntry?[paths.Count];
        var writes = new PackageWrite[paths.Count];
        try
        {
            Parallel.For(0, paths.Count, new ParallelOptions { CancellationToken = cancellationToken }, index =>
            {
                var file = PackageFileDigest.Read(paths[index]);
                debs[index] = IsOf(file.Path, Deb) ? AptIndexer.Read(file) : null;
                rpms[index] = IsOf(file.Path, Rpm) ? ReadRpm(file, cancellationToken) : null;
                var path = debs[index]?.Path ?? rpms[index]?.Package.Path
                    ?? throw new RepositoryException(RepositoryProblem.UnusablePackage, file.Path, "it is neither a .deb nor an .rpm");
                writes[index] = new(path, file.Path, file.Length, file.Sha256);
            });
        }
        catch (AggregateException exception) when (exception.InnerExceptions.OfType<RepositoryException>().FirstOrDefault() is { } first)
        {
            throw first;
        }

        return new([.. debs.OfType<AptStanza>()], [.. rpms.OfType<RpmMdEntry>()], writes);
    }

    private static bool IsOf(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private RpmMdEntry ReadRpm(PackageFileDigest file, CancellationToken cancellationToken)
    {
        var entry = RpmMdIndexer.Read(file);
        using var package = File.OpenRead(file.Path);
        var signature = RpmSignatureVerification.Verify(package, publicKeys, cancellationToken);
        return signature.Faults is [var fault, ..]
            ? throw new RepositoryException(
                RepositoryProblem.UnusablePackage, file.Path, $"dnf will refuse it: {fault.Message.TrimEnd('.')}")
            : entry;
    }
}
