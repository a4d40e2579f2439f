using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Msi.Reading;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>
/// Checks a finished package by what is documented of Windows Installer: the compound file, the string pool, the order of what is stored,
/// each cell against _Validation, and what Microsoft's internal consistency evaluators look for in a package of a service. It reads through
/// <see cref="MsiReader"/>, which shares no code with the writer.
/// </summary>
public static class MsiAudit
{
    // A file of garbage breaks a rule in as many places as it is long.
    private const int MostFindingsOfRule = 100;

    private static readonly IReadOnlyList<AuditRule> TableRules =
    [
        .. StorageRules.All, .. StringPoolRules.All, .. SchemaRules.All, .. CellRules.All, .. SummaryRules.All, .. ProductRules.All,
        .. UpgradeRules.All,
        .. ComponentRules.All, .. DirectoryRules.All, .. FileRules.All, .. SequenceRules.All, .. ActionRules.All, .. ServiceRules.All,
        .. ServiceConfigRules.All, .. RollbackRules.All, .. ReferenceRules.All, .. LocatorRules.All,
    ];

    /// <summary>The names of all rules.</summary>
    public static IReadOnlyList<string> Rules { get; } =
        [.. TableRules.Concat(PayloadRules.All).Select(rule => rule.Name).Concat(StorageRules.DefectNames)];

    /// <summary>Checks a package on disk, its payload too.</summary>
    /// <returns>The findings; none of a sound package. At most a hundred of each rule.</returns>
    /// <exception cref="InvalidDataException">It is not a package, or so damaged that its tables cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Check(string path, CancellationToken cancellationToken = default) =>
        Check(path, VerificationDepth.Payload, cancellationToken);

    /// <summary>Checks a package on disk.</summary>
    /// <returns>The findings; none of a sound package. At most a hundred of each rule.</returns>
    /// <exception cref="InvalidDataException">It is not a package, or so damaged that its tables cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Check(string path, VerificationDepth depth, CancellationToken cancellationToken = default)
    {
        using var database = MsiReader.Open(path);
        return Check(database, depth, cancellationToken);
    }

    /// <summary>Checks a package that is open.</summary>
    /// <returns>The findings; none of a sound package. At most a hundred of each rule.</returns>
    /// <exception cref="InvalidDataException">It is made to take for ever: its cells repeat long texts.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<PackageFault> Check(
        MsiDatabase database, VerificationDepth depth = VerificationDepth.Payload, CancellationToken cancellationToken = default)
    {
        var package = new AuditedPackage(database, cancellationToken);
        package.CheckLength();
        var rules = depth == VerificationDepth.Payload ? TableRules.Concat(PayloadRules.All) : TableRules;
        return [.. StorageRules.Defects(package).Take(MostFindingsOfRule), .. rules.SelectMany(rule => Apply(rule, package))];
    }

    // What cannot be read for a rule breaks it.
    private static List<PackageFault> Apply(AuditRule rule, AuditedPackage package)
    {
        var findings = new List<PackageFault>();
        try
        {
            findings.AddRange(rule.Find(package).Take(MostFindingsOfRule).Select(message => new PackageFault(rule.Name, message)));
        }
        catch (InvalidDataException e)
        {
            findings.Add(new(rule.Name, $"What the rule asks of cannot be read: {e.Message}"));
        }

        return findings;
    }
}
