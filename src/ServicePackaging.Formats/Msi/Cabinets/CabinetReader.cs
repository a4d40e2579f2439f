using System.Buffers.Binary;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>
/// Reads cabinets ([MS-CAB]) that contain all of their files completely, packed with MSZIP or not at all. The list of files is read
/// immediately, folders are streamed. Malformed, truncated and malicious cabinets cause an <see cref="InvalidDataException"/>. Cabinets
/// that violate the format but are readable are read, and <see cref="Audit"/> reports the violations.
/// </summary>
internal sealed class CabinetReader : IDisposable
{
    private const int HasPrevious = 0x1;
    private const int HasNext = 0x2;
    private const int HasReserved = 0x4;

    private readonly PackageStream _source;
    private readonly Stream _stream;
    private readonly int _reservedInFolder;
    private readonly int _reservedInBlock;

    private CabinetReader(PackageStream source)
    {
        _source = source;
        var stream = _stream = source.Stream;
        stream.Position = 0;
        var header = ReadBytes(CabinetFormat.Header.Length);
        if (!header.AsSpan().StartsWith(CabinetFormat.Signature) || header[CabinetFormat.Header.MajorVersion] != CabinetFormat.MajorVersion)
        {
            throw new InvalidDataException("This is not a cabinet of version 1: the header is missing.");
        }

        MinorVersion = header[CabinetFormat.Header.MinorVersion];
        DeclaredLength = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(CabinetFormat.Header.CabinetLength));
        FilesOffset = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(CabinetFormat.Header.FilesOffset));
        (_reservedInFolder, _reservedInBlock) = ReadReserved(UInt16(header, CabinetFormat.Header.Flags));
        Folders = ReadFolders(UInt16(header, CabinetFormat.Header.FolderCount));
        FoldersEnd = stream.Position;
        stream.Position = Math.Min(FilesOffset, stream.Length);
        Files = ReadFiles(UInt16(header, CabinetFormat.Header.FileCount));
        FilesEnd = stream.Position;
    }

    /// <summary>The folders, in their order.</summary>
    public IReadOnlyList<CabinetFolder> Folders { get; }

    /// <summary>The files, in the order in which they are listed.</summary>
    public IReadOnlyList<CabinetFile> Files { get; }

    /// <summary>The length in the header, in bytes.</summary>
    public long DeclaredLength { get; }

    /// <summary>The length of the stream, in bytes.</summary>
    public long Length => _stream.Length;

    /// <summary>The minor version: 3.</summary>
    public int MinorVersion { get; }

    /// <summary>The position of the list of files according to the header.</summary>
    internal long FilesOffset { get; }

    /// <summary>The position of the end of the list of folders.</summary>
    internal long FoldersEnd { get; }

    /// <summary>The position of the end of the list of files.</summary>
    internal long FilesEnd { get; }

    /// <summary>Opens a cabinet at the start of a stream.</summary>
    /// <param name="stream">A seekable stream. It is disposed of with the reader, and if opening fails, unless <paramref name="leaveOpen"/>
    /// is set.</param>
    /// <param name="leaveOpen">Whether the stream stays open.</param>
    /// <exception cref="ArgumentException">The stream is not seekable.</exception>
    /// <exception cref="InvalidDataException">It is not a cabinet, is a part of a set of cabinets, or its lists are malformed.</exception>
    public static CabinetReader Open(Stream stream, bool leaveOpen = false) =>
        PackageStream.Open(stream, leaveOpen, source => new CabinetReader(source));

    /// <summary>Opens the unpacked bytes of a folder, which are at most 2 GiB and must be read from start to end. Only one folder can be
    /// read at a time.</summary>
    /// <exception cref="InvalidDataException">While reading: a block cannot be unpacked, or has a wrong checksum.</exception>
    public Stream OpenFolder(CabinetFolder folder) => new CabinetFolderStream(Blocks(folder));

    /// <summary>Streams the files, folder by folder: calls a function for each file with its content, which it may read
    /// partially.</summary>
    /// <exception cref="InvalidDataException">A folder cannot be unpacked, or folders or files overlap or are not in order.</exception>
    public void ReadFiles(Action<CabinetFile, Stream> visit, CancellationToken cancellationToken = default)
    {
        var files = Files.ToLookup(file => file.Folder);
        long end = 0;
        foreach (var folder in Folders)
        {
            // Otherwise, a small cabinet could unpack to any multiple of 2 GiB.
            if (folder.DataOffset < end)
            {
                throw new InvalidDataException($"Folder {folder.Index} of the cabinet starts before the end of the previous one.");
            }

            var blocks = Blocks(folder);
            using var content = new CabinetFolderStream(blocks);
            foreach (var file in files[folder.Index])
            {
                cancellationToken.ThrowIfCancellationRequested();
                Visit(visit, file, content);
            }

            end = blocks.Offset;
        }
    }

    /// <summary>Reads the whole cabinet and finds violations of the format.</summary>
    public IReadOnlyList<CabinetDefect> Audit(CancellationToken cancellationToken = default) =>
        new CabinetAudit(this).Run(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    /// <summary>Returns the blocks of a folder.</summary>
    internal CabinetBlockReader Blocks(CabinetFolder folder) => new(_stream, folder, _reservedInBlock);

    private static void Visit(Action<CabinetFile, Stream> visit, CabinetFile file, CabinetFolderStream folder)
    {
        if (file.Offset < folder.Offset)
        {
            throw new InvalidDataException($"The file {file.Name} of the cabinet starts before the end of the previous one.");
        }

        Skip(folder, file, file.Offset);
        visit(file, new CabinetFileStream(folder, file));
        Skip(folder, file, file.End);
    }

    private static void Skip(CabinetFolderStream folder, CabinetFile file, long offset)
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (folder.Offset < offset)
        {
            ReadUpTo(offset, folder, file, buffer);
        }
    }

    private static int ReadUpTo(long offset, CabinetFolderStream folder, CabinetFile file, Span<byte> buffer)
    {
        var wanted = (int)Math.Clamp(offset - folder.Offset, 0, buffer.Length);
        var read = folder.Read(buffer[..wanted]);
        return read > 0 || wanted == 0
            ? read
            : throw new InvalidDataException($"The file {file.Name} of the cabinet ends after the end of its folder.");
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static DateTime? Time(int date, int time)
    {
        var (year, month, day) = (1980 + (date >> 9), (date >> 5) & 15, date & 31);
        var (hour, minute, second) = (time >> 11, (time >> 5) & 63, (time & 31) * 2);
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60
            ? new(year, month, day, hour, minute, second, DateTimeKind.Utc)
            : null;
    }

    private (int Folder, int Block) ReadReserved(int flags)
    {
        if ((flags & (HasPrevious | HasNext)) != 0)
        {
            throw new InvalidDataException("The cabinet is a part of a set of cabinets, which is not supported.");
        }

        if ((flags & HasReserved) == 0)
        {
            return (0, 0);
        }

        var lengths = ReadBytes(4);
        ReadBytes(UInt16(lengths, 0));
        return (lengths[2], lengths[3]);
    }

    private CabinetFolder[] ReadFolders(int count)
    {
        var folders = new CabinetFolder[count];
        for (var i = 0; i < count; i++)
        {
            var bytes = ReadBytes(CabinetFormat.Folder.Length + _reservedInFolder);
            folders[i] = new(
                i,
                BinaryPrimitives.ReadUInt32LittleEndian(bytes),
                UInt16(bytes, CabinetFormat.Folder.BlockCount),
                (CabinetCompression)UInt16(bytes, CabinetFormat.Folder.Compression));
        }

        return folders;
    }

    private CabinetFile[] ReadFiles(int count)
    {
        var files = new CabinetFile[count];
        for (var i = 0; i < count; i++)
        {
            var bytes = ReadBytes(CabinetFormat.File.Length);
            var folder = UInt16(bytes, CabinetFormat.File.Folder);
            if (folder >= Folders.Count)
            {
                throw new InvalidDataException($"File {i} of the cabinet is in folder {folder}, which does not exist.");
            }

            var attributes = (CabinetFileAttributes)UInt16(bytes, CabinetFormat.File.Attributes);
            files[i] = new(
                ReadName(attributes.HasFlag(CabinetFileAttributes.NameIsUtf8)),
                BinaryPrimitives.ReadUInt32LittleEndian(bytes),
                folder,
                BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(CabinetFormat.File.OffsetInFolder)),
                Time(UInt16(bytes, CabinetFormat.File.Date), UInt16(bytes, CabinetFormat.File.Time)),
                attributes);
        }

        return files;
    }

    private string ReadName(bool isUtf8)
    {
        Span<byte> name = stackalloc byte[CabinetFormat.MaxNameLength];
        for (var length = 0; length < name.Length; length++)
        {
            var value = _stream.ReadByte();
            if (value <= 0)
            {
                return value == 0 && length > 0
                    ? (isUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetString(name[..length])
                    : throw new InvalidDataException("A file of the cabinet has no name, or the cabinet ends within the name.");
            }

            name[length] = (byte)value;
        }

        throw new InvalidDataException($"A file of the cabinet has a name of more than {CabinetFormat.MaxNameLength - 1} bytes.");
    }

    private byte[] ReadBytes(int count)
    {
        var bytes = new byte[count];
        return _stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count
            ? bytes
            : throw new InvalidDataException("The cabinet ends within its header or its lists.");
    }

    private sealed class CabinetFileStream(CabinetFolderStream folder, CabinetFile file) : ReadOnlyStream
    {
        public override long Length => file.Length;

        public override int Read(Span<byte> buffer) => ReadUpTo(file.End, folder, file, buffer);
    }
}
