using System.Buffers.Binary;

namespace ServicePackaging.Signing.Authenticode;

/// <summary>The checksum of a portable executable: the sum of its 16-bit words with the carry added at the end, plus its length. The words
/// of the checksum itself count as zero.</summary>
internal sealed class PeChecksum
{
    private ulong _sum;
    private long _length;

    /// <summary>Adds bytes. All calls but the last one must have an even number.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        while (bytes.Length >= sizeof(uint))
        {
            // Two words at once: the carry from the lower to the upper half is folded back at the end, as 65536 is 1 modulo 65535.
            _sum += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            bytes = bytes[sizeof(uint)..];
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            _sum += (ulong)bytes[i] << (i % sizeof(ushort) * 8);
        }
    }

    /// <summary>Returns the checksum of all bytes.</summary>
    public uint Finish()
    {
        var sum = _sum;
        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (uint)(sum + (ulong)_length);
    }
}
