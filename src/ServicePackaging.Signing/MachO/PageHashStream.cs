using System.Security.Cryptography;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Signing.MachO;

/// <summary>Passes written bytes on to a stream, which it leaves open, and computes the digest of each page.</summary>
/// <param name="output">The stream to write to.</param>
internal sealed class PageHashStream(Stream output) : WriteOnlyStream
{
    private readonly byte[] _page = new byte[CodeSignature.PageLength];
    private readonly MemoryStream _hashes = new();
    private int _used;

    /// <summary>Returns the digests of all pages, of which the last may be shorter.</summary>
    public byte[] Finish()
    {
        if (_used > 0)
        {
            EndPage();
        }

        return _hashes.ToArray();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        output.Write(buffer);
        while (buffer.Length > 0)
        {
            var count = Math.Min(buffer.Length, _page.Length - _used);
            buffer[..count].CopyTo(_page.AsSpan(_used));
            buffer = buffer[count..];
            _used += count;
            if (_used == _page.Length)
            {
                EndPage();
            }
        }
    }

    private void EndPage()
    {
        Span<byte> hash = stackalloc byte[CodeSignature.HashLength];
        SHA256.HashData(_page.AsSpan(0, _used), hash);
        _hashes.Write(hash);
        _used = 0;
    }
}
