using System.Security.Cryptography;
using ServicePackaging.Build.Materials;
using ServicePackaging.Build.Signing;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Planning;
using ServicePackaging.Sbom;
using ServicePackaging.Signing;

namespace ServicePackaging.Build;

/// <summary>Creates the packages of one publish. All formats are planned from the same texts and the same files: the publish directory is
/// read once, and each finding is reported once.</summary>
/// <param name="input">The publish.</param>
/// <param name="findings">Receives every fault.</param>
public sealed class Packager(PackagingInput input, DiagnosticBag findings)
{
    // By the format's name.
    private readonly Dictionary<string, SignedSubject> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<SbomDocument>> _documents = new(StringComparer.Ordinal);
    private readonly NativeFiles _natives = new(path => DiskFile.Read(path, DiskFile.Sha256));
    private Payload? _payload;
    private ProjectMaterials? _materials;

    /// <summary>The keys that sign; null to sign nothing, as in a preview.</summary>
    internal SigningSession? Signing { get; init; }

    /// <summary>The defaults that the first plan chose, as lines for the developer.</summary>
    public IReadOnlyList<string> Defaults { get; private set; } = [];

    private Payload Payload => _payload ??= PayloadScanner.Scan(input.PublishDirectory, withFolders: !input.Service.Project.IsDotNet);

    private ProjectMaterials Materials => _materials ??= input.Materials is { } sources
        ? MaterialReader.Read(
            sources, input.Service.Project.RuntimeIdentifier.ToString(), file => DiskFile.Read(file, File.ReadAllBytes))
        : ProjectMaterials.None;

    /// <summary>Plans a package. If the findings contain an error, the package must not be written.</summary>
    /// <param name="formatName">One of the formats of the input.</param>
    /// <exception cref="DiagnosticException">The publish directory cannot be read,
    /// the format is unknown or cannot hold the service.</exception>
    public PackagePlan Plan(string formatName)
    {
        var format = PackageFormats.Find(formatName) ?? throw new DiagnosticException(
            DiagnosticCatalog.UnknownFormat, formatName, formatName, string.Join(", ", PackageFormats.All.Select(known => known.Name)));
        var definition = PackageFormats.Read(WithInterpreters(), format, findings);
        Defaults = Defaults.Count == 0 ? ChosenDefaults.Describe(definition, input.Service) : Defaults;
        try
        {
            var timestamp = input.Settings.Timestamp ?? PackageRequest.TimestampOf(definition.Package);
            _subjects[format.Name] = new(
                definition.Package.Name, definition.DisplayName, definition.Package.Homepage, timestamp);
            var payload = SignPayload(format, definition, timestamp);
            var documents = _documents[format.Name] = CreateSbom(definition, payload, timestamp);
            var complete = SbomPlacement.Add(definition, documents, format.Platform);
            return format.Plan(new PackageRequest(complete, payload, timestamp, input.Settings.Compression), findings);
        }
        catch (ArgumentException exception)
        {
            throw new DiagnosticException(DiagnosticCatalog.NotRepresentable, format.Name, definition.Package.Name, exception.Message);
        }
    }

    /// <summary>Plans all packages of the input.</summary>
    /// <exception cref="DiagnosticException">As <see cref="Plan"/>.</exception>
    public IReadOnlyList<PackagePlan> PlanAll() => [.. input.Formats.Select(Plan)];

    /// <summary>Writes a package; an older file of that name is replaced when the new one is complete.</summary>
    /// <param name="plan">The package.</param>
    /// <param name="directory">The absolute path of a directory, created if it does not exist.</param>
    /// <param name="cancellationToken">Cancels the work; no incomplete file is left.</param>
    /// <returns>The absolute path of the package.</returns>
    /// <exception cref="DiagnosticException">The package cannot be written.</exception>
    public string Write(PackagePlan plan, string directory, CancellationToken cancellationToken) =>
        WritePackage(plan, directory, cancellationToken).Path;

    /// <summary>Writes a package, and returns what is known of it.</summary>
    internal WrittenPackage WritePackage(PackagePlan plan, string directory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, plan.FileName);
        try
        {
            CreateDirectory(directory, path);
            var written = WriteFile(plan, path, cancellationToken);
            SbomFiles.Write(path, _documents[plan.Format]);
            if (input.Settings.EmitSource)
            {
                PlanSources.Write(plan, PlanSources.DirectoryFor(path));
            }

            return written;
        }
        catch (Exception exception) when (Describe(exception, plan, path) is { } diagnostic)
        {
            throw new DiagnosticException(diagnostic);
        }
    }

    // The exceptions of some file systems name neither the directory nor what is wrong with it.
    private static void CreateDirectory(string directory, string path)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                DiagnosticCatalog.CannotWrite, path, $"The directory '{directory}' cannot be created ({exception.Message.TrimEnd('.')}).");
        }
    }

    private static Diagnostic? Describe(Exception exception, PackagePlan plan, string path) =>
        FormatOf(plan).Diagnose(exception, path) ?? exception switch
        {
            SigningException { Problem: SigningProblem.UnsignableFile } problem =>
                Diagnostic.Create(SigningDiagnostics.UnsignableFile, path, problem.Arguments[^1].TrimEnd('.')),
            SigningException problem => SigningProblems.Describe(problem),
            CompressionUnavailableException => Diagnostic.Create(PackageDiagnostics.CompressionUnavailable, exception.Message),
            PackageFaultException { Faults: [var fault, ..] } =>
                Diagnostic.Create(PackageDiagnostics.FaultyPackage, path, fault.Rule, fault.Message),
            ArgumentException => Diagnostic.Create(DiagnosticCatalog.NotRepresentable, plan.Format, plan.FileName, exception.Message),
            IOException or UnauthorizedAccessException or CryptographicException =>
                Diagnostic.Create(DiagnosticCatalog.CannotWrite, path, exception.Message),
            _ => null,
        };

    private static PackageFormat FormatOf(PackagePlan plan) => PackageFormats.Find(plan.Format)!;

    private Payload SignPayload(PackageFormat format, ServiceDefinition definition, DateTimeOffset time) =>
        findings.HasErrors ? Payload : Signing?.SignPayload(format, definition, Payload, time) ?? Payload;

    private IReadOnlyList<SbomDocument> CreateSbom(ServiceDefinition definition, Payload payload, DateTimeOffset time) =>
        !input.Settings.Sbom || findings.HasErrors
            ? []
            : BillOfMaterials.Create(definition.Package, Materials, _natives.Find(payload), time).Render();

    // Two runtime identifiers can result in the same package, which each of them recognizes by its time. So the time is kept if the content
    // is the same.
    private WrittenPackage WriteFile(PackagePlan plan, string path, CancellationToken cancellationToken)
    {
        var format = FormatOf(plan);
        var isCompared = (!input.Service.Project.IsDotNet || format.IsInstalledOncePerVersion) && File.Exists(path);
        var before = isCompared ? EarlierPackage.Read(plan.Format, path, cancellationToken) : null;
        var written = new PackageFileWriter(plan, format, Signing?.Open(format), _subjects[plan.Format]).Write(path, cancellationToken);
        if (before?.Sha256 == written.Sha256)
        {
            File.SetLastWriteTimeUtc(path, before.Time);
        }
        else if (before is not null && before.UnsignedSha256 != written.UnsignedSha256 && format.IsInstalledOncePerVersion)
        {
            findings.Report(PackageDiagnostics.SameProductCode, path);
        }

        return written;
    }

    private Reading.ServiceInput WithInterpreters() =>
        input.Service with { Project = input.Service.Project with { Interpreters = Platforms.Interpreter.PathsIn(Payload) } };
}
