namespace ServicePackaging.Repositories.Verification;

/// <summary>All rules that <see cref="RepositoryVerifier"/> checks.</summary>
internal static class RepositoryRules
{
    /// <summary>The rules in the order of the reference.</summary>
    public static IReadOnlyList<RepositoryRule> All { get; } =
        [.. SignatureRules.All, .. AptRules.All, .. RpmMdRules.All, .. PackageRules.All, .. StateRules.All, .. ServerRules.All];
}
