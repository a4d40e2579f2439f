using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.RpmMd;

/// <summary>The metadata of a channel, verified. Only its list of packages stays in memory: the other files are read when they are
/// needed.</summary>
internal sealed class RpmMdChannel
{
    private readonly IRepositoryStore _store;
    private readonly string _root;
    private readonly RepoMd _repoMd;
    private readonly List<ReadOnlyMemory<byte>> _primary;
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    private RpmMdChannel(IRepositoryStore store, string root, RepoMd repoMd, CancellationToken cancellationToken)
    {
        (_store, _root, _repoMd) = (store, root, repoMd);
        var (path, elements) = ReadFile(RpmMdFile.Primary, cancellationToken);
        _primary = elements;
        Packages = _primary.ConvertAll(element => RpmMdElements.Package(element.Span, path));
        foreach (var package in Packages)
        {
            if (!_positions.TryAdd(package.Sha256, _positions.Count))
            {
                throw new RepositoryException(RepositoryProblem.Damaged, path, $"it lists the package {package.Sha256} twice");
            }
        }
    }

    /// <summary>The packages in the order of the metadata.</summary>
    public IReadOnlyList<RpmMdPackage> Packages { get; }

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
        if (store.Read(root, RepositoryLimits.SignedText, cancellationToken) is not { } file)
        {
            return null;
        }

        var signature = store.Read(root + RpmMdPlanner.SignatureSuffix, RepositoryLimits.SignedText, cancellationToken) ?? [];
        keys.VerifyDetached(file, signature, root, cancellationToken);
        var repoMd = RepoMd.Parse(file, root);
        if (repoMd.Files.FirstOrDefault(data => RpmMdFile.All.All(known => known.Type != data.Type)) is { } unknown)
        {
            throw new RepositoryException(RepositoryProblem.Foreign, root, $"metadata of the type '{unknown.Type}'");
        }

        return new(store, root, repoMd, cancellationToken);
    }

    /// <summary>Reads the elements of a file.</summary>
    /// <param name="type">The file.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The element of a package by its digest.</returns>
    /// <exception cref="RepositoryException">The file is damaged.</exception>
    public Func<string, ReadOnlyMemory<byte>> Elements(RpmMdFile type, CancellationToken cancellationToken)
    {
        if (type == RpmMdFile.Primary)
        {
            return sha256 => _primary[_positions[sha256]];
        }

        var (path, elements) = ReadFile(type, cancellationToken);
        var sorted = new ReadOnlyMemory<byte>[Packages.Count];
        for (var index = 0; index < elements.Count; index++)
        {
            sorted[PositionOf(elements[index], index, path)] = elements[index];
        }

        return elements.Count == Packages.Count && !Array.Exists(sorted, element => element.IsEmpty)
            ? sha256 => sorted[_positions[sha256]]
            : throw OtherPackages();
    }

    // Tools write all files in the same order.
    private int PositionOf(ReadOnlyMemory<byte> element, int likely, string path)
    {
        var id = RpmMdElements.PackageId(element.Span, path);
        return likely < Packages.Count && Ascii.Equals(id, Packages[likely].Sha256) ? likely
            : _positions.TryGetValue(Encoding.ASCII.GetString(id), out var position) ? position
            : throw OtherPackages();
    }

    private RepositoryException OtherPackages() => new(RepositoryProblem.Damaged, _root, "its files do not list the same packages");

    private (string Path, List<ReadOnlyMemory<byte>> Elements) ReadFile(RpmMdFile type, CancellationToken cancellationToken)
    {
        var data = _repoMd.Files.FirstOrDefault(file => file.Type == type.Type)
            ?? throw new RepositoryException(RepositoryProblem.Foreign, _root, $"metadata without '{type.Type}'");
        var path = $"{_root[..^RpmMdPlanner.RepoMdPath.Length]}{data.Location}";
        if (_store.Read(path, RepositoryLimits.Index, cancellationToken) is not { } file
            || Convert.ToHexStringLower(SHA256.HashData(file)) != data.Sha256)
        {
            throw new RepositoryException(RepositoryProblem.Damaged, path, $"there is no file with the SHA-256 digest {data.Sha256}");
        }

        using var stream = Decompressor.Open(CompressionMagic.KindOf(new MemoryStream(file)), new MemoryStream(file));
        var content = RepositoryLimits.ReadAll(stream, RepositoryLimits.Index, path, data.OpenLength);
        return (path, RpmMdElements.Split(content, path));
    }
}
