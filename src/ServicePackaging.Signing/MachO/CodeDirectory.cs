using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ServicePackaging.Signing.MachO;

/// <summary>What a code directory states about its code (CS_CodeDirectory in kern/cs_blobs.h of Apple's xnu).</summary>
internal sealed record CodeDirectory
{
    // Programs need the executable segment (version 0x20400), and those with the hardened runtime its version (0x20500).
    private const uint VersionWithSegment = 0x20400;
    private const uint VersionWithRuntime = 0x20500;
    private const int LengthWithSegment = 88;
    private const int LengthWithRuntime = 96;
    private const byte Sha256 = 2;

    /// <summary>The identifier of the code.</summary>
    public required string Identifier { get; init; }

    /// <summary>The team of the certificate, or null.</summary>
    public string? Team { get; init; }

    /// <summary>The flags, such as that of an ad-hoc signature.</summary>
    public required uint Flags { get; init; }

    /// <summary>The version of the hardened runtime.</summary>
    public uint Runtime { get; init; }

    /// <summary>The number of bytes before the signature.</summary>
    public required uint CodeLimit { get; init; }

    /// <summary>The position and length of the segment with the code.</summary>
    public required (ulong Base, ulong Limit) ExecutableSegment { get; init; }

    /// <summary>What the code is, and what it is entitled to.</summary>
    public ulong ExecutableFlags { get; init; }

    /// <summary>The blobs whose digests the directory contains.</summary>
    public required IReadOnlyList<(uint Slot, byte[] Blob)> Special { get; init; }

    /// <summary>The number of pages.</summary>
    public int PageCount => (int)((CodeLimit + (long)CodeSignature.PageLength - 1) >> CodeSignature.PageShift);

    /// <summary>The length of the directory in bytes.</summary>
    public int Length => HashOffset + (PageCount * CodeSignature.HashLength);

    private bool HasRuntime => (Flags & CodeSignature.HardenedRuntimeFlag) != 0;

    private int HeaderLength => HasRuntime ? LengthWithRuntime : LengthWithSegment;

    private int TeamOffset => HeaderLength + TextLength(Identifier);

    private int SpecialCount => (int)Special.Max(blob => blob.Slot);

    private int HashOffset => TeamOffset + (Team is null ? 0 : TextLength(Team)) + (SpecialCount * CodeSignature.HashLength);

    /// <summary>Returns the blob of the directory.</summary>
    /// <param name="pages">The digests of the pages, one after the other.</param>
    public byte[] Write(ReadOnlySpan<byte> pages)
    {
        var blob = new byte[Length];
        WriteHeader(blob);
        Encoding.UTF8.GetBytes(Identifier, blob.AsSpan(HeaderLength));
        Encoding.UTF8.GetBytes(Team ?? "", blob.AsSpan(TeamOffset));

        // Special slots count backwards from the pages. What does not exist has zeros.
        foreach (var (slot, special) in Special)
        {
            SHA256.HashData(special, blob.AsSpan(HashOffset - ((int)slot * CodeSignature.HashLength)));
        }

        pages.CopyTo(blob.AsSpan(HashOffset));
        return blob;
    }

    private void WriteHeader(Span<byte> blob)
    {
        Put(blob, 0, CodeSignature.CodeDirectoryMagic);
        Put(blob, 4, (uint)Length);
        Put(blob, 8, HasRuntime ? VersionWithRuntime : VersionWithSegment);
        Put(blob, 12, Flags);
        Put(blob, 16, (uint)HashOffset);
        Put(blob, 20, (uint)HeaderLength);
        Put(blob, 24, (uint)SpecialCount);
        Put(blob, 28, (uint)PageCount);
        Put(blob, 32, CodeLimit);
        blob[36] = CodeSignature.HashLength;
        blob[37] = Sha256;
        blob[39] = CodeSignature.PageShift;
        Put(blob, 48, Team is null ? 0 : (uint)TeamOffset);
        BinaryPrimitives.WriteUInt64BigEndian(blob[64..], ExecutableSegment.Base);
        BinaryPrimitives.WriteUInt64BigEndian(blob[72..], ExecutableSegment.Limit);
        BinaryPrimitives.WriteUInt64BigEndian(blob[80..], ExecutableFlags);
        if (HasRuntime)
        {
            Put(blob, 88, Runtime);
        }
    }

    private static int TextLength(string text) => Encoding.UTF8.GetByteCount(text) + 1;

    private static void Put(Span<byte> blob, int offset, uint number) => BinaryPrimitives.WriteUInt32BigEndian(blob[offset..], number);
}
