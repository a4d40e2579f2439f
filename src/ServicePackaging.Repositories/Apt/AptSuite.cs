using System.Security.Cryptography;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Apt;

/// <summary>A suite as clients see it: verified, with all its packages.</summary>
/// <param name="Release">The Release file.</param>
/// <param name="InRelease">The bytes of the signed file.</param>
/// <param name="Stanzas">All packages in the order of indexes.</param>
internal sealed record AptSuite(AptRelease Release, byte[] InRelease, IReadOnlyList<AptStanza> Stanzas)
{
    private const string Packages = "Packages";
    private const string Gzip = ".gz";

    /// <summary>The names of the index of an architecture, relative to the directory of the suite: plain and compressed. apt finds nothing
    /// if the plain file is not listed.</summary>
    public static IReadOnlyList<string> IndexPaths(string architecture) =>
        [$"{DirectoryOf(architecture)}/{Packages}", $"{DirectoryOf(architecture)}/{Packages}{Gzip}"];

    /// <summary>Reads a suite.</summary>
    /// <param name="store">The repository.</param>
    /// <param name="channel">The name of the suite.</param>
    /// <param name="root">The file InRelease, or a copy of it, which the path is of.</param>
    /// <param name="keys">The keys that are trusted.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The suite, or null if there is none.</returns>
    /// <exception cref="RepositoryException">It is not signed by a trusted key, is damaged, or contains what this library would
    /// lose.</exception>
    public static AptSuite? Read(
        IRepositoryStore store, RepositoryChannel channel, string root, TrustedKeys keys, CancellationToken cancellationToken)
    {
        var directory = RepositoryPaths.Suite(channel);
        var path = root;
        if (store.Read(path, RepositoryLimits.SignedText, cancellationToken) is not { } file)
        {
            return store.Length($"{directory}/Release", cancellationToken) is null
                ? null
                : throw new RepositoryException(RepositoryProblem.Foreign, $"{directory}/Release", "a suite without InRelease");
        }

        var release = AptRelease.Parse(keys.VerifyText(file, path, cancellationToken), path);
        var known = release.Architectures.SelectMany(IndexPaths).ToHashSet(StringComparer.Ordinal);
        if (release.Files.FirstOrDefault(index => !known.Contains(index.Path)) is { } unknown)
        {
            throw new RepositoryException(RepositoryProblem.Foreign, path, $"the index '{unknown.Path}'");
        }

        var stanzas = new SortedSet<AptStanza>(AptStanza.Order);
        foreach (var architecture in release.Architectures)
        {
            stanzas.UnionWith(ReadIndex(store, directory, release, architecture, cancellationToken));
        }

        return new(release, file, [.. stanzas]);
    }

    private static string DirectoryOf(string architecture) => $"{AptFields.Main}/binary-{architecture}";

    // By its digest, because the file with the fixed name may already be that of a newer release that was never finished.
    private static List<AptStanza> ReadIndex(
        IRepositoryStore store, string directory, AptRelease release, string architecture, CancellationToken cancellationToken)
    {
        var paths = IndexPaths(architecture);
        var index = release.Files.FirstOrDefault(file => file.Path == paths[1])
            ?? throw new RepositoryException(RepositoryProblem.Foreign, $"{directory}/InRelease", $"a suite without '{paths[1]}'");
        var length = release.Files.FirstOrDefault(file => file.Path == paths[0])?.Length ?? 0;
        foreach (var path in new[] { $"{directory}/{index.ByHash}", $"{directory}/{index.Path}" })
        {
            if (store.Read(path, RepositoryLimits.Index, cancellationToken) is { } file && HasDigest(file, index.Sha256))
            {
                return AptPackages.Parse(Decompress(file, path, length), path);
            }
        }

        throw new RepositoryException(
            RepositoryProblem.Damaged, $"{directory}/{index.Path}", $"there is no file with the SHA-256 digest {index.Sha256}");
    }

    private static bool HasDigest(byte[] file, string sha256) => Convert.ToHexStringLower(SHA256.HashData(file)) == sha256;

    private static ReadOnlyMemory<byte> Decompress(byte[] file, string path, long length)
    {
        using var stream = Decompressor.Open(CompressionKind.Gzip, new MemoryStream(file));
        return RepositoryLimits.ReadAll(stream, RepositoryLimits.Index, path, length);
    }
}
