using System.Security.Cryptography;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Checksums;

/// <summary>Passes what is written on to a stream, which it leaves open, and knows its digest and length.</summary>
/// <param name="output">Where to.</param>
/// <param name="algorithm">The digest's; SHA-256 where none is given.</param>
internal sealed class HashingStream(Stream output, HashAlgorithmName? algorithm = null) : WriteOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(algorithm ?? HashAlgorithmName.SHA256);

    /// <summary>The number of bytes that were written.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>The digest of all that was written, in lower-case hexadecimal.</summary>
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
