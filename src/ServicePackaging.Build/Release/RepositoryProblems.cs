using ServicePackaging.Diagnostics;
using ServicePackaging.Repositories;

namespace ServicePackaging.Build.Release;

/// <summary>The finding of each problem of a repository. The arguments of a problem are those of its message.</summary>
internal static class RepositoryProblems
{
    private static readonly Dictionary<RepositoryProblem, DiagnosticDescriptor> Rows = new()
    {
        [RepositoryProblem.Untrusted] = ReleaseDiagnostics.RepositoryUntrusted,
        [RepositoryProblem.Damaged] = ReleaseDiagnostics.RepositoryDamaged,
        [RepositoryProblem.Foreign] = ReleaseDiagnostics.RepositoryForeign,
        [RepositoryProblem.RolledBack] = ReleaseDiagnostics.RepositoryRolledBack,
        [RepositoryProblem.ChangedIdentity] = ReleaseDiagnostics.RepositoryIdentityChanged,
        [RepositoryProblem.OtherBytes] = ReleaseDiagnostics.RepositoryOtherBytes,
        [RepositoryProblem.UnusablePackage] = ReleaseDiagnostics.RepositoryUnusablePackage,
        [RepositoryProblem.Locked] = ReleaseDiagnostics.RepositoryLocked,
        [RepositoryProblem.ChangedMeanwhile] = ReleaseDiagnostics.RepositoryChangedMeanwhile,
        [RepositoryProblem.FromTheFuture] = ReleaseDiagnostics.RepositoryFromTheFuture,
        [RepositoryProblem.NotPublished] = ReleaseDiagnostics.RepositoryNotPublished,
        [RepositoryProblem.InvalidSetting] = ReleaseDiagnostics.RepositorySetting,
    };

    /// <summary>Returns the finding.</summary>
    public static Diagnostic Describe(RepositoryException exception) =>
        Diagnostic.Create(Rows[exception.Problem], [.. exception.Arguments]);
}
