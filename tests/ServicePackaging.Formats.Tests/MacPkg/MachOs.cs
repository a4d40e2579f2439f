using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ServicePackaging.Formats.Tests.MacPkg;

/// <summary>Mach-O files that contain only headers and load commands, written by hand according to mach-o/loader.h and
/// mach-o/fat.h.</summary>
internal static class MachOs
{
    public const uint X64 = 0x01000007;
    public const uint Arm64 = 0x0100000C;
    private const uint Segment = 0x19;
    private const uint CodeSignature = 0x1D;
    private const int SignatureLength = 100;

    /// <summary>A 64-bit little-endian program with a segment and, by default, the load command of a signature.</summary>
    public static byte[] Thin(uint cpuType, bool isSigned = true, int length = 3000)
    {
        var bytes = new byte[length];
        new Random((int)cpuType).NextBytes(bytes.AsSpan(256));
        uint[] header = [0xFEEDFACF, cpuType, SubtypeOf(cpuType), 2, isSigned ? 2u : 1u, isSigned ? 88u : 72u, 0, 0];
        Put(bytes, header, isBigEndian: false);
        Put(bytes.AsSpan(32), [Segment, 72], isBigEndian: false);
        if (isSigned)
        {
            Put(bytes.AsSpan(32 + 72), [CodeSignature, 16, (uint)length - SignatureLength, SignatureLength], isBigEndian: false);
            Sign(bytes);
        }

        return bytes;
    }

    // One code directory, whose only page ends where the signature starts (kern/cs_blobs.h of Apple's xnu).
    private static void Sign(byte[] bytes)
    {
        var codeLength = bytes.Length - SignatureLength;
        var signature = bytes.AsSpan(codeLength);
        Put(signature, [0xFADE0CC0, 96, 1, 0, 20], isBigEndian: true);
        Put(signature[20..], [0xFADE0C02, 76, 0x20001, 2, 44, 0, 0, 1, (uint)codeLength, 0x20_02_00_0C, 0], isBigEndian: true);
        SHA256.HashData(bytes.AsSpan(0, codeLength), signature[64..]);
    }

    /// <summary>A universal file. Its slices start at multiples of 4096.</summary>
    public static byte[] Universal(params byte[][] slices)
    {
        var bytes = new byte[(slices.Length * 4096) + slices[^1].Length];
        Put(bytes, [0xCAFEBABE, (uint)slices.Length], isBigEndian: true);
        for (var i = 0; i < slices.Length; i++)
        {
            var cpuType = BinaryPrimitives.ReadUInt32LittleEndian(slices[i].AsSpan(4));
            var offset = (i + 1) * 4096;
            Put(bytes.AsSpan(8 + (i * 20)), [cpuType, SubtypeOf(cpuType), (uint)offset, (uint)slices[i].Length, 12], isBigEndian: true);
            slices[i].CopyTo(bytes, offset);
        }

        return bytes;
    }

    public static uint SubtypeOf(uint cpuType) => cpuType == X64 ? 3u : 0u;

    private static void Put(Span<byte> bytes, ReadOnlySpan<uint> numbers, bool isBigEndian)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (isBigEndian)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes[(4 * i)..], numbers[i]);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * i)..], numbers[i]);
            }
        }
    }
}
