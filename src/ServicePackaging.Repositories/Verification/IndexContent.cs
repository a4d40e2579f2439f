using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Repositories.Verification;

/// <summary>The content of an index without its compression.</summary>
/// <param name="Content">The content; null if it cannot be read.</param>
/// <param name="Fault">Why it cannot be read; null if it can, or if this program does not know the compression.</param>
internal sealed record IndexContent(byte[]? Content, string? Fault)
{
    private static readonly Dictionary<string, CompressionKind> Kinds = new(StringComparer.Ordinal)
    {
        [".gz"] = CompressionKind.Gzip,
        [".xz"] = CompressionKind.Xz,
    };

    private static readonly string[] OtherSuffixes = [".bz2", ".lzma", ".zst", ".lz4", ".zck"];

    /// <summary>The suffix of the compression; empty if there is none.</summary>
    public static string SuffixOf(string path) =>
        Path.GetExtension(path) is var suffix && (Kinds.ContainsKey(suffix) || OtherSuffixes.Contains(suffix)) ? suffix : "";

    /// <summary>The path without the suffix of the compression.</summary>
    public static string StemOf(string path) => path[..^SuffixOf(path).Length];

    /// <summary>Whether this program can read a file.</summary>
    public static bool IsReadable(string path) => !OtherSuffixes.Contains(SuffixOf(path));

    /// <summary>Decompresses a file by the suffix of its name, as clients do.</summary>
    public static IndexContent Read(string path, byte[] file)
    {
        if (!Kinds.TryGetValue(SuffixOf(path), out var kind))
        {
            return new(IsReadable(path) ? file : null, null);
        }

        try
        {
            using var stream = Decompressor.Open(kind, new MemoryStream(file, writable: false));
            return new(RepositoryLimits.ReadAll(stream, RepositoryLimits.Index, path).ToArray(), null);
        }
        catch (CompressionUnavailableException)
        {
            return new(null, null);
        }
        catch (RepositoryException exception)
        {
            return new(null, exception.Arguments[^1]);
        }
        catch (InvalidDataException exception)
        {
            return new(null, exception.Message.TrimEnd('.'));
        }
    }
}
