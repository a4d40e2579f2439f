using System.Globalization;
using ServicePackaging.Build.Signing;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Repositories;
using ServicePackaging.Repositories.Publishing;
using ServicePackaging.Repositories.Writing;
using ServicePackaging.Signing;

namespace ServicePackaging.Build.Release;

/// <summary>Adds the packages of a release to a repository.</summary>
/// <param name="settings">Which repository.</param>
/// <param name="signing">The keys.</param>
/// <param name="findings">Receives every fault.</param>
internal sealed class RepositoryRelease(RepositorySettings settings, SigningSession signing, DiagnosticBag findings)
{
    /// <summary>The file beside the packages that lists what was written, for scripts that upload it.</summary>
    public const string ListingName = "repository-writes.json";

    private static readonly string[] Formats = ["deb", "rpm"];

    /// <summary>Adds the packages.</summary>
    /// <param name="packages">The packages of all formats.</param>
    /// <param name="package">What names the repository.</param>
    /// <param name="time">The time that the metadata states; null for that of the clock.</param>
    /// <param name="now">The time of the clock before a key was opened.</param>
    /// <param name="outputDirectory">The absolute path of the directory of the packages.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>A line for the terminal; null if a fault was reported.</returns>
    /// <exception cref="DiagnosticException">The repository cannot be changed.</exception>
    public string? Publish(
        IReadOnlyList<ReleasedFile> packages,
        PackageIdentity package,
        DateTimeOffset? time,
        DateTimeOffset now,
        string outputDirectory,
        CancellationToken cancellationToken)
    {
        var directory = settings.Directory!;
        if (signing.OpenRepository(directory) is not { Count: > 0 } keys)
        {
            return null;
        }

        var request = new PublishRequest
        {
            Identity = settings.IdentityOf(package),
            Channel = settings.Channel,
            Packages = [.. packages.Where(file => Formats.Contains(file.Format)).Select(file => file.Path)],
            Policy = settings.Policy,
            Keys = keys,
            Time = time ?? now,
            Now = now,
        };
        var result = Publish(directory, request, cancellationToken);
        foreach (var note in result.Notes.Where(note => note.Kind == PublishNoteKind.OlderThanNewest))
        {
            findings.Report(ReleaseDiagnostics.RepositoryOlderVersion, note.Package, note.Version, note.Detail);
        }

        // A publish that changes nothing keeps the list of the one before: its upload may have failed.
        var listing = Path.Combine(outputDirectory, ListingName);
        if (result.Writes.Count > 0 || !File.Exists(listing))
        {
            TextFile.Write(listing, WriteListing.Render(result.Writes) + "\n");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{directory} ({result.Writes.Count} files changed)");
    }

    private static PublishResult Publish(string directory, PublishRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var owner = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}");
            return new RepositoryPublisher(directory, owner).Publish(request, cancellationToken);
        }
        catch (RepositoryException exception)
        {
            throw new DiagnosticException(RepositoryProblems.Describe(exception));
        }
        catch (SigningException exception)
        {
            throw new DiagnosticException(SigningProblems.Describe(exception));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(DiagnosticCatalog.CannotWrite, directory, exception.Message);
        }
    }
}
