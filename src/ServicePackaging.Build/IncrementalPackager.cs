using ServicePackaging.Build.Signing;
using ServicePackaging.Diagnostics;
using ServicePackaging.Planning;

namespace ServicePackaging.Build;

/// <summary>Creates the packages of one publish that are not up to date. All of them are planned before the first is written.</summary>
/// <param name="input">The publish.</param>
/// <param name="outputDirectory">The absolute path of the directory for packages; created if it does not exist.</param>
/// <param name="recordDirectory">The absolute path of the directory for the records by which later builds
/// find that nothing has changed.</param>
/// <param name="findings">Receives every fault.</param>
public sealed class IncrementalPackager(PackagingInput input, string outputDirectory, string recordDirectory, DiagnosticBag findings)
{
    private readonly List<(PackageRecord? Record, PackagePlan? Plan)> _packages = [];
    private string _key = "";

    /// <summary>The keys that sign; null to sign nothing.</summary>
    internal SigningSession? Signing { get; init; }

    /// <summary>Whether no package was written before, according to the records.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>The chosen defaults, as lines for the developer; empty if everything is up to date.</summary>
    public IReadOnlyList<string> Defaults => Packager.Defaults;

    private Packager Packager => field ??= new Packager(input, findings) { Signing = Signing };

    /// <summary>Plans the packages that are not up to date. If the findings contain an error, nothing must be written.</summary>
    /// <exception cref="DiagnosticException">As <see cref="Packager.Plan"/>.</exception>
    public void Plan()
    {
        var formats = input.Formats.Select(PackageFormats.Find).OfType<PackageFormat>().ToList();
        _key = PackageKey.Compute(input, outputDirectory, formats.SelectMany(format => Signing?.FilesOf(format) ?? []));
        _packages.Clear();
        IsFirst = !input.Formats.Any(format => File.Exists(RecordFile(format)));
        foreach (var format in input.Formats)
        {
            var record = PackageRecord.Read(RecordFile(format));
            _packages.Add(record is not null && IsUpToDate(record) ? (record.WithTicket(), null) : (null, Packager.Plan(format)));
        }

        // A key that cannot be used is reported before the first package is written.
        foreach (var plan in _packages.Select(package => package.Plan).OfType<PackagePlan>())
        {
            Signing?.Open(PackageFormats.Find(plan.Format)!);
        }
    }

    /// <summary>Writes what was planned.</summary>
    /// <param name="cancellationToken">Cancels the work; no incomplete file is left.</param>
    /// <returns>The packages in order, and whether each was up to date, up to the point where the work ended.</returns>
    /// <exception cref="DiagnosticException">A package cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The work was canceled.</exception>
    public IEnumerable<(PackageRecord Record, bool WasUpToDate)> Write(CancellationToken cancellationToken)
    {
        foreach (var (record, plan) in _packages)
        {
            yield return plan is null ? (record!, true) : (Write(plan, cancellationToken), false);
        }
    }

    private bool IsUpToDate(PackageRecord record) =>
        record.IsUpToDate(_key)
        && (!input.Settings.EmitSource || Directory.Exists(PlanSources.DirectoryFor(record.Path)))
        && (!input.Settings.Sbom || SbomFiles.PathsFor(record.Path).All(File.Exists));

    private string RecordFile(string format) => Path.Combine(recordDirectory, format + ".json");

    private PackageRecord Write(PackagePlan plan, CancellationToken cancellationToken)
    {
        var written = Packager.WritePackage(plan, outputDirectory, cancellationToken);
        var record = new PackageRecord
        {
            Key = _key,
            Path = written.Path,
            Format = plan.Format,
            Version = plan.Version,
            Size = new FileInfo(written.Path).Length,
            Sha256 = written.Sha256,
            Written = File.GetLastWriteTimeUtc(written.Path).Ticks,
            UnsignedSha256 = written.UnsignedSha256,
            SigningKey = written.Signature?.Thumbprint ?? "",
            SignatureTime = written.Signature?.Timestamp,
            PublicKeyPath = written.PublicKeyPath ?? "",
        };
        record.Write(RecordFile(plan.Format));
        return record;
    }
}
