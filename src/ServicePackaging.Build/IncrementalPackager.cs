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
    private readonly Packager _packager = new(input, findings);
    private readonly List<(PackageRecord? Record, PackagePlan? Plan)> _packages = [];
    private string _key = "";

    /// <summary>Whether no package was written before, according to the records.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>The chosen defaults, as lines for the developer; empty if everything is up to date.</summary>
    public IReadOnlyList<string> Defaults => _packager.Defaults;

    /// <summary>Plans the packages that are not up to date. If the findings contain an error, nothing must be written.</summary>
    /// <exception cref="DiagnosticException">As <see cref="Packager.Plan"/>.</exception>
    public void Plan()
    {
        _key = PackageKey.Compute(input, outputDirectory);
        _packages.Clear();
        IsFirst = !input.Formats.Any(format => File.Exists(RecordFile(format)));
        foreach (var format in input.Formats)
        {
            var record = PackageRecord.Read(RecordFile(format));
            _packages.Add(record is not null && IsUpToDate(record) ? (record, null) : (null, _packager.Plan(format)));
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
        record.IsUpToDate(_key) && (!input.Settings.EmitSource || Directory.Exists(PlanSources.DirectoryFor(record.Path)));

    private string RecordFile(string format) => Path.Combine(recordDirectory, format + ".json");

    private PackageRecord Write(PackagePlan plan, CancellationToken cancellationToken)
    {
        var path = _packager.Write(plan, outputDirectory, cancellationToken);
        var record = new PackageRecord
        {
            Key = _key,
            Path = path,
            Format = plan.Format,
            Version = plan.Version,
            Size = new FileInfo(path).Length,
            Sha256 = DiskFile.Sha256(path),
            Written = File.GetLastWriteTimeUtc(path).Ticks,
        };
        record.Write(RecordFile(plan.Format));
        return record;
    }
}
