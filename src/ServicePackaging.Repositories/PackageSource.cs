using System.Security.Cryptography;

namespace ServicePackaging.Repositories;

/// <summary>A package with what every index says about it.</summary>
/// <param name="Name">Its path or name, for messages.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Sha256">The digest in lower case hexadecimal.</param>
/// <param name="Open">Opens a seekable stream of the content.</param>
internal sealed record PackageSource(string Name, long Length, string Sha256, Func<Stream> Open)
{
    private const int LeastBuffer = 4096;
    private const int MostBuffer = 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PackageSource OfFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var length = file.Length;
        using var buffered = new BufferedStream(file, (int)Math.Clamp(length, LeastBuffer, MostBuffer));
        return new(path, length, Convert.ToHexStringLower(SHA256.HashData(buffered)), () => File.OpenRead(path));
    }

    /// <summary>Describes a package in memory.</summary>
    public static PackageSource OfBytes(string name, byte[] content) =>
        new(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), () => new MemoryStream(content, writable: false));
}
