using System.Buffers.Binary;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Signing.MachO;

/// <summary>The load commands of one architecture that matter for a signature (mach-o/loader.h of Apple's cctools). All numbers are
/// little-endian, and validated.</summary>
internal sealed class MachOImage
{
    private const int HeaderLength = 32;
    private const uint Magic64 = 0xFEEDFACF;
    private const uint ExecuteFileType = 2;
    private const int FileTypeOffset = 12;
    private const int CommandCountOffset = 16;
    private const int CommandsLengthOffset = 20;

    private const uint SegmentCommand = 0x19;
    private const uint SignatureCommand = 0x1D;
    private const uint VersionMinMacOSCommand = 0x24;
    private const uint BuildVersionCommand = 0x32;
    private const int CommandHeaderLength = 8;
    private const int SignatureCommandLength = 16;
    private const int VersionCommandLength = 16;
    private const int BuildCommandLength = 20;

    // segment_command_64, and the section_64 structures after it.
    private const int SegmentCommandLength = 72;
    private const int SegmentMemoryLengthOffset = 32;
    private const int SegmentFileOffsetOffset = 40;
    private const int SegmentFileLengthOffset = 48;
    private const int SectionLength = 80;
    private const int SectionFileOffsetOffset = 48;

    // The largest known programs have a few dozen KiB.
    private const uint MaxCommandsLength = 1 << 20;

    // codesign aligns signatures like this.
    private const int SignatureAlignment = 16;

    private readonly byte[] _header;
    private readonly MachOSlice _slice;
    private int? _linkEdit;
    private int? _signature;
    private ulong _firstContent = ulong.MaxValue;

    private MachOImage(MachOSlice slice, byte[] header)
    {
        _slice = slice;
        _header = header;
        ReadCommands();
        CheckEnd();
    }

    /// <summary>Whether the file is a program, not a library.</summary>
    public bool IsProgram => Number(FileTypeOffset) == ExecuteFileType;

    /// <summary>The position and length of the segment with the code.</summary>
    public (ulong Base, ulong Limit) Text { get; private set; }

    /// <summary>The version of the SDK that the linker used; 0 if it is unknown.</summary>
    public uint Sdk { get; private set; }

    /// <summary>The number of bytes before the signature, and where the signature starts.</summary>
    public uint CodeLimit => _signature is { } command
        ? Number(command + CommandHeaderLength)
        : (uint)(_slice.Length + SignatureAlignment - 1) & ~(uint)(SignatureAlignment - 1);

    private int CommandsLength => (int)Number(CommandsLengthOffset);

    private ulong LinkEditOffset => LongNumber(_linkEdit!.Value + SegmentFileOffsetOffset);

    /// <summary>Reads an image.</summary>
    /// <exception cref="InvalidDataException">It cannot be signed.</exception>
    public static MachOImage Read(Stream stream, MachOSlice slice)
    {
        var fixedPart = Read(stream, slice, HeaderLength);
        if (BinaryPrimitives.ReadUInt32LittleEndian(fixedPart) != Magic64 || slice.CpuType is not (MachOFile.X64 or MachOFile.Arm64))
        {
            throw new InvalidDataException("It contains code that is neither for arm64 nor for x64, such as 32-bit code.");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(fixedPart.AsSpan(CommandsLengthOffset));
        if (length > MaxCommandsLength)
        {
            throw new InvalidDataException("Its load commands are larger than the limit of 1 MiB.");
        }

        // With the space for one more command, if there is so much.
        var wanted = HeaderLength + length + SignatureCommandLength;
        return new MachOImage(slice, Read(stream, slice, (int)Math.Max(HeaderLength + length, Math.Min(wanted, slice.Length))));
    }

    /// <summary>Returns the first bytes of the image, with load commands for a signature of a length.</summary>
    /// <exception cref="InvalidDataException">There is no space for a further load command.</exception>
    public byte[] Patch(uint signatureLength)
    {
        var header = _header.ToArray();
        if (_signature is null)
        {
            AddCommand(header);
        }

        var command = header.AsSpan(_signature ?? HeaderLength + CommandsLength);
        Put(command, 0, SignatureCommand);
        Put(command, 4, SignatureCommandLength);
        Put(command, 8, CodeLimit);
        Put(command, 12, signatureLength);

        var length = CodeLimit + (ulong)signatureLength - LinkEditOffset;
        ulong page = _slice.CpuType == MachOFile.Arm64 ? 0x4000u : 0x1000u;
        BinaryPrimitives.WriteUInt64LittleEndian(
            header.AsSpan(_linkEdit!.Value + SegmentMemoryLengthOffset), (length + page - 1) & ~(page - 1));
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(_linkEdit.Value + SegmentFileLengthOffset), length);
        return header;
    }

    private void AddCommand(byte[] header)
    {
        var end = HeaderLength + CommandsLength;
        if (header.Length < end + SignatureCommandLength || _firstContent < (ulong)(end + SignatureCommandLength)
            || header.AsSpan(end).ContainsAnyExcept((byte)0))
        {
            throw new InvalidDataException(
                "It has no signature, and no space for the load command of one. Link it with -headerpad 0x20, or sign it on a Mac.");
        }

        Put(header, CommandCountOffset, Number(CommandCountOffset) + 1);
        Put(header, CommandsLengthOffset, (uint)(CommandsLength + SignatureCommandLength));
    }

    private void ReadCommands()
    {
        var (position, end) = (HeaderLength, HeaderLength + CommandsLength);
        for (var left = Number(CommandCountOffset); left > 0; left--)
        {
            var length = position + CommandHeaderLength <= end ? Number(position + 4) : 0;
            if (length < CommandHeaderLength || length > end - position)
            {
                throw new InvalidDataException("Its load commands are damaged.");
            }

            ReadCommand(position, (int)length);
            position += (int)length;
        }
    }

    private void ReadCommand(int position, int length)
    {
        switch (Number(position))
        {
            case SegmentCommand when length >= SegmentCommandLength:
                ReadSegment(position, length);
                break;
            case SignatureCommand when length == SignatureCommandLength && _signature is null:
                _signature = position;
                break;
            case VersionMinMacOSCommand when length >= VersionCommandLength:
                Sdk = Number(position + 12);
                break;
            case BuildVersionCommand when length >= BuildCommandLength:
                Sdk = Number(position + 16);
                break;
            case SegmentCommand or SignatureCommand or VersionMinMacOSCommand or BuildVersionCommand:
                throw new InvalidDataException("Its load commands are damaged.");
        }
    }

    private void ReadSegment(int position, int length)
    {
        var name = _header.AsSpan(position + CommandHeaderLength, 16);
        var (offset, size) = (LongNumber(position + SegmentFileOffsetOffset), LongNumber(position + SegmentFileLengthOffset));
        if (offset > (ulong)_slice.Length || size > (ulong)_slice.Length - offset)
        {
            throw new InvalidDataException("One of its segments is not within the file.");
        }

        if (name.StartsWith("__TEXT\0"u8))
        {
            Text = (offset, size);
        }
        else if (name.StartsWith("__LINKEDIT\0"u8))
        {
            _linkEdit = position;
        }

        if (offset > 0 && size > 0)
        {
            _firstContent = Math.Min(_firstContent, offset);
        }

        for (var section = position + SegmentCommandLength; section + SectionLength <= position + length; section += SectionLength)
        {
            // 0 stands for a section that has no content in the file.
            _firstContent = Number(section + SectionFileOffsetOffset) is > 0 and var content
                ? Math.Min(_firstContent, content) : _firstContent;
        }
    }

    // macOS requires that the signature is the last part of __LINKEDIT, and that segment the last part of the file.
    private void CheckEnd()
    {
        if (_linkEdit is not { } linkEdit)
        {
            throw new InvalidDataException("It has no segment __LINKEDIT, which contains the signature.");
        }

        var end = LinkEditOffset + LongNumber(linkEdit + SegmentFileLengthOffset);
        if (_slice.Length > uint.MaxValue - (1 << 28))
        {
            throw new InvalidDataException("It is larger than 3.75 GiB.");
        }

        if (end != (ulong)_slice.Length)
        {
            throw new InvalidDataException("Data follows its last segment, which a signature cannot cover.");
        }

        var isAtEnd = _signature is not { } command
            || (CodeLimit >= LinkEditOffset && CodeLimit >= _header.Length
                && CodeLimit + (long)Number(command + CommandHeaderLength + 4) == _slice.Length);
        if (!isAtEnd)
        {
            throw new InvalidDataException("Its signature is not at its end.");
        }
    }

    private static byte[] Read(Stream stream, MachOSlice slice, int length)
    {
        var bytes = new byte[length];
        stream.Position = slice.Offset;
        return length <= slice.Length && stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length
            ? bytes
            : throw new InvalidDataException("It ends within its headers.");
    }

    private uint Number(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(offset));

    private ulong LongNumber(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_header.AsSpan(offset));

    private static void Put(Span<byte> bytes, int offset, uint number) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[offset..], number);
}
