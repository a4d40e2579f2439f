using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServicePackaging.Formats.Checksums;

/// <summary>The checksum of POSIX cksum(1): the polynomial 0x04C11DB7, highest bit first, over the bytes and then their count, complemented
/// at the end. It differs from the CRC-32 of gzip.</summary>
public sealed class PosixChecksum
{
    private const uint Polynomial = 0x04C11DB7;

    private static readonly uint[] SliceTables = BuildSliceTables();

    private uint _crc;
    private long _length;

    /// <summary>Returns the checksum of the bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var checksum = new PosixChecksum();
        checksum.Append(bytes);
        return checksum.Finish();
    }

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        ref var table = ref MemoryMarshal.GetArrayDataReference(SliceTables);
        var crc = _crc;
        while (bytes.Length >= 8)
        {
            var high = BinaryPrimitives.ReadUInt32BigEndian(bytes) ^ crc;
            var low = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
            crc = Unsafe.Add(ref table, 0x700 + (high >> 24)) ^ Unsafe.Add(ref table, 0x600 + ((high >> 16) & 0xFF))
                ^ Unsafe.Add(ref table, 0x500 + ((high >> 8) & 0xFF)) ^ Unsafe.Add(ref table, 0x400 + (high & 0xFF))
                ^ Unsafe.Add(ref table, 0x300 + (low >> 24)) ^ Unsafe.Add(ref table, 0x200 + ((low >> 16) & 0xFF))
                ^ Unsafe.Add(ref table, 0x100 + ((low >> 8) & 0xFF)) ^ Unsafe.Add(ref table, low & 0xFF);
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            crc = Step(crc, value);
        }

        _crc = crc;
    }

    /// <summary>Returns the checksum of all bytes since the last call, and starts a new one.</summary>
    public uint Finish()
    {
        // POSIX.1-2017, cksum: the length, least significant byte first, in the smallest number of bytes.
        for (var length = _length; length != 0; length >>= 8)
        {
            _crc = Step(_crc, (byte)length);
        }

        var checksum = ~_crc;
        (_crc, _length) = (0, 0);
        return checksum;
    }

    private static uint Step(uint crc, byte value) => (crc << 8) ^ SliceTables[(crc >> 24) ^ value];

    private static uint[] BuildSliceTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc << 1) ^ (Polynomial & (0u - (crc >> 31)));
            }

            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            tables[i] = (tables[i - 256] << 8) ^ tables[tables[i - 256] >> 24];
        }

        return tables;
    }
}
