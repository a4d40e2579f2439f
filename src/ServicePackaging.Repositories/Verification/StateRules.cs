namespace ServicePackaging.Repositories.Verification;

/// <summary>The rules of repositories with the signed state of this library.</summary>
internal static class StateRules
{
    /// <summary>The suite or metadata is not what the signed state of the repository names.</summary>
    public static RepositoryRule BehindState { get; } =
        new("behind-state", FaultSeverity.Error, "The suite or metadata is not what the signed state of the repository names.");

    /// <summary>Origin or Label differs from the signed state of the repository.</summary>
    public static RepositoryRule IdentityDiffers { get; } =
        new("identity-differs", FaultSeverity.Error, "Origin or Label differs from the signed state of the repository.");

    /// <summary>A file of a former generation is gone, although the signed state keeps it.</summary>
    public static RepositoryRule ReplacedIndexMissing { get; } =
        new("replaced-index-missing", FaultSeverity.Warning, "A file of a former generation is gone, although the signed state keeps it.");

    /// <summary>All of these rules.</summary>
    public static IReadOnlyList<RepositoryRule> All { get; } =
    [
        BehindState, IdentityDiffers, ReplacedIndexMissing,
    ];
}
