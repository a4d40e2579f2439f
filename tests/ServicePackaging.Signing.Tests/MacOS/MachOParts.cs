using System.Buffers.Binary;
using System.Text;

namespace ServicePackaging.Signing.Tests.MacOS;

/// <summary>Mach-O files that are taken apart and put together by hand (mach-o/loader.h and mach-o/fat.h of Apple's cctools).</summary>
internal static class MachOParts
{
    private const uint SignatureCommand = 0x1D;

    /// <summary>A small program: __TEXT of one page, and __LINKEDIT with some bytes.</summary>
    /// <param name="cpu">The processor family.</param>
    /// <param name="padding">The bytes between the load commands and the first section.</param>
    public static byte[] Tiny(uint cpu = 0x0100000C, int padding = 64)
    {
        const int LinkEditLength = 301;
        var bytes = new byte[0x4000 + LinkEditLength];
        int[] commands = [72 + 80, 72, 24];
        Put(bytes, 0, 0xFEEDFACF, cpu, 0, 2, 3, (uint)commands.Sum(), 0x200085, 0);
        var end = 32 + commands.Sum();
        Segment(bytes, 32, "__TEXT", 1, 0x100000000, 0x4000, 0, 0x4000);
        Put(bytes, 32 + 72 + 48, (uint)(end + padding));
        Segment(bytes, 32 + 152, "__LINKEDIT", 0, 0x100004000, 0x4000, 0x4000, LinkEditLength);
        Put(bytes, 32 + 152 + 72, 0x32, 24, 1, 0x000C0000, 0x000F0500, 0);
        for (var i = end + padding; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i * 31);
        }

        return bytes;
    }

    /// <summary>Takes the signature and its load command, the last one, out of a thin file.</summary>
    public static byte[] Strip(byte[] file)
    {
        var (command, offset, _) = FindSignature(file);
        var bytes = file[..(int)offset];
        var commandsLength = Number(bytes, 20);
        Assert.Equal(32 + commandsLength, (uint)command + 16);
        Put(bytes, 16, Number(bytes, 16) - 1, commandsLength - 16);
        bytes.AsSpan(command, 16).Clear();
        var linkEdit = bytes.AsSpan().IndexOf("__LINKEDIT"u8) - 8;
        var start = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(linkEdit + 40));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(linkEdit + 48), (ulong)bytes.Length - start);
        return bytes;
    }

    /// <summary>A universal file with slices at multiples of 2^14.</summary>
    public static byte[] Universal(params byte[][] slices)
    {
        var offsets = new int[slices.Length];
        var position = 0x4000;
        for (var i = 0; i < slices.Length; i++)
        {
            offsets[i] = position;
            position = (position + slices[i].Length + 0x3FFF) & ~0x3FFF;
        }

        var bytes = new byte[offsets[^1] + slices[^1].Length];
        PutBig(bytes, 0, 0xCAFEBABE, (uint)slices.Length);
        for (var i = 0; i < slices.Length; i++)
        {
            PutBig(bytes, 8 + (20 * i), Number(slices[i], 4), Number(slices[i], 8), (uint)offsets[i], (uint)slices[i].Length, 14);
            slices[i].CopyTo(bytes, offsets[i]);
        }

        return bytes;
    }

    /// <summary>The blobs of a thin file's signature by their slots, with their headers.</summary>
    public static Dictionary<uint, byte[]> Blobs(byte[] file)
    {
        var signature = file.AsSpan((int)FindSignature(file).Offset);
        var blobs = new Dictionary<uint, byte[]>();
        for (var i = 0; i < BinaryPrimitives.ReadUInt32BigEndian(signature[8..]); i++)
        {
            var blob = signature[(int)BinaryPrimitives.ReadUInt32BigEndian(signature[(16 + (8 * i))..])..];
            blobs.Add(
                BinaryPrimitives.ReadUInt32BigEndian(signature[(12 + (8 * i))..]),
                blob[..(int)BinaryPrimitives.ReadUInt32BigEndian(blob[4..])].ToArray());
        }

        return blobs;
    }

    public static (int Command, uint Offset, uint Length) FindSignature(byte[] file)
    {
        var position = 32;
        while (Number(file, position) != SignatureCommand)
        {
            position += (int)Number(file, position + 4);
        }

        return (position, Number(file, position + 8), Number(file, position + 12));
    }

    private static void Segment(
        byte[] bytes, int position, string name, uint sections, ulong address, ulong memory, ulong offset, ulong length)
    {
        Put(bytes, position, 0x19, 72 + (80 * sections));
        Encoding.ASCII.GetBytes(name, bytes.AsSpan(position + 8));
        ulong[] numbers = [address, memory, offset, length];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(position + 24 + (8 * i)), numbers[i]);
        }

        Put(bytes, position + 56, 5, 5, sections, 0);
    }

    private static uint Number(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));

    private static void Put(byte[] bytes, int offset, params ReadOnlySpan<uint> numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset + (4 * i)), numbers[i]);
        }
    }

    private static void PutBig(byte[] bytes, int offset, params ReadOnlySpan<uint> numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(offset + (4 * i)), numbers[i]);
        }
    }
}
