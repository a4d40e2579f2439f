using System.Buffers.Binary;
using System.Text;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Signing.Verification;

/// <summary>The code of one architecture, and the blobs of its signature (mach-o/loader.h of Apple's cctools, kern/cs_blobs.h of Apple's
/// xnu).</summary>
internal sealed class SignedCode
{
    private const uint MaxSignatureLength = 64 << 20;
    private const uint MaxCommandsLength = 1 << 20;
    private const uint MaxBlobs = 32;

    private SignedCode(MachOSlice slice) => Slice = slice;

    /// <summary>The position of the code in the file.</summary>
    public MachOSlice Slice { get; }

    /// <summary>Whether the code is a program, not a library.</summary>
    public bool IsProgram { get; private set; }

    /// <summary>The position of the signature in the slice, which is the end of the code.</summary>
    public long SignatureOffset { get; private set; }

    /// <summary>The position and length of the segment __TEXT.</summary>
    public (ulong Offset, ulong Length) Text { get; private set; }

    /// <summary>The end of the segment __LINKEDIT in the slice, in the file and relative to it in memory.</summary>
    public (ulong File, ulong Memory) LinkEditEnd { get; private set; }

    /// <summary>The bytes of the signature.</summary>
    public byte[] Signature { get; private set; } = [];

    /// <summary>The blobs by their slots.</summary>
    public IReadOnlyDictionary<uint, ReadOnlyMemory<byte>> Blobs { get; private set; } = new Dictionary<uint, ReadOnlyMemory<byte>>();

    /// <summary>Reads the load commands and the signature.</summary>
    /// <returns>The code; null if it is not signed.</returns>
    /// <exception cref="InvalidDataException">The code is damaged.</exception>
    public static SignedCode? Read(Stream file, MachOSlice slice)
    {
        var code = new SignedCode(slice);
        var header = ReadBytes(file, slice, 0, 32);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != 0xFEEDFACF)
        {
            throw new InvalidDataException("The code is not 64-bit code.");
        }

        code.IsProgram = Little(header, 12) == 2;
        var length = Little(header, 20);
        var commands = ReadBytes(file, slice, 32, length <= MaxCommandsLength ? (int)length : throw new InvalidDataException("too large"));
        if (code.ReadCommands(commands, Little(header, 16)) is not { } signature)
        {
            return null;
        }

        code.SignatureOffset = signature.Offset;
        code.Signature = ReadBytes(
            file, slice, signature.Offset,
            signature.Length <= MaxSignatureLength ? (int)signature.Length : throw new InvalidDataException("too large"));
        code.Blobs = ReadBlobs(code.Signature);
        return code;
    }

    private (uint Offset, uint Length)? ReadCommands(byte[] commands, uint count)
    {
        (uint, uint)? signature = null;
        var position = 0;
        for (; count > 0; count--)
        {
            var command = commands.AsSpan(position);
            var length = Little(command, 4);
            switch (Little(command, 0))
            {
                case 0x19 when Encoding.ASCII.GetString(command.Slice(8, 16)).TrimEnd('\0') == "__TEXT":
                    Text = (Long(command, 40), Long(command, 48));
                    break;
                case 0x19 when Encoding.ASCII.GetString(command.Slice(8, 16)).TrimEnd('\0') == "__LINKEDIT":
                    LinkEditEnd = (Long(command, 40) + Long(command, 48), Long(command, 40) + Long(command, 32));
                    break;
                case 0x1D:
                    signature = signature is null
                        ? (Little(command, 8), Little(command, 12))
                        : throw new InvalidDataException("There are two signatures.");
                    break;
            }

            position = length >= 8 ? checked(position + (int)length) : throw new InvalidDataException("A load command is too short.");
        }

        return signature;
    }

    private static Dictionary<uint, ReadOnlyMemory<byte>> ReadBlobs(byte[] signature)
    {
        var (total, count) = (Big(signature, 4), Big(signature, 8));
        if (Big(signature, 0) != 0xFADE0CC0 || total > signature.Length || count > MaxBlobs)
        {
            throw new InvalidDataException("The signature does not start with a list of blobs.");
        }

        var blobs = new Dictionary<uint, ReadOnlyMemory<byte>>();
        long end = 12 + (8 * count);
        for (var i = 0; i < count; i++)
        {
            var (slot, offset) = (Big(signature, 12 + (8 * i)), Big(signature, 16 + (8 * i)));
            var length = offset == end && offset + 8 <= total ? Big(signature, (int)offset + 4) : 0;
            if (length < 8 || end + length > total || !blobs.TryAdd(slot, signature.AsMemory((int)offset, (int)length)))
            {
                throw new InvalidDataException("The blobs of the signature do not follow one another.");
            }

            end += length;
        }

        // codesign leaves in the space after them what was there before.
        return end == total ? blobs : throw new InvalidDataException("The blobs of the signature do not fill it.");
    }

    private static byte[] ReadBytes(Stream file, MachOSlice slice, long offset, int length)
    {
        if (offset + length > slice.Length)
        {
            throw new InvalidDataException("The code ends too early.");
        }

        var bytes = new byte[length];
        file.Position = slice.Offset + offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static uint Little(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong Long(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);

    private static uint Big(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);
}
