namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>A rule that a valid package follows.</summary>
/// <param name="Name">The subject of the rule, with Microsoft's evaluator in parentheses.</param>
/// <param name="Find">Finds the violations, one sentence each.</param>
internal sealed record AuditRule(string Name, Func<AuditedPackage, IEnumerable<string>> Find);
