namespace ServicePackaging.Repositories;

/// <summary>A repository that cannot be read or must not be changed.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="arguments">The values that the problem's message names, in the order that <see cref="RepositoryProblem"/> lists for
/// it.</param>
internal sealed class RepositoryException(RepositoryProblem problem, params string[] arguments)
    : Exception($"{problem}: {string.Join(", ", arguments)}")
{
    /// <summary>What is wrong.</summary>
    public RepositoryProblem Problem { get; } = problem;

    /// <summary>The values that the message names.</summary>
    public IReadOnlyList<string> Arguments { get; } = arguments;
}

/// <summary>What can be wrong with a repository or with what is added to it.</summary>
internal enum RepositoryProblem
{
    /// <summary>The file in the repository, and why its signature is not accepted.</summary>
    Untrusted,

    /// <summary>The file in the repository, and what is wrong with it.</summary>
    Damaged,

    /// <summary>The file in the repository, and what this library did not write and would lose.</summary>
    Foreign,

    /// <summary>The file that clients read, and the signed state that says something else.</summary>
    RolledBack,

    /// <summary>The field, its old and its new value.</summary>
    ChangedIdentity,

    /// <summary>The name of the file, and the SHA-256 digests of the published and of the new one.</summary>
    OtherBytes,

    /// <summary>The package file, and why it cannot be published.</summary>
    UnusablePackage,

    /// <summary>The repository, and who works on it.</summary>
    Locked,

    /// <summary>The file that another publisher has changed meanwhile.</summary>
    ChangedMeanwhile,

    /// <summary>The file in the repository, and its date, which is in the future.</summary>
    FromTheFuture,

    /// <summary>The package and version that the channel does not contain, and the channel.</summary>
    NotPublished,

    /// <summary>The name of the channel, or other setting, and what it has to be.</summary>
    InvalidSetting,
}
