using System.Security.Cryptography;

namespace ServicePackaging.Repositories.Verification;

/// <summary>A digest that an index states.</summary>
/// <param name="Algorithm">The hash algorithm.</param>
/// <param name="Value">The digest in hexadecimal.</param>
internal sealed record FileDigest(HashAlgorithmName Algorithm, string Value)
{
    // By the names in apt's Release files and in rpm-md metadata.
    private static readonly Dictionary<string, HashAlgorithmName> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["md5"] = HashAlgorithmName.MD5,
        ["md5sum"] = HashAlgorithmName.MD5,
        ["sha"] = HashAlgorithmName.SHA1,
        ["sha1"] = HashAlgorithmName.SHA1,
        ["sha256"] = HashAlgorithmName.SHA256,
        ["sha384"] = HashAlgorithmName.SHA384,
        ["sha512"] = HashAlgorithmName.SHA512,
    };

    /// <summary>Whether clients trust the algorithm.</summary>
    public bool IsStrong => Algorithm != HashAlgorithmName.MD5 && Algorithm != HashAlgorithmName.SHA1;

    /// <summary>Creates a digest; null if the algorithm is unknown.</summary>
    /// <param name="name">The name of the algorithm in an index.</param>
    /// <param name="value">The digest.</param>
    public static FileDigest? Create(string name, string value) =>
        Known.TryGetValue(name, out var algorithm) ? new(algorithm, value.Trim()) : null;

    /// <summary>Whether a file has the digest.</summary>
    public bool Matches(byte[] content) => Matches(new MemoryStream(content, writable: false));

    /// <summary>Whether a stream, from its position on, has the digest.</summary>
    public bool Matches(Stream content)
    {
        using var hash = IncrementalHash.CreateHash(Algorithm);
        var buffer = new byte[81920];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexString(hash.GetHashAndReset()).Equals(Value, StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm.Name} {FaultCollector.Show(Value)}";
}
