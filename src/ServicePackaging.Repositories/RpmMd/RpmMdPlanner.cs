using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Writing;

namespace ServicePackaging.Repositories.RpmMd;

/// <summary>Plans the writes of a channel's rpm-md metadata. Pure: reads and writes nothing.</summary>
/// <param name="identity">What the repository is called.</param>
/// <param name="channel">The channel.</param>
/// <param name="signer">Signs repomd.xml.</param>
internal sealed class RpmMdPlanner(RepositoryIdentity identity, RepositoryChannel channel, RepositorySigner signer)
{
    /// <summary>The file that clients read first, relative to the metadata's base.</summary>
    public const string RepoMdPath = "repodata/repomd.xml";

    /// <summary>The suffix of its signature.</summary>
    public const string SignatureSuffix = ".asc";

    /// <summary>The list of mirrors, relative to the directory of a channel.</summary>
    public const string MirrorListName = "mirrorlist";

    // zypper asks for it (libzypp before 17.38).
    private const string KeySuffix = ".key";

    private const int DigestsInName = 8;

    /// <summary>Returns the writes of the metadata in their order, without packages.</summary>
    /// <param name="packages">All packages, in the order of the metadata.</param>
    /// <param name="elements">Returns, for a file, the function that returns the element of a package.</param>
    /// <param name="number">The number of the generation.</param>
    /// <param name="date">The date of the metadata.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public RpmMdGeneration Plan(
        IReadOnlyList<RpmMdPackage> packages,
        Func<RpmMdFile, Func<RpmMdPackage, ReadOnlyMemory<byte>>> elements,
        int number,
        DateTimeOffset date,
        CancellationToken cancellationToken)
    {
        var files = RpmMdFile.All.Select(type => Render(type, packages, elements(type), cancellationToken)).ToList();
        var repoMd = new RepoMd(date.ToUnixTimeSeconds(), [.. files.Select(file => file.File)]).Render();
        var digest = Convert.ToHexStringLower(SHA256.HashData(repoMd));
        var name = FormattableString.Invariant($"{channel.Name}-g{number}-{digest[..DigestsInName]}");
        var root = $"{RepositoryPaths.RpmGeneration(name)}/{RepoMdPath}";
        return new(root, digest, [.. Writes(name, files, repoMd, date, cancellationToken)]);
    }

    private IEnumerable<RepositoryWrite> Writes(
        string name, List<(RepoMdFile File, byte[] Content)> files, byte[] repoMd, DateTimeOffset date, CancellationToken cancellationToken)
    {
        var signature = signer.SignDetached(repoMd, date, cancellationToken);
        var key = Encoding.ASCII.GetBytes(signer.ArmoredPublicKeys);
        var generation = RepositoryPaths.RpmGeneration(name);
        var classic = RepositoryPaths.RpmChannel(channel);
        return
        [
            .. files.Select(file => new ContentWrite($"{generation}/{file.File.Location}", WriteStage.Immutable, file.Content)),
            .. Pointers(generation, WriteStage.Immutable),
            .. files.Select(file => new ContentWrite($"{classic}/{file.File.Location}", WriteStage.Immutable, file.Content)),
            .. Pointers(classic, WriteStage.Pointer),
            .. identity.Address is { } address ? [MirrorList(classic, generation, address)] : Array.Empty<RepositoryWrite>(),
        ];

        IEnumerable<RepositoryWrite> Pointers(string directory, WriteStage stage) =>
        [
            new ContentWrite($"{directory}/{RepoMdPath}{KeySuffix}", stage, key),
            new ContentWrite($"{directory}/{RepoMdPath}{SignatureSuffix}", stage, signature),
            new ContentWrite($"{directory}/{RepoMdPath}", stage, repoMd),
        ];
    }

    // The only file of a client that uses it that ever changes: the signature and repomd.xml cannot be replaced at the same moment.
    private static ContentWrite MirrorList(string classic, string generation, string address) =>
        new($"{classic}/{MirrorListName}", WriteStage.Pointer, Encoding.ASCII.GetBytes($"{address}{generation}/\n"));

    private static (RepoMdFile File, byte[] Content) Render(
        RpmMdFile type,
        IReadOnlyList<RpmMdPackage> packages,
        Func<RpmMdPackage, ReadOnlyMemory<byte>> element,
        CancellationToken cancellationToken)
    {
        var parts = new ContentParts();
        parts.Add(Encoding.UTF8.GetBytes(type.Start(packages.Count)));
        foreach (var package in packages)
        {
            parts.Add(element(package));
        }

        parts.Add(Encoding.UTF8.GetBytes(type.End));
        var plain = parts.Content;
        var content = IndexCompression.Gzip(plain, cancellationToken);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        var openSha256 = ContentParts.Sha256(plain);
        return (new(type.Type, $"repodata/{sha256}-{type.Type}.xml.gz", sha256, content.Length, openSha256, plain.Length), content);
    }
}

/// <summary>A planned generation of rpm-md metadata.</summary>
/// <param name="Root">Its repomd.xml, from which the next change starts.</param>
/// <param name="Sha256">The digest of that file.</param>
/// <param name="Writes">The writes in their order.</param>
internal sealed record RpmMdGeneration(string Root, string Sha256, IReadOnlyList<RepositoryWrite> Writes);
