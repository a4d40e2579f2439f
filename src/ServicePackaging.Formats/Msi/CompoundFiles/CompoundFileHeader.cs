using System.Buffers.Binary;
using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>The header of a compound file, as stored ([MS-CFB] 2.2).</summary>
internal sealed class CompoundFileHeader
{
    private readonly byte[] _bytes;

    private CompoundFileHeader(byte[] bytes)
    {
        _bytes = bytes;
        SectorShift = MajorVersion == CompoundFileFormat.MajorVersion ? CompoundFileFormat.SectorShift : Version4SectorShift;
    }

    public int MajorVersion => UInt16(Header.MajorVersion);

    public int MinorVersion => UInt16(Header.MinorVersion);

    /// <summary>The length of a sector as a power of two.</summary>
    public int SectorShift { get; }

    public Guid ClassId => new(_bytes.AsSpan(Header.ClassId, 16));

    public bool ReservedIsZero => !_bytes.AsSpan(Header.Reserved, 6).ContainsAnyExcept((byte)0);

    public uint DirectorySectorCount => UInt32(Header.DirectorySectorCount);

    public uint FatSectorCount => UInt32(Header.FatSectorCount);

    public uint FirstDirectorySector => UInt32(Header.FirstDirectorySector);

    /// <summary>The number of the transaction that saved the file; 0 where files are not saved in transactions.</summary>
    public uint TransactionSignature => UInt32(Header.TransactionSignature);

    public uint FirstMiniFatSector => UInt32(Header.FirstMiniFatSector);

    public uint MiniFatSectorCount => UInt32(Header.MiniFatSectorCount);

    public uint FirstDifatSector => UInt32(Header.FirstDifatSector);

    public uint DifatSectorCount => UInt32(Header.DifatSectorCount);

    /// <summary>Returns an entry of the part of the DIFAT in the header.</summary>
    public uint Difat(int index) => UInt32(Header.Difat + (index * sizeof(uint)));

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">It is not a header of a compound file of version 3 or 4.</exception>
    public static CompoundFileHeader Read(Stream stream)
    {
        var bytes = new byte[Header.Length];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length || !bytes.AsSpan().StartsWith(Signature))
        {
            throw new InvalidDataException("This is not a compound file: the header is missing.");
        }

        var header = new CompoundFileHeader(bytes);
        if (header.MajorVersion is not (CompoundFileFormat.MajorVersion or MajorVersion4)
            || header.UInt16(Header.ByteOrder) != ByteOrder
            || header.UInt16(Header.SectorShift) != header.SectorShift
            || header.UInt16(Header.MiniSectorShift) != MiniSectorShift
            || header.UInt32(Header.MiniStreamCutoff) != MiniStreamCutoff)
        {
            throw new InvalidDataException(
                $"The compound file's header has version {header.MajorVersion}, sectors of 2^{header.UInt16(Header.SectorShift)} bytes, "
                + $"mini sectors of 2^{header.UInt16(Header.MiniSectorShift)} and mini streams below "
                + $"{header.UInt32(Header.MiniStreamCutoff)}, which is not a known format.");
        }

        return header;
    }

    private ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(offset));

    private uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(offset));
}
