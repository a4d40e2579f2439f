using System.Security.Cryptography;

namespace ServicePackaging.Repositories;

/// <summary>A package file with what every index says about it.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Sha256">The digest in lower case hexadecimal.</param>
internal sealed record PackageFileDigest(string Path, long Length, string Sha256)
{
    private const int BufferLength = 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PackageFileDigest Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var length = file.Length;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        using var buffered = new BufferedStream(file, (int)Math.Clamp(length, 4096, BufferLength));
        SHA256.HashData(buffered, digest);
        return new(path, length, Convert.ToHexStringLower(digest));
    }
}
