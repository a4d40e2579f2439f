namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Something that holds in a sound package.</summary>
/// <param name="Name">What it is about; Microsoft's evaluator in parentheses.</param>
/// <param name="Find">Finds the places where it does not hold, a sentence each.</param>
internal sealed record AuditRule(string Name, Func<AuditedPackage, IEnumerable<string>> Find);
