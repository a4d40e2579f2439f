using System.Buffers;
using System.Security.Cryptography;

namespace ServicePackaging.Repositories;

/// <summary>The content of an index, put together from parts of the index before. They are not copied, because an index is the largest
/// thing in memory.</summary>
internal sealed class ContentParts
{
    private Part? _first;
    private Part? _last;

    /// <summary>The content.</summary>
    public ReadOnlySequence<byte> Content => _first is null ? default : new(_first, 0, _last!, _last!.Memory.Length);

    /// <summary>Appends a part.</summary>
    public void Add(ReadOnlyMemory<byte> part)
    {
        _last = _last is null ? new Part(part) : _last.Append(part);
        _first ??= _last;
    }

    /// <summary>Returns the SHA-256 digest of a content in lower case hexadecimal.</summary>
    public static string Sha256(ReadOnlySequence<byte> content)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in content)
        {
            digest.AppendData(part.Span);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private sealed class Part : ReadOnlySequenceSegment<byte>
    {
        public Part(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Part Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Part(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
