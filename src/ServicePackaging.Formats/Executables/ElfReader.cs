using System.Buffers.Binary;
using System.Text;

namespace ServicePackaging.Formats.Executables;

/// <summary>Reads an ELF file by its program headers, like the dynamic linker. Section headers may be missing or wrong.</summary>
internal sealed class ElfReader(Stream stream)
{
    // Real files are far below these limits, which restrict how much a malicious file makes the reader read.
    private const int MaxSegments = 1024;
    private const int MaxDynamicLength = 1024 * 1024;
    private const int MaxNames = 4096;
    private const int MaxNameLength = 4096;

    private readonly long _length = stream.Length;
    private ElfLayout.Offsets _layout = ElfLayout.Of64Bit;
    private bool _isLittleEndian;
    private List<Segment> _segments = [];
    private long _stringTable;
    private long _stringTableEnd;
    private int _namesRead;

    private readonly record struct Segment(uint Type, ulong Offset, ulong Address, ulong FileSize);

    public ElfFile Read()
    {
        var header = ReadHeader();
        _segments = ReadSegments(header);
        var type = Number16(header, ElfLayout.TypeOffset);
        var dynamic = ReadDynamic();
        var hasStrings = FindStringTable(dynamic);
        return new ElfFile
        {
            Type = type is (int)ElfType.Executable or (int)ElfType.SharedObject ? (ElfType)type : ElfType.Other,
            Is64Bit = _layout == ElfLayout.Of64Bit,
            IsLittleEndian = _isLittleEndian,
            Machine = Number16(header, ElfLayout.MachineOffset),
            Interpreter = ReadInterpreter(),
            Needed = hasStrings ? [.. ValuesOf(dynamic, ElfLayout.NeededTag).Select(ReadString)] : [],
            SoName = hasStrings ? ValuesOf(dynamic, ElfLayout.SoNameTag).Take(1).Select(ReadString).SingleOrDefault() : null,
            VersionNeeds = hasStrings ? ReadVersionNeeds(dynamic) : [],
            IsPositionIndependentExecutable = ValuesOf(dynamic, ElfLayout.Flags1Tag).Any(flags => (flags & ElfLayout.PieFlag) != 0),
        };
    }

    private byte[] ReadHeader()
    {
        var ident = ReadAt(0, ElfLayout.IdentLength);
        if (!ident.AsSpan().StartsWith(ElfFile.Magic))
        {
            throw new InvalidDataException("Not an ELF file: the magic is missing.");
        }

        _layout = ident[ElfLayout.ClassOffset] switch
        {
            ElfLayout.Class32 => ElfLayout.Of32Bit,
            ElfLayout.Class64 => ElfLayout.Of64Bit,
            var other => throw new InvalidDataException($"The ELF class {other} is unknown."),
        };
        _isLittleEndian = ident[ElfLayout.DataOffset] switch
        {
            ElfLayout.LittleEndian => true,
            ElfLayout.BigEndian => false,
            var other => throw new InvalidDataException($"The ELF byte order {other} is unknown."),
        };
        return ReadAt(0, _layout.HeaderLength);
    }

    private List<Segment> ReadSegments(byte[] header)
    {
        var count = Number16(header, _layout.ProgramHeaderCount);
        if (count == 0)
        {
            return [];
        }

        if (count > MaxSegments || Number16(header, _layout.ProgramHeaderSize) != _layout.SegmentLength)
        {
            throw new InvalidDataException("The ELF file has too many program headers, or their size does not match its class.");
        }

        var table = ReadAt(Word(header, _layout.ProgramHeaders), count * _layout.SegmentLength);
        var segments = new List<Segment>(count);
        for (var at = 0; at < table.Length; at += _layout.SegmentLength)
        {
            segments.Add(new Segment(
                Number32(table, at),
                Word(table, at + _layout.SegmentOffset),
                Word(table, at + _layout.SegmentAddress),
                Word(table, at + _layout.SegmentFileSize)));
        }

        return segments;
    }

    private string? ReadInterpreter()
    {
        foreach (var segment in _segments.Where(segment => segment.Type == ElfLayout.InterpreterSegment))
        {
            if (segment.FileSize is 0 or > MaxNameLength)
            {
                throw new InvalidDataException("The ELF interpreter is not a path.");
            }

            return Encoding.UTF8.GetString(ReadAt(segment.Offset, (int)segment.FileSize).AsSpan().TrimEnd((byte)0));
        }

        return null;
    }

    private List<(ulong Tag, ulong Value)> ReadDynamic()
    {
        var entries = new List<(ulong Tag, ulong Value)>();
        foreach (var segment in _segments.Where(segment => segment.Type == ElfLayout.DynamicSegment).Take(1))
        {
            if (segment.FileSize > MaxDynamicLength)
            {
                throw new InvalidDataException("The ELF dynamic section is too large.");
            }

            var table = ReadAt(segment.Offset, (int)segment.FileSize);
            var entryLength = 2 * _layout.WordLength;
            for (var at = 0; at + entryLength <= table.Length; at += entryLength)
            {
                var tag = Word(table, at);
                if (tag == ElfLayout.NullTag)
                {
                    break;
                }

                entries.Add((tag, Word(table, at + _layout.WordLength)));
            }
        }

        return entries;
    }

    private bool FindStringTable(List<(ulong Tag, ulong Value)> dynamic)
    {
        if (!ValuesOf(dynamic, ElfLayout.StringTableTag).Any())
        {
            return false;
        }

        _stringTable = OffsetOf(ValuesOf(dynamic, ElfLayout.StringTableTag).First());
        var size = ValuesOf(dynamic, ElfLayout.StringTableSizeTag).FirstOrDefault();
        if (size > (ulong)(_length - _stringTable))
        {
            throw new InvalidDataException("The ELF string table ends beyond the file.");
        }

        _stringTableEnd = _stringTable + (long)size;
        return true;
    }

    private List<ElfVersionNeed> ReadVersionNeeds(List<(ulong Tag, ulong Value)> dynamic)
    {
        var needs = new List<ElfVersionNeed>();
        foreach (var address in ValuesOf(dynamic, ElfLayout.VersionNeedTag).Take(1))
        {
            var count = ValuesOf(dynamic, ElfLayout.VersionNeedCountTag).FirstOrDefault();
            var at = (ulong)OffsetOf(address);
            for (ulong i = 0; i < count; i++)
            {
                var need = ReadAt(at, ElfLayout.VersionNeedLength);
                var versions = at + Number32(need, ElfLayout.VersionNeedAuxOffset);
                needs.Add(new ElfVersionNeed(
                    ReadString(Number32(need, ElfLayout.VersionNeedFileOffset)),
                    ReadVersions(versions, Number16(need, ElfLayout.VersionNeedAuxCountOffset))));
                var next = Number32(need, ElfLayout.VersionNeedNextOffset);
                if (next == 0)
                {
                    break;
                }

                at += next;
            }
        }

        return needs;
    }

    private List<string> ReadVersions(ulong at, int count)
    {
        var versions = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var version = ReadAt(at, ElfLayout.VersionAuxLength);
            versions.Add(ReadString(Number32(version, ElfLayout.VersionAuxNameOffset)));
            var next = Number32(version, ElfLayout.VersionAuxNextOffset);
            if (next == 0)
            {
                break;
            }

            at += next;
        }

        return versions;
    }

    private string ReadString(ulong index)
    {
        if (++_namesRead > MaxNames)
        {
            throw new InvalidDataException("The ELF file requires too many libraries or versions.");
        }

        if (index >= (ulong)(_stringTableEnd - _stringTable))
        {
            throw new InvalidDataException("An ELF name is outside the string table.");
        }

        var start = _stringTable + (long)index;
        var bytes = ReadAt((ulong)start, (int)Math.Min(MaxNameLength, _stringTableEnd - start)).AsSpan();
        var end = bytes.IndexOf((byte)0);
        return end >= 0 ? Encoding.UTF8.GetString(bytes[..end]) : throw new InvalidDataException("An ELF name is not terminated.");
    }

    // The dynamic section contains addresses. The loaded segments map them to positions in the file.
    private long OffsetOf(ulong address)
    {
        foreach (var segment in _segments)
        {
            if (segment.Type == ElfLayout.LoadSegment && address >= segment.Address && address - segment.Address < segment.FileSize)
            {
                var offset = segment.Offset + (address - segment.Address);
                return offset < (ulong)_length ? (long)offset : throw Truncated();
            }
        }

        throw new InvalidDataException("An ELF address is not in any segment of the file.");
    }

    private static IEnumerable<ulong> ValuesOf(List<(ulong Tag, ulong Value)> dynamic, ulong tag) =>
        dynamic.Where(entry => entry.Tag == tag).Select(entry => entry.Value);

    private byte[] ReadAt(ulong offset, int count)
    {
        if (offset > (ulong)_length || (ulong)count > (ulong)_length - offset)
        {
            throw Truncated();
        }

        var bytes = new byte[count];
        stream.Position = (long)offset;
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count ? bytes : throw Truncated();
    }

    private int Number16(ReadOnlySpan<byte> bytes, int at) =>
        _isLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private uint Number32(ReadOnlySpan<byte> bytes, int at) =>
        _isLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    private ulong Number64(ReadOnlySpan<byte> bytes, int at) =>
        _isLittleEndian ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt64BigEndian(bytes[at..]);

    private ulong Word(ReadOnlySpan<byte> bytes, int at) => _layout.WordLength == sizeof(ulong) ? Number64(bytes, at) : Number32(bytes, at);

    private static InvalidDataException Truncated() => new("The ELF file is truncated: a header points beyond its end.");
}
