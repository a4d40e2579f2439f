using System.Buffers.Binary;
using System.Text;

namespace ServicePackaging.Signing.Verification;

/// <summary>A code directory that was read (CS_CodeDirectory in kern/cs_blobs.h of Apple's xnu).</summary>
internal sealed class CodeDirectoryBlob
{
    private const uint FirstVersionWithSegment = 0x20400;
    private const int HashLength = 32;
    private const int Sha256 = 2;
    private const int LargestPageShift = 16;

    private readonly ReadOnlyMemory<byte> _blob;
    private readonly int _hashOffset;

    private CodeDirectoryBlob(ReadOnlyMemory<byte> blob)
    {
        _blob = blob;
        var bytes = blob.Span;
        _hashOffset = checked((int)Number(bytes, 16));
        (SpecialCount, PageCount) = (checked((int)Number(bytes, 24)), checked((int)Number(bytes, 28)));
        var longLimit = BinaryPrimitives.ReadUInt64BigEndian(bytes[56..]);
        CodeLimit = longLimit == 0 ? Number(bytes, 32) : checked((long)longLimit);
        PageLength = 1 << bytes[39];
        Flags = Number(bytes, 12);
        Executable = (BinaryPrimitives.ReadUInt64BigEndian(bytes[64..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[72..]));
        ExecutableFlags = BinaryPrimitives.ReadUInt64BigEndian(bytes[80..]);
        Identifier = Text(Number(bytes, 20));
        Team = Number(bytes, 48) is > 0 and var offset ? Text(offset) : null;
    }

    public string Identifier { get; }

    public string? Team { get; }

    public uint Flags { get; }

    public long CodeLimit { get; }

    public int PageLength { get; }

    public int PageCount { get; }

    public int SpecialCount { get; }

    public (ulong Offset, ulong Length) Executable { get; }

    public ulong ExecutableFlags { get; }

    /// <summary>The digest of a page, or, with a negative number, of a special slot.</summary>
    public ReadOnlySpan<byte> Hash(int index) => _blob.Span.Slice(_hashOffset + (index * HashLength), HashLength);

    /// <summary>Reads a directory.</summary>
    /// <exception cref="InvalidDataException">It is of another version or with other digests, or is damaged.</exception>
    public static CodeDirectoryBlob Read(ReadOnlyMemory<byte> blob)
    {
        var bytes = blob.Span;
        if (bytes.Length < 88 || Number(bytes, 0) != 0xFADE0C02 || Number(bytes, 8) < FirstVersionWithSegment
            || bytes[36] != HashLength || bytes[37] != Sha256 || bytes[39] is 0 or > LargestPageShift || Number(bytes, 44) != 0)
        {
            throw new InvalidDataException("The code directory is older than macOS 10.14, or does not use SHA-256.");
        }

        var directory = new CodeDirectoryBlob(blob);
        return directory._hashOffset + ((long)directory.PageCount * HashLength) == blob.Length
            ? directory
            : throw new InvalidDataException("The code directory has another number of pages than it states.");
    }

    private string Text(uint offset)
    {
        var text = _blob.Span[checked((int)offset)..];
        return Encoding.UTF8.GetString(text[..text.IndexOf((byte)0)]);
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);
}
