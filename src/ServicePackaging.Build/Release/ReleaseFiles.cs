using System.Globalization;
using ServicePackaging.Build.Signing;
using ServicePackaging.Diagnostics;
using ServicePackaging.Manifests;
using ServicePackaging.Model;
using ServicePackaging.Planning;
using ServicePackaging.Sbom;

namespace ServicePackaging.Build.Release;

/// <summary>Writes the files of a release that describe its packages, after all of these exist: manifests and checksums.</summary>
/// <param name="input">The project. Its formats need not be those of the packages.</param>
/// <param name="packages">The packages of all formats and runtime identifiers.</param>
/// <param name="signing">The keys.</param>
/// <param name="findings">Receives every fault.</param>
internal sealed class ReleaseFiles(
    PackagingInput input, IReadOnlyList<ReleasedFile> packages, SigningSession signing, DiagnosticBag findings)
{
    private const string ManifestDirectory = "manifests";

    // Before a key is opened: a key makes no signature that is later than its opening.
    private readonly DateTimeOffset _started = signing.Clock.GetUtcNow();

    private readonly Dictionary<string, ServiceDefinition> _definitions = new(StringComparer.Ordinal);

    /// <summary>Reports the faults of all settings, so that a release fails before its packages are written and not after.</summary>
    /// <param name="properties">The properties that have a value.</param>
    /// <param name="projectDirectory">The directory that relative paths are in.</param>
    /// <param name="signing">The keys, which are not opened.</param>
    /// <param name="findings">Receives every fault.</param>
    public static void CheckSettings(
        IReadOnlyDictionary<string, string> properties, string projectDirectory, SigningSession signing, DiagnosticBag findings)
    {
        ReleaseSettings.Read(properties, findings);
        if (RepositorySettings.Read(properties, projectDirectory, findings).Directory is { } directory)
        {
            signing.CheckRepository(directory);
        }
    }

    /// <summary>Writes the files that have changed.</summary>
    /// <param name="outputDirectory">The absolute path of the directory of the packages.</param>
    /// <param name="recordDirectory">The absolute path of the directory for records of the build.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The absolute paths of all files, whether they have changed or not. Nothing is written if there is an error.</returns>
    /// <exception cref="DiagnosticException">A file cannot be written or signed.</exception>
    /// <exception cref="OperationCanceledException">The work was canceled.</exception>
    public IReadOnlyList<string> Write(string outputDirectory, string recordDirectory, CancellationToken cancellationToken)
    {
        var settings = ReleaseSettings.Read(input.Service.Properties, findings);
        var manifests = findings.HasErrors ? [] : RenderManifests(settings, cancellationToken);
        if (findings.HasErrors || packages.Count == 0)
        {
            return [];
        }

        var paths = new List<string>();
        foreach (var manifest in manifests)
        {
            paths.Add(Path.Combine([outputDirectory, ManifestDirectory, .. manifest.Path.Split('/')]));
            TextFile.Write(paths[^1], manifest.Text);
        }

        if (settings.HasChecksums)
        {
            var files = packages.Concat(packages.SelectMany(BillsOf));
            paths.AddRange(new ChecksumFile(outputDirectory, recordDirectory).Write(files, signing, Subject(), cancellationToken));
        }

        return paths;
    }

    /// <summary>Adds the packages to the repository that the project names.</summary>
    /// <param name="projectDirectory">The directory that relative paths are in.</param>
    /// <param name="time">The time that the metadata states; null for that of the clock.</param>
    /// <param name="outputDirectory">The absolute path of the directory of the packages.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>A line for a person at a terminal; null if there is no repository or a fault was reported.</returns>
    /// <exception cref="DiagnosticException">The repository cannot be changed.</exception>
    public string? Publish(
        string projectDirectory, DateTimeOffset? time, string outputDirectory, CancellationToken cancellationToken)
    {
        var settings = RepositorySettings.Read(input.Service.Properties, projectDirectory, findings);
        return settings.Directory is null || findings.HasErrors || packages.Count == 0
            ? null
            : new RepositoryRelease(settings, signing, findings).Publish(
                packages, DefinitionFor(packages[0].Format).Package, time, _started, outputDirectory, cancellationToken);
    }

    /// <summary>Describes the files for a person at a terminal.</summary>
    /// <param name="outputDirectory">The absolute path of the directory of the packages.</param>
    /// <param name="files">The absolute paths of the files.</param>
    public static IEnumerable<string> Describe(string outputDirectory, IReadOnlyList<string> files)
    {
        var directory = Path.Combine(outputDirectory, ManifestDirectory);
        if (files.Count(file => file.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal)) is > 0 and var count)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{directory} ({count} files)");
        }

        if (files.Contains(Path.Combine(outputDirectory, ChecksumFile.Name)))
        {
            yield return Path.Combine(outputDirectory, ChecksumFile.Name);
        }
    }

    private IReadOnlyList<ManifestFile> RenderManifests(ReleaseSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return new ManifestSet(settings, packages, DefinitionFor, findings).Render(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw DiagnosticException.Of(
                DiagnosticCatalog.Unreadable, UnreadableKind.InputOutput, packages[0].Path, exception.Message);
        }
    }

    // The bills of materials beside a package.
    private static IEnumerable<ReleasedFile> BillsOf(ReleasedFile package) =>
        new[] { package.Path + SbomDocument.CycloneDx, package.Path + SbomDocument.Spdx }
            .Where(File.Exists).Select(path => new ReleasedFile(path, "", DiskFile.Sha256(path)));

    private SignedSubject Subject()
    {
        var definition = DefinitionFor(packages[0].Format);
        var time = input.Settings.Timestamp ?? PackageRequest.TimestampOf(definition.Package);
        return new(definition.Package.Name, definition.DisplayName, definition.Package.Homepage, time);
    }

    // Faults were reported when the packages were planned.
    private ServiceDefinition DefinitionFor(string format)
    {
        if (!_definitions.TryGetValue(format, out var definition))
        {
            definition = PackageFormats.Read(input.Service, PackageFormats.Find(format)!, new DiagnosticBag());
            _definitions.Add(format, definition);
        }

        return definition;
    }
}
