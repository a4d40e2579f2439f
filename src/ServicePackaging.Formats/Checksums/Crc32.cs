using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace ServicePackaging.Formats.Checksums;

/// <summary>The CRC-32 of gzip, zip and xz (RFC 1952 section 8): reflected polynomial 0xEDB88320, complemented before and after.</summary>
public static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] SliceTables = BuildSliceTables();

    private static readonly uint[] PowersOfX = BuildPowersOfX();

    /// <summary>Returns the CRC-32 of the bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>Returns the CRC-32 of the data with the CRC-32 <paramref name="crc"/>, followed by the bytes; 0 is the CRC-32 of empty
    /// data.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        if (Pclmulqdq.IsSupported && bytes.Length >= 64)
        {
            crc = Fold(crc, ref bytes);
        }
        else if (ArmCrc32.Arm64.IsSupported)
        {
            crc = AppendByInstruction(crc, ref bytes);
        }

        return ~AppendByTables(crc, bytes);
    }

    /// <summary>Returns the CRC-32 of two concatenated byte strings, computed from the CRC-32 of each.</summary>
    /// <param name="first">The CRC-32 of the first.</param>
    /// <param name="second">The CRC-32 of the second.</param>
    /// <param name="secondLength">The second's length in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(secondLength);

        // Appending n bytes multiplies the first remainder by x^(8n), which is the product of x^(2^k) for each bit k that is set in 8n. The
        // order of x divides 2^32 - 1. Therefore x^(2^(k+32)) = x^(2^k), and the powers repeat after 32.
        var factor = 0x80000000u;
        var power = 3;
        for (var n = (ulong)secondLength; n != 0; n >>= 1, power++)
        {
            if ((n & 1) != 0)
            {
                factor = Multiply(PowersOfX[power & 31], factor);
            }
        }

        return Multiply(factor, first) ^ second;
    }

    /// <summary>Computes the CRC-32 with tables only, whatever the processor supports. It is the reference for the faster
    /// implementations.</summary>
    internal static uint ComputeByTables(ReadOnlySpan<byte> bytes) => ~AppendByTables(~0u, bytes);

    private static uint AppendByTables(uint crc, ReadOnlySpan<byte> bytes)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(SliceTables);
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Unsafe.Add(ref table, 0x700 + (low & 0xFF)) ^ Unsafe.Add(ref table, 0x600 + ((low >> 8) & 0xFF))
                ^ Unsafe.Add(ref table, 0x500 + ((low >> 16) & 0xFF)) ^ Unsafe.Add(ref table, 0x400 + (low >> 24))
                ^ Unsafe.Add(ref table, 0x300 + (high & 0xFF)) ^ Unsafe.Add(ref table, 0x200 + ((high >> 8) & 0xFF))
                ^ Unsafe.Add(ref table, 0x100 + ((high >> 16) & 0xFF)) ^ Unsafe.Add(ref table, high >> 24);
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ Unsafe.Add(ref table, (crc ^ value) & 0xFF);
        }

        return crc;
    }

    private static uint AppendByInstruction(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            crc = ArmCrc32.Arm64.ComputeCrc32(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        return crc;
    }

    // Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction" (Intel, 2009): 64 bytes at a time are folded
    // into four 128-bit remainders, and these into one. This remainder is congruent to all folded bytes, so the tables process its 16 bytes
    // instead of a final reduction. The constants are x^(512+32), x^(512-32), x^(128+32), x^(128-32), reflected.
    private static uint Fold(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        var by512 = Vector128.Create(0x154442BD4UL, 0x1C6E41596UL);
        var by128 = Vector128.Create(0x1751997D0UL, 0x0CCAA009EUL);
        var a = Load(bytes, 0) ^ Vector128.CreateScalar((ulong)crc);
        var (b, c, d) = (Load(bytes, 16), Load(bytes, 32), Load(bytes, 48));
        for (bytes = bytes[64..]; bytes.Length >= 64; bytes = bytes[64..])
        {
            a = FoldInto(a, by512, Load(bytes, 0));
            b = FoldInto(b, by512, Load(bytes, 16));
            c = FoldInto(c, by512, Load(bytes, 32));
            d = FoldInto(d, by512, Load(bytes, 48));
        }

        a = FoldInto(FoldInto(FoldInto(a, by128, b), by128, c), by128, d);
        for (; bytes.Length >= 16; bytes = bytes[16..])
        {
            a = FoldInto(a, by128, Load(bytes, 0));
        }

        Span<byte> rest = stackalloc byte[16];
        a.AsByte().CopyTo(rest);
        return AppendByTables(0, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ReadOnlySpan<byte> bytes, int offset) =>
        Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(bytes), (nuint)offset).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> FoldInto(Vector128<ulong> value, Vector128<ulong> factors, Vector128<ulong> next) =>
        Pclmulqdq.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, factors, 0x11) ^ next;

    private static uint[] BuildSliceTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (Polynomial & (0u - (crc & 1)));
            }

            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            tables[i] = (tables[i - 256] >> 8) ^ tables[tables[i - 256] & 0xFF];
        }

        return tables;
    }

    private static uint[] BuildPowersOfX()
    {
        var powers = new uint[32];
        powers[0] = 0x40000000;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = Multiply(powers[i - 1], powers[i - 1]);
        }

        return powers;
    }

    // Multiplies polynomials over GF(2) modulo the CRC's polynomial, reflected: the highest bit is x^0.
    private static uint Multiply(uint a, uint b)
    {
        var product = 0u;
        for (var bit = 0x80000000u; bit != 0; bit >>= 1)
        {
            product ^= b & (0u - ((a & bit) != 0 ? 1u : 0u));
            b = (b >> 1) ^ (Polynomial & (0u - (b & 1)));
        }

        return product;
    }
}
