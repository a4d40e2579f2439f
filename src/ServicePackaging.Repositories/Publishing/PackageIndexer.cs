using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Rpm;
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

    private readonly OpenPgpVerifier _verifier = new(publicKeys);

    /// <summary>Reads packages.</summary>
    /// <param name="paths">The absolute paths of package files.</param>
    /// <param name="generated">Packages in memory.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="RepositoryException">One of them cannot be published.</exception>
    public IndexedPackages Read(
        IReadOnlyList<string> paths, IReadOnlyList<PackageSource> generated, CancellationToken cancellationToken)
    {
        var count = paths.Count + generated.Count;
        var debs = new AptStanza?[count];
        var rpms = new RpmMdEntry?[count];
        var writes = new PackageWrite[count];
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, index =>
            {
                var file = index < paths.Count ? PackageSource.OfFile(paths[index]) : generated[index - paths.Count];
                debs[index] = IsOf(file, Deb) ? Read(file, ReadDeb) : null;
                rpms[index] = IsOf(file, Rpm) ? Read(file, package => ReadRpm(package, cancellationToken)) : null;
                var path = debs[index]?.Path ?? rpms[index]?.Package.Path ?? throw Unusable(file, "it is neither a .deb nor an .rpm");
                writes[index] = new(path, file);
            });
        }
        catch (AggregateException exception) when (exception.InnerExceptions.OfType<RepositoryException>().FirstOrDefault() is { } first)
        {
            throw first;
        }

        return new([.. debs.OfType<AptStanza>()], [.. rpms.OfType<RpmMdEntry>()], writes);
    }

    private static bool IsOf(PackageSource file, string extension) => file.Name.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static T Read<T>(PackageSource file, Func<PackageSource, T> read)
    {
        try
        {
            return read(file);
        }
        catch (InvalidDataException exception)
        {
            throw Unusable(file, exception.Message.TrimEnd('.'));
        }
    }

    private static AptStanza ReadDeb(PackageSource file)
    {
        using var reader = DebReader.Open(file.Open());
        return AptIndexer.Create(file, reader.Control);
    }

    private RpmMdEntry ReadRpm(PackageSource file, CancellationToken cancellationToken)
    {
        using var reader = RpmReader.Open(file.Open());
        return RpmSignatureVerification.Verify(reader, _verifier, cancellationToken).Faults is [var fault, ..]
            ? throw Unusable(file, $"dnf will refuse it: {fault.Message.TrimEnd('.')}")
            : RpmMdIndexer.Create(file, reader);
    }

    private static RepositoryException Unusable(PackageSource file, string reason) =>
        new(RepositoryProblem.UnusablePackage, file.Name, reason);
}
