using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Writing;

namespace ServicePackaging.Repositories.Apt;

/// <summary>Plans the writes of a suite from its packages. Pure: reads and writes nothing.</summary>
/// <param name="identity">What the repository is called.</param>
/// <param name="channel">The suite.</param>
/// <param name="signer">Signs the Release file.</param>
internal sealed class AptPlanner(RepositoryIdentity identity, RepositoryChannel channel, RepositorySigner signer)
{
    private static readonly string[] MostMachines = ["amd64", "arm64"];

    /// <summary>Refuses a change that every client would have to accept by hand.</summary>
    /// <exception cref="RepositoryException">Origin, Label or Codename differs.</exception>
    public void RequireSameIdentity(AptRelease old)
    {
        foreach (var (field, before, after) in new[]
        {
            (AptFields.Origin, old.Origin, identity.Origin),
            (AptFields.Label, old.Label, identity.Label),
            (AptFields.Codename, old.Suite, channel.Name),
        })
        {
            if (before != after)
            {
                throw new RepositoryException(RepositoryProblem.ChangedIdentity, field, before, after);
            }
        }
    }

    /// <summary>Returns the writes of a suite in their order, without packages.</summary>
    /// <param name="stanzas">All packages, in the order of indexes.</param>
    /// <param name="architectures">The architectures that the suite had before. It never loses one.</param>
    /// <param name="date">The date of the suite.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public AptGeneration Plan(
        IReadOnlyList<AptStanza> stanzas, IEnumerable<string> architectures, DateTimeOffset date, CancellationToken cancellationToken)
    {
        var all = Architectures([.. stanzas.Select(stanza => stanza.Architecture), .. architectures]);
        var indexes = all.SelectMany(architecture => RenderIndexes(stanzas, architecture, cancellationToken)).ToList();
        var release = new AptRelease
        {
            Origin = identity.Origin,
            Label = identity.Label,
            Suite = channel.Name,
            Date = date,
            IsAutomatic = channel.IsAutomatic,
            Architectures = all,
            Files = [.. indexes.Select(index => index.File)],
        };
        return Create(indexes, release.Render(), date, cancellationToken);
    }

    // apt reads the list of packages for all architectures, but mirrors such as aptly only those of other architectures.
    private static List<string> Architectures(IReadOnlyList<string> used)
    {
        var machines = used.Where(architecture => architecture != AptStanza.All).Distinct().Order(StringComparer.Ordinal).ToList();
        return [AptStanza.All, .. machines.Count > 0 ? machines : [.. MostMachines]];
    }

    private AptGeneration Create(
        List<(AptIndexFile File, ReadOnlySequence<byte> Content)> indexes,
        string release,
        DateTimeOffset date,
        CancellationToken cancellationToken)
    {
        var directory = RepositoryPaths.Suite(channel);
        var text = Encoding.UTF8.GetBytes(release);
        var inRelease = signer.SignText(release, date, cancellationToken);
        var digest = Convert.ToHexStringLower(SHA256.HashData(inRelease));
        var copy = $"{directory}/by-hash/{AptFields.Sha256}/{digest}";
        return new(copy, digest,
        [
            .. indexes.Select(index => new ContentWrite($"{directory}/{index.File.ByHash}", WriteStage.Immutable, index.Content))
                .DistinctBy(write => write.Path),
            new ContentWrite(copy, WriteStage.Immutable, inRelease),
            .. indexes.Select(index => new ContentWrite($"{directory}/{index.File.Path}", WriteStage.Index, index.Content)),
            new ContentWrite($"{directory}/Release", WriteStage.Pointer, text),
            new ContentWrite($"{directory}/Release.gpg", WriteStage.Pointer, signer.SignDetached(text, date, cancellationToken)),
            new ContentWrite($"{directory}/InRelease", WriteStage.Pointer, inRelease),
        ]);
    }

    private static IEnumerable<(AptIndexFile File, ReadOnlySequence<byte> Content)> RenderIndexes(
        IReadOnlyList<AptStanza> stanzas, string architecture, CancellationToken cancellationToken)
    {
        var paths = AptSuite.IndexPaths(architecture);
        var plain = AptPackages.Render(stanzas, architecture);
        return [Index(paths[0], plain), Index(paths[1], new(IndexCompression.Gzip(plain, cancellationToken)))];
    }

    private static (AptIndexFile File, ReadOnlySequence<byte> Content) Index(string path, ReadOnlySequence<byte> content) =>
        (new(path, content.Length, ContentParts.Sha256(content)), content);
}

/// <summary>A planned state of a suite.</summary>
/// <param name="Root">A copy of InRelease under its digest, from which the next change starts.</param>
/// <param name="Sha256">The digest of InRelease.</param>
/// <param name="Writes">The writes in their order.</param>
internal sealed record AptGeneration(string Root, string Sha256, IReadOnlyList<RepositoryWrite> Writes);
