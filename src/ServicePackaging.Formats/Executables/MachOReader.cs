using System.Buffers.Binary;

namespace ServicePackaging.Formats.Executables;

/// <summary>Reads the headers of Mach-O files (mach-o/loader.h and mach-o/fat.h of Apple's cctools). All numbers are validated.</summary>
internal static class MachOReader
{
    // macOS has had six architectures; the rest is a reserve.
    private const int MaxSlices = 32;
    private const int UniversalEntryLength = 20;
    private const int UniversalEntry64Length = 32;

    /// <summary>The number of bytes at the start of a file that contain all architectures.</summary>
    public const int HeadLength = MachO.UniversalHeaderLength + (MaxSlices * UniversalEntry64Length);

    private const int CpuTypeOffset = 4;
    private const int CpuSubtypeOffset = 8;
    private const int CommandsLengthOffset = 20;
    private const int Header32Length = 28;
    private const int Header64Length = 32;
    private const int CommandHeaderLength = 8;
    private const uint CodeSignatureCommand = 0x1D;
    private const uint VersionMinMacOSCommand = 0x24;
    private const uint BuildVersionCommand = 0x32;
    private const uint MacOSPlatform = 1;

    // linkedit_data_command: the header, and the offset and length of the signature.
    private const int SignatureCommandLength = 16;

    // The largest known programs have a few dozen KiB.
    private const uint MaxCommandsLength = 1 << 20;

    /// <summary>Reads the architectures without checking signatures. Returns null if the file is not a Mach-O file or its architectures are
    /// invalid.</summary>
    /// <param name="head">The first <see cref="HeadLength"/> bytes of the file, or the whole file if it is shorter.</param>
    /// <param name="length">The file's length.</param>
    public static MachOFile? ReadArchitectures(ReadOnlySpan<byte> head, long length)
    {
        if (head.Length < Header32Length)
        {
            return null;
        }

        var magic = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (magic is MachO.UniversalMagic or MachO.UniversalMagic64)
        {
            return ReadUniversal(head, length, magic == MachO.UniversalMagic64);
        }

        if (!MachO.IsMagic(magic))
        {
            return null;
        }

        var isSwapped = IsSwapped(magic);
        var slice = new MachOSlice(Number(head, CpuTypeOffset, isSwapped), Number(head, CpuSubtypeOffset, isSwapped), 0, length);
        return new MachOFile { IsUniversal = false, Slices = [slice] };
    }

    /// <summary>Returns a slice with what is known about its signature.</summary>
    /// <exception cref="InvalidDataException">The slice is not a Mach-O image, or its load commands do not fit into it.</exception>
    public static MachOSlice ReadSignature(Stream stream, MachOSlice slice)
    {
        Span<byte> header = stackalloc byte[Header64Length];
        Fill(stream, slice, 0, header[..Header32Length]);
        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (!MachO.IsMagic(magic) || magic is MachO.UniversalMagic or MachO.UniversalMagic64)
        {
            throw new InvalidDataException("A slice of a universal file is not a Mach-O image.");
        }

        var isSwapped = IsSwapped(magic);
        long position = magic is MachO.Magic64 or MachO.Magic64Swapped ? Header64Length : Header32Length;
        var commandsLength = Number(header, CommandsLengthOffset, isSwapped);
        var end = position + commandsLength;
        if (commandsLength > MaxCommandsLength || end > slice.Length)
        {
            throw new InvalidDataException("The load commands of a Mach-O image do not fit into it.");
        }

        var command = header[..SignatureCommandLength];
        while (position + CommandHeaderLength <= end)
        {
            Fill(stream, slice, position, command[..CommandHeaderLength]);
            var kind = Number(command, 0, isSwapped);
            if (kind is VersionMinMacOSCommand or BuildVersionCommand)
            {
                Fill(stream, slice, position, command);
                slice = slice with { MinimumSystem = ReadMinimum(command, kind, isSwapped) ?? slice.MinimumSystem };
            }

            if (kind == CodeSignatureCommand)
            {
                Fill(stream, slice, position, command);
                var offset = Number(command, CommandHeaderLength, isSwapped);
                var length = Number(command, CommandHeaderLength + sizeof(uint), isSwapped);
                return slice with
                {
                    HasCodeSignature = true,
                    HasChangedPages = MachOSignature.HasChangedPages(stream, slice, offset, length),
                };
            }

            var commandLength = Number(command, sizeof(uint), isSwapped);
            position += commandLength >= CommandHeaderLength
                ? commandLength
                : throw new InvalidDataException("A load command of a Mach-O image is shorter than its own header.");
        }

        return slice;
    }

    // version_min_command starts with the version, and build_version_command with the platform. A version is two bytes and twice one byte.
    private static Version? ReadMinimum(ReadOnlySpan<byte> command, uint kind, bool isSwapped)
    {
        var isBuildVersion = kind == BuildVersionCommand;
        var version = Number(command, CommandHeaderLength + (isBuildVersion ? sizeof(uint) : 0), isSwapped);
        return isBuildVersion && Number(command, CommandHeaderLength, isSwapped) != MacOSPlatform
            ? null
            : new Version((int)(version >> 16), (int)(version >> 8 & 0xFF));
    }

    private static MachOFile? ReadUniversal(ReadOnlySpan<byte> head, long length, bool is64Bit)
    {
        var count = Number(head, sizeof(uint), isSwapped: false);
        var entryLength = is64Bit ? UniversalEntry64Length : UniversalEntryLength;
        if (count is 0 or > MaxSlices || head.Length < MachO.UniversalHeaderLength + (count * entryLength))
        {
            return null;
        }

        var slices = new List<MachOSlice>((int)count);
        for (var i = 0; i < count; i++)
        {
            var entry = head.Slice(MachO.UniversalHeaderLength + (i * entryLength), entryLength);
            var (offset, size) = is64Bit
                ? (BinaryPrimitives.ReadUInt64BigEndian(entry[8..]), BinaryPrimitives.ReadUInt64BigEndian(entry[16..]))
                : (BinaryPrimitives.ReadUInt32BigEndian(entry[8..]), BinaryPrimitives.ReadUInt32BigEndian(entry[12..]));
            if (offset > (ulong)length || size > (ulong)length - offset)
            {
                return null;
            }

            slices.Add(new MachOSlice(Number(entry, 0, false), Number(entry, sizeof(uint), false), (long)offset, (long)size));
        }

        return new MachOFile { IsUniversal = true, Slices = slices };
    }

    private static void Fill(Stream stream, MachOSlice slice, long position, Span<byte> buffer)
    {
        stream.Position = slice.Offset + position;
        if (position + buffer.Length > slice.Length
            || stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new InvalidDataException("A Mach-O image ends within its headers.");
        }
    }

    private static bool IsSwapped(uint magic) => magic is MachO.Magic32Swapped or MachO.Magic64Swapped;

    private static uint Number(ReadOnlySpan<byte> bytes, int offset, bool isSwapped) => isSwapped
        ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..])
        : BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);
}
