using System.Security.Cryptography;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Checksums;

/// <summary>Passes what is written on to a stream, which it leaves open, and knows its SHA-256 and length.</summary>
internal sealed class HashingStream(Stream output) : CompressingStream
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The number of bytes that were written.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>The SHA-256 of all that was written, in lower-case hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(_sha256.GetHashAndReset());

    protected override void WriteCore(ReadOnlySpan<byte> buffer)
    {
        _sha256.AppendData(buffer);
        output.Write(buffer);
        BytesWritten += buffer.Length;
    }

    protected override void Complete()
    {
    }

    protected override void Release() => _sha256.Dispose();
}
