using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Finds what is wrong with a repository, whoever wrote it. It reads files as clients do, shares no code with what merges indexes,
/// and bounds everything that it reads.</summary>
/// <param name="store">The repository.</param>
/// <param name="options">What to verify.</param>
internal sealed class RepositoryVerifier(IRepositoryStore store, VerificationOptions options)
{
    /// <summary>Verifies the repository.</summary>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The faults, errors first; empty if there is none.</returns>
    public IReadOnlyList<RepositoryFault> Verify(CancellationToken cancellationToken)
    {
        var server = store as HttpStore;
        var context = new VerificationContext(store, options with { Address = options.Address ?? server?.Root }, cancellationToken);
        foreach (var suite in options.Suites)
        {
            new AptVerification(context, suite).Run();
        }

        foreach (var metadata in options.Metadata)
        {
            var repoMd = new RpmMdVerification(context, metadata).Run();
            if (metadata.MirrorList is not null)
            {
                new MirrorListVerification(context, metadata).Run(repoMd);
            }
        }

        if (server is not null)
        {
            new ServerVerification(context, server).Run();
        }

        return context.Faults.Faults;
    }
}
