using System.Security.Cryptography;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Checksums;

/// <summary>Passes written bytes on to a stream, which it leaves open, and computes their digest and length.</summary>
/// <param name="output">The stream to write to.</param>
/// <param name="algorithm">The digest algorithm; SHA-256 if null.</param>
internal sealed class HashingStream(Stream output, HashAlgorithmName? algorithm = null) : WriteOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm ?? HashAlgorithmName.SHA256);

    /// <summary>The number of bytes written.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Returns the digest of all written bytes, in lower-case hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.AppendData(buffer);
        output.Write(buffer);
        BytesWritten += buffer.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
