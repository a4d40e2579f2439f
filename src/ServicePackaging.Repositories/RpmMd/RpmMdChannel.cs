using System.Security.Cryptography;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.RpmMd;

/// <summary>The metadata of a channel, verified.</summary>
/// <param name="Packages">The packages in the order of the metadata.</param>
/// <param name="Elements">The elements of each file of <see cref="RpmMdFile.All"/>, by the digest of the package.</param>
internal sealed record RpmMdChannel(
    IReadOnlyList<RpmMdPackage> Packages, IReadOnlyList<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> Elements)
{
    /// <summary>Reads the metadata.</summary>
    /// <param name="store">The repository.</param>
    /// <param name="root">The path of repomd.xml.</param>
    /// <param name="keys">The keys that are trusted.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The metadata, or null if there is none.</returns>
    /// <exception cref="RepositoryException">It is not signed by a trusted key, is damaged, or contains what this library would
    /// lose.</exception>
    public static RpmMdChannel? Read(IRepositoryStore store, string root, TrustedKeys keys, CancellationToken cancellationToken)
    {
        var path = root;
        var directory = root[..^(RpmMdPlanner.RepoMdPath.Length + 1)];
        if (store.Read(path, RepositoryLimits.SignedText, cancellationToken) is not { } file)
        {
            return null;
        }

        var signature = store.Read(path + RpmMdPlanner.SignatureSuffix, RepositoryLimits.SignedText, cancellationToken) ?? [];
        keys.VerifyDetached(file, signature, path, cancellationToken);
        var repoMd = RepoMd.Parse(file, path);
        if (repoMd.Files.FirstOrDefault(data => RpmMdFile.All.All(known => known.Type != data.Type)) is { } unknown)
        {
            throw new RepositoryException(RepositoryProblem.Foreign, path, $"metadata of the type '{unknown.Type}'");
        }

        var elements = RpmMdFile.All.Select(type => ReadFile(store, directory, repoMd, type, cancellationToken)).ToList();
        var primary = elements[0].Values.Select(element => RpmMdElements.Package(element.Span, path)).ToList();
        return elements.All(file => file.Count == primary.Count && primary.TrueForAll(package => file.ContainsKey(package.Sha256)))
            ? new(primary, elements)
            : throw new RepositoryException(RepositoryProblem.Damaged, path, "its files do not list the same packages");
    }

    private static OrderedDictionary<string, ReadOnlyMemory<byte>> ReadFile(
        IRepositoryStore store, string directory, RepoMd repoMd, RpmMdFile type, CancellationToken cancellationToken)
    {
        var data = repoMd.Files.FirstOrDefault(file => file.Type == type.Type)
            ?? throw new RepositoryException(
                RepositoryProblem.Foreign, $"{directory}/{RpmMdPlanner.RepoMdPath}", $"metadata without '{type.Type}'");
        var path = $"{directory}/{data.Location}";
        if (store.Read(path, RepositoryLimits.Index, cancellationToken) is not { } file
            || Convert.ToHexStringLower(SHA256.HashData(file)) != data.Sha256)
        {
            throw new RepositoryException(RepositoryProblem.Damaged, path, $"there is no file with the SHA-256 digest {data.Sha256}");
        }

        using var stream = Decompressor.Open(CompressionMagic.KindOf(new MemoryStream(file)), new MemoryStream(file));
        var elements = new OrderedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var element in RpmMdElements.Split(RepositoryLimits.ReadAll(stream, RepositoryLimits.Index, path), path))
        {
            var id = type == RpmMdFile.Primary
                ? RpmMdElements.Package(element.Span, path).Sha256
                : RpmMdElements.PackageId(element.Span, path);
            if (!elements.TryAdd(id, element))
            {
                throw new RepositoryException(RepositoryProblem.Damaged, path, $"it lists the package {id} twice");
            }
        }

        return elements;
    }
}
