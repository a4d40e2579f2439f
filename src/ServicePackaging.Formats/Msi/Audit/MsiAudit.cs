using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi.Reading;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>
/// Checks a finished package against the documentation of Windows Installer: the compound file, the string pool, the stored order, each
/// cell against _Validation, and the checks of Microsoft's internal consistency evaluators for packages of services. It reads packages with
/// <see cref="MsiReader"/>, which shares no code with the writer.
/// </summary>
public static class MsiAudit
{
    // A file of random bytes breaks a rule at as many positions as it has.
    private const int MostFindingsOfRule = 100;

    private static readonly IReadOnlyList<AuditRule> TableRules =
    [
        .. StorageRules.All, .. StringPoolRules.All, .. SchemaRules.All, .. CellRules.All, .. SummaryRules.All, .. ProductRules.All,
        .. UpgradeRules.All,
        .. ComponentRules.All, .. DirectoryRules.All, .. FileRules.All, .. SequenceRules.All, .. ActionRules.All, .. ServiceRules.All,
        .. ServiceConfigRules.All, .. RollbackRules.All, .. AccessRules.All, .. CommandRules.All, .. PropertyActionRules.All,
        .. IconRules.All, .. ReferenceRules.All, .. LocatorRules.All,
    ];

    /// <summary>The names of all rules.</summary>
    public static IReadOnlyList<string> Rules { get; } =
        [.. TableRules.Concat(PayloadRules.All).Select(rule => rule.Name).Concat(StorageRules.DefectNames)];

    /// <summary>Checks a package on disk, including its payload.</summary>
    /// <returns>The findings, at most a hundred per rule; empty if the package is valid.</returns>
    /// <exception cref="InvalidDataException">It is not a package, or is so damaged that its tables cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Check(string path, CancellationToken cancellationToken = default) =>
        Check(path, VerificationDepth.Payload, cancellationToken);

    /// <summary>Checks a package on disk.</summary>
    /// <returns>The findings, at most a hundred per rule; empty if the package is valid.</returns>
    /// <exception cref="InvalidDataException">It is not a package, or is so damaged that its tables cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Check(string path, VerificationDepth depth, CancellationToken cancellationToken = default)
    {
        using var database = MsiReader.Open(path);
        return Check(database, depth, cancellationToken);
    }

    /// <summary>Checks an open package.</summary>
    /// <returns>The findings, at most a hundred per rule; empty if the package is valid.</returns>
    /// <exception cref="InvalidDataException">The package is designed to take forever: its cells repeat long texts.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Check(
        MsiDatabase database, VerificationDepth depth = VerificationDepth.Payload, CancellationToken cancellationToken = default)
    {
        var package = new AuditedPackage(database, cancellationToken);
        package.CheckLength();
        var rules = depth == VerificationDepth.Payload ? TableRules.Concat(PayloadRules.All) : TableRules;
        return [.. StorageRules.Defects(package).Take(MostFindingsOfRule), .. rules.SelectMany(rule => Apply(rule, package))];
    }

    // Data that a rule cannot read breaks the rule.
    private static List<PackageFault> Apply(AuditRule rule, AuditedPackage package)
    {
        var findings = new List<PackageFault>();
        try
        {
            findings.AddRange(rule.Find(package).Take(MostFindingsOfRule).Select(message => new PackageFault(rule.Name, message)));
        }
        catch (InvalidDataException e)
        {
            findings.Add(new(rule.Name, $"The data for this rule cannot be read: {e.Message}"));
        }

        return findings;
    }
}
