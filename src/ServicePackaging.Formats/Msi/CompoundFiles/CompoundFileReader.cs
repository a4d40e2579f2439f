using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ServicePackaging.Formats.Archives;
using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>
/// Reads compound files of versions 3 and 4 that are smaller than 2 GiB. The tables and the directory are read immediately, streams are
/// streamed. Files that violate the format but are readable are read, and <see cref="Defects"/> reports the violations. Malformed,
/// truncated and malicious files cause an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class CompoundFileReader : IDisposable
{
    private readonly PackageStream _source;
    private readonly Stream _stream;
    private readonly List<uint> _fatSectors = [];
    private readonly List<uint> _difatSectors = [];
    private readonly CompoundFileEntry[] _directory;
    private readonly Lazy<Stream> _miniStream;
    private readonly Lazy<IReadOnlyList<CompoundFileDefect>> _defects;

    private CompoundFileReader(PackageStream source)
    {
        _source = source;
        var stream = _stream = source.Stream;
        stream.Position = 0;
        Header = CompoundFileHeader.Read(stream);
        if (stream.Length >= LengthLimit)
        {
            throw new InvalidDataException($"The compound file has {stream.Length} bytes; it must have less than {LengthLimit}.");
        }

        SectorCount = (int)Math.Max(0, (stream.Length - 1) >> Header.SectorShift);
        FindFatSectors();
        Fat = ReadTable("sector", _fatSectors, SectorCount);
        var directorySectors = Fat.Follow(Header.FirstDirectorySector, long.MaxValue).ToList();
        using var directory = OpenSectors(directorySectors, directorySectors.Count * (long)SectorLength);
        _directory = DirectoryReader.ReadAll(directory, Header.MajorVersion);
        Entries = DirectoryReader.FindMembers(_directory);
        var miniFatSectors = Fat.Follow(Header.FirstMiniFatSector, long.MaxValue).ToList();
        MiniFat = ReadTable("mini sector", miniFatSectors, UnitsOf(Root.Length, MiniSectorLength));
        MiniFatSectorCount = miniFatSectors.Count;
        _miniStream = new(OpenMiniStream);
        _defects = new(() => new CompoundFileAudit(this).Run());
    }

    /// <summary>The class of the root storage.</summary>
    public Guid RootClassId => Root.ClassId;

    /// <summary>The header, as stored.</summary>
    public CompoundFileHeader Header { get; }

    /// <summary>The root storage. Its stream is the mini stream.</summary>
    public CompoundFileEntry Root => _directory[0];

    /// <summary>All streams and storages except the root, storage by storage in the order of its tree.</summary>
    public IReadOnlyList<CompoundFileEntry> Entries { get; }

    /// <summary>All entries of the directory as stored, including unused ones.</summary>
    public IReadOnlyList<CompoundFileEntry> Directory => _directory;

    /// <summary>The number of sectors after the header. The last one may be truncated.</summary>
    public int SectorCount { get; }

    /// <summary>The length of a sector in bytes.</summary>
    public int SectorLength => 1 << Header.SectorShift;

    /// <summary>The length of the file in bytes.</summary>
    public long FileLength => _stream.Length;

    /// <summary>The sectors of the FAT, in the order of the FAT.</summary>
    public IReadOnlyList<uint> FatSectors => _fatSectors;

    /// <summary>The sectors of the DIFAT, in the order of the DIFAT.</summary>
    public IReadOnlyList<uint> DifatSectors => _difatSectors;

    /// <summary>The successor of each sector of the file.</summary>
    public SectorTable Fat { get; }

    /// <summary>The successor of each mini sector.</summary>
    public SectorTable MiniFat { get; }

    /// <summary>The number of sectors of the mini FAT.</summary>
    public int MiniFatSectorCount { get; }

    /// <summary>The violations of the format, which are searched for on the first call.</summary>
    public IReadOnlyList<CompoundFileDefect> Defects => _defects.Value;

    /// <summary>The number of entries in the FAT and the mini FAT that are not free but belong to sectors that do not exist.</summary>
    internal int EntriesBeyondEnd { get; private set; }

    /// <summary>Opens a compound file at the start of a stream.</summary>
    /// <param name="stream">A seekable stream. It is disposed of with the reader, and if opening fails, unless <paramref name="leaveOpen"/>
    /// is set.</param>
    /// <param name="leaveOpen">Whether the stream stays open.</param>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="InvalidDataException">It is not a compound file, or its directory cannot be read.</exception>
    public static CompoundFileReader Open(Stream stream, bool leaveOpen = false) =>
        PackageStream.Open(stream, leaveOpen, source => new CompoundFileReader(source));

    /// <summary>Opens a stream, which is seekable. Only one stream can be read at a time.</summary>
    /// <exception cref="ArgumentException">The entry is not a stream.</exception>
    /// <exception cref="InvalidDataException">The stream's chain ends early or leads to a sector that does not exist; while reading, the
    /// file is truncated.</exception>
    public Stream OpenStream(CompoundFileEntry entry)
    {
        if (entry.Kind != CompoundFileEntryKind.Stream)
        {
            throw new ArgumentException($"'{entry.Name}' is not a stream.", nameof(entry));
        }

        return entry.IsInMiniStream
            ? new ExtentStream(
                _miniStream.Value,
                MiniFat.FollowExactly(entry.StartSector, UnitsOf(entry.Length, MiniSectorLength))
                    .Select(sector => (long)sector << MiniSectorShift),
                MiniSectorLength,
                entry.Length)
            : OpenSectors(Fat.FollowExactly(entry.StartSector, UnitsOf(entry.Length, SectorLength)), entry.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    /// <summary>Whether the bytes of a sector, as far as the file contains it, are zero from an offset on.</summary>
    internal bool IsZero(uint sector, int offset) =>
        IsZero(_stream, ((sector + 1L) << Header.SectorShift) + offset, SectorLength - offset);

    /// <summary>Whether the bytes of a mini sector are zero from an offset on.</summary>
    /// <exception cref="InvalidDataException">The mini stream cannot be read.</exception>
    internal bool IsZeroMini(uint miniSector, int offset) =>
        IsZero(_miniStream.Value, ((long)miniSector << MiniSectorShift) + offset, MiniSectorLength - offset);

    /// <summary>Whether the rest of the first sector, which in version 4 is longer than the header, is zero.</summary>
    internal bool IsZeroAfterHeader() =>
        IsZero(_stream, CompoundFileFormat.Header.Length, SectorLength - CompoundFileFormat.Header.Length);

    /// <summary>Returns the number of units that the bytes occupy.</summary>
    internal static long UnitsOf(long length, int unit) => (length / unit) + (length % unit == 0 ? 0 : 1);

    private static bool IsZero(Stream stream, long position, int length)
    {
        Span<byte> bytes = stackalloc byte[1 << Version4SectorShift];
        stream.Position = position;
        var read = stream.ReadAtLeast(bytes[..length], length, throwOnEndOfStream: false);
        return !bytes[..read].ContainsAnyExcept((byte)0);
    }

    private ExtentStream OpenSectors(IEnumerable<uint> sectors, long length) =>
        new(_stream, sectors.Select(sector => (sector + 1L) << Header.SectorShift), SectorLength, length);

    private ExtentStream OpenMiniStream() =>
        OpenSectors(Fat.FollowExactly(Root.StartSector, UnitsOf(Root.Length, SectorLength)), Root.Length);

    private void FindFatSectors()
    {
        var seen = new HashSet<uint>();
        AddFatSectors([.. Enumerable.Range(0, HeaderDifatEntries).Select(Header.Difat)], seen);
        for (var sector = Header.FirstDifatSector; sector <= Sector.MaxRegular;)
        {
            AddNew(sector, seen, _difatSectors);
            var ids = ReadIds(sector);
            AddFatSectors(ids.AsSpan(..^1), seen);
            sector = ids[^1];
        }
    }

    private void AddFatSectors(ReadOnlySpan<uint> ids, HashSet<uint> seen)
    {
        foreach (var id in ids)
        {
            if (id != Sector.Free)
            {
                AddNew(id, seen, _fatSectors);
            }
        }
    }

    private void AddNew(uint sector, HashSet<uint> seen, List<uint> sectors)
    {
        if (sector >= SectorCount || !seen.Add(sector))
        {
            throw new InvalidDataException($"The compound file's DIFAT leads to sector {sector:X8}, which does not exist or occurs twice.");
        }

        sectors.Add(sector);
    }

    private SectorTable ReadTable(string name, List<uint> sectors, long atMost)
    {
        var idsPerSector = SectorLength / sizeof(uint);
        var next = new uint[Math.Min((long)sectors.Count * idsPerSector, atMost)];
        for (var i = 0; i < sectors.Count; i++)
        {
            var ids = ReadIds(sectors[i]).AsSpan();
            var known = next.AsSpan(Math.Min(i * idsPerSector, next.Length));
            var used = Math.Min(ids.Length, known.Length);
            ids[..used].CopyTo(known);
            EntriesBeyondEnd += ids[used..].Length - ids[used..].Count(Sector.Free);
        }

        return new(name, next);
    }

    private uint[] ReadIds(uint sector)
    {
        var ids = new uint[SectorLength / sizeof(uint)];
        _stream.Position = (sector + 1L) << Header.SectorShift;
        try
        {
            _stream.ReadExactly(MemoryMarshal.AsBytes(ids.AsSpan()));
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException($"The compound file ends within sector {sector:X8} of a table.");
        }

        return BitConverter.IsLittleEndian ? ids : [.. ids.Select(BinaryPrimitives.ReverseEndianness)];
    }
}
