using System.Buffers.Binary;
using System.Text;

namespace ServicePackaging.Formats.Archives;

/// <summary>One header block of a tar archive. User and group IDs are always 0, because dpkg uses the names to find the accounts on the
/// target machine.</summary>
internal readonly record struct TarHeader
{
    public required ReadOnlyMemory<byte> Name { get; init; }

    public ReadOnlyMemory<byte> LinkTarget { get; init; }

    public required byte Type { get; init; }

    public required UnixFileMode Mode { get; init; }

    public long Size { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long ModificationTime { get; init; }

    public required string Owner { get; init; }

    public required string Group { get; init; }

    /// <summary>Writes the header of 512 bytes. A name or link target longer than 100 bytes is truncated, as GNU tar truncates it after a
    /// long-name entry.</summary>
    public void Encode(Span<byte> block)
    {
        block.Clear();
        PutCut(block.Slice(TarFormat.NameOffset, TarFormat.NameLength), Name.Span);
        PutOctal(block.Slice(TarFormat.ModeOffset, TarFormat.IdLength), (long)Mode);
        PutOctal(block.Slice(TarFormat.UserIdOffset, TarFormat.IdLength), 0);
        PutOctal(block.Slice(TarFormat.GroupIdOffset, TarFormat.IdLength), 0);
        PutSize(block.Slice(TarFormat.SizeOffset, TarFormat.NumberLength), Size);
        PutOctal(block.Slice(TarFormat.ModificationTimeOffset, TarFormat.NumberLength), ModificationTime);
        block[TarFormat.TypeOffset] = Type;
        PutCut(block.Slice(TarFormat.LinkNameOffset, TarFormat.NameLength), LinkTarget.Span);
        TarFormat.GnuMagic.CopyTo(block[TarFormat.MagicOffset..]);
        PutOwner(block.Slice(TarFormat.UserNameOffset, TarFormat.OwnerNameLength), Owner);
        PutOwner(block.Slice(TarFormat.GroupNameOffset, TarFormat.OwnerNameLength), Group);
        PutChecksum(block);
    }

    private static void PutCut(Span<byte> field, ReadOnlySpan<byte> value) => value[..Math.Min(value.Length, field.Length)].CopyTo(field);

    private static void PutOwner(Span<byte> field, string name)
    {
        // One byte is reserved for the terminating NUL.
        if (!Encoding.UTF8.TryGetBytes(name, field[..^1], out _))
        {
            throw new ArgumentException(
                $"The owner name '{name}' is longer than the {field.Length - 1} bytes of its tar field.", nameof(name));
        }
    }

    // Octal digits, padded with zeros, and a NUL, as GNU tar writes them.
    private static void PutOctal(Span<byte> field, long value)
    {
        for (var i = field.Length - 2; i >= 0; i--)
        {
            field[i] = (byte)('0' + (value & 7));
            value >>= 3;
        }
    }

    // Base-256: the highest bit of the first byte is set, followed by the number in binary, most significant byte first.
    private static void PutSize(Span<byte> field, long size)
    {
        if (size < TarFormat.FirstBinarySize)
        {
            PutOctal(field, size);
            return;
        }

        field[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(field[^8..], size);
    }

    // The sum of the block's bytes, with the checksum field counted as spaces, written as six digits, NUL and space.
    private static void PutChecksum(Span<byte> block)
    {
        var field = block.Slice(TarFormat.ChecksumOffset, TarFormat.ChecksumLength);
        field.Fill((byte)' ');
        var sum = 0;
        foreach (var b in block)
        {
            sum += b;
        }

        PutOctal(field[..^1], sum);
        field[^2] = 0;
    }
}
