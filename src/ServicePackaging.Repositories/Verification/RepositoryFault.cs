namespace ServicePackaging.Repositories.Verification;

/// <summary>Whether a fault breaks clients.</summary>
internal enum FaultSeverity
{
    /// <summary>Clients work, or most of them do, or they do until something else happens.</summary>
    Warning,

    /// <summary>Clients refuse the repository or a package, or see something else than what was published.</summary>
    Error,
}

/// <summary>What a repository must fulfil.</summary>
/// <param name="Name">A short name that does not change.</param>
/// <param name="Severity">How severe a violation usually is.</param>
/// <param name="Meaning">What a violation is, as one sentence.</param>
internal sealed record RepositoryRule(string Name, FaultSeverity Severity, string Meaning);

/// <summary>A violation of a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Severity">Whether it breaks clients.</param>
/// <param name="Path">The file, relative to the root of the repository.</param>
/// <param name="Message">What is wrong, what clients do, and what to change. Without control characters.</param>
internal sealed record RepositoryFault(RepositoryRule Rule, FaultSeverity Severity, string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Severity.ToString().ToLowerInvariant()} {Rule.Name}: {Path}: {Message}";
}
