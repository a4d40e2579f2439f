using System.Buffers.Binary;
using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>
/// Writes a compound file of version 3 ([MS-CFB]) with all streams in the root storage. Streams are written to the output immediately, each
/// in consecutive sectors; only those shorter than 4096 bytes are held in memory until the end. The same streams in the same order result
/// in the same bytes, because there are no times. Without a call of <see cref="Complete"/>, the output has no header and is not a valid
/// compound file.
/// </summary>
internal sealed class CompoundFileWriter : IDisposable
{
    private readonly Stream _output;
    private readonly long _origin;
    private readonly Guid _rootClassId;
    private readonly List<WrittenStream> _streams = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly MemoryStream _miniStream = new();
    private uint _dataSectors;
    private CompoundStreamWriter? _open;
    private bool _isComplete;

    /// <summary>Starts a file at the output's position.</summary>
    /// <param name="seekableOutput">The stream to write to, which stays open.</param>
    /// <param name="rootClassId">The class of the root storage, by which programs recognize the type of the file.</param>
    /// <exception cref="ArgumentException">The output is not seekable.</exception>
    public CompoundFileWriter(Stream seekableOutput, Guid rootClassId)
    {
        if (!seekableOutput.CanSeek)
        {
            throw new ArgumentException(
                "A compound file requires a seekable stream, because its header is written last.", nameof(seekableOutput));
        }

        _output = seekableOutput;
        _origin = seekableOutput.Position;
        _rootClassId = rootClassId;
        _output.Write(stackalloc byte[Header.Length]);
    }

    /// <summary>Starts a stream, which ends when it is disposed of. It supports writing, and seeking up to its end.</summary>
    /// <param name="name">The stored name: 1 to 31 UTF-16 units without / \ : !</param>
    /// <exception cref="ArgumentException">The name cannot be stored, or the file already contains the name, possibly with different
    /// case.</exception>
    /// <exception cref="InvalidOperationException">Another stream is open, or the file is complete.</exception>
    /// <exception cref="CompoundFileTooLargeException">The file has no space for another stream.</exception>
    public Stream CreateStream(string name)
    {
        ThrowIfBusy();
        AddName(name);
        _streams.Add(new(name, Sector.EndOfChain, 0));
        Reserve(0);
        return _open = new CompoundStreamWriter(this);
    }

    /// <summary>Writes everything except the streams, and the header last.</summary>
    /// <exception cref="InvalidOperationException">A stream is open, or the file is complete.</exception>
    public void Complete()
    {
        ThrowIfBusy();
        _isComplete = true;
        var layout = Layout(0);
        _output.Position = SectorPosition(layout.MiniStream.Start);
        WriteMiniStream();
        WriteDirectory(layout);
        WriteFat(layout);
        WriteDifat(layout);
        var end = _output.Position;
        _output.Position = _origin;
        WriteHeader(layout);
        _output.Position = end;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isComplete = true;
        _miniStream.Dispose();
    }

    /// <summary>Returns the output at the position of a byte in the open stream, which must be known to be a big stream.</summary>
    internal Stream OutputAt(long streamPosition)
    {
        var position = SectorPosition(_dataSectors) + streamPosition;
        if (_output.Position != position)
        {
            _output.Position = position;
        }

        return _output;
    }

    /// <summary>Ensures that the open stream may have a length.</summary>
    /// <exception cref="CompoundFileTooLargeException">The file would be too large.</exception>
    internal void Reserve(long openStreamLength)
    {
        var length = openStreamLength < LengthLimit ? Layout(openStreamLength).FileLength : openStreamLength;
        if (length >= LengthLimit)
        {
            throw new CompoundFileTooLargeException(length);
        }
    }

    /// <summary>Ends the open stream, which has been written to the output up to a length.</summary>
    internal void FinishBig(long length)
    {
        var sectors = SectorsOf(length);
        OutputAt(length).Write(stackalloc byte[(int)(((long)sectors * SectorLength) - length)]);
        Finish(_dataSectors, length);
        _dataSectors += sectors;
    }

    /// <summary>Ends the open stream and adds it to the mini stream.</summary>
    internal void FinishMini(ReadOnlySpan<byte> content)
    {
        var start = content.IsEmpty ? Sector.EndOfChain : (uint)(_miniStream.Length / MiniSectorLength);
        _miniStream.Write(content);
        _miniStream.Write(stackalloc byte[-content.Length & (MiniSectorLength - 1)]);
        Finish(start, content.Length);
    }

    private void AddName(string name)
    {
        if (name.Length is 0 or > MaxNameLength || name.AsSpan().ContainsAny(IllegalNameCharacters) || name.AsSpan().Contains('\0'))
        {
            throw new ArgumentException(
                $"'{name}' is not a valid stream name, which has 1 to {MaxNameLength} UTF-16 units without / \\ : ! and NUL.",
                nameof(name));
        }

        if (!_names.Add(DirectoryTree.CompareKey(name)))
        {
            throw new ArgumentException(
                $"The compound file already has a stream '{name}'. Names are not case-sensitive.", nameof(name));
        }
    }

    private static uint SectorsOf(long length) => (uint)((length + SectorLength - 1) / SectorLength);

    private void Finish(uint start, long length)
    {
        _streams[^1] = _streams[^1] with { Start = start, Length = (uint)length };
        _open = null;
    }

    private long SectorPosition(uint sector) => _origin + Header.Length + ((long)sector * SectorLength);

    private CompoundFileLayout Layout(long openStreamLength) =>
        openStreamLength >= MiniStreamCutoff
            ? new(_dataSectors + SectorsOf(openStreamLength), _miniStream.Length, _streams.Count + 1)
            : new(_dataSectors, _miniStream.Length + openStreamLength + (-openStreamLength & (MiniSectorLength - 1)), _streams.Count + 1);

    private void ThrowIfBusy()
    {
        if (_isComplete || _open is not null)
        {
            throw new InvalidOperationException(
                _isComplete ? "The compound file is complete." : $"The stream '{_streams[^1].Name}' is still open.");
        }
    }

    private void WriteMiniStream()
    {
        _miniStream.WriteTo(_output);
        _output.Write(stackalloc byte[(int)(-_miniStream.Length & (SectorLength - 1))]);
        var table = new SectorTableWriter(_output);
        foreach (var stream in _streams.Where(stream => stream.Length < MiniStreamCutoff))
        {
            table.AddChain((stream.Length + MiniSectorLength - 1) / MiniSectorLength);
        }

        table.Complete();
    }

    private void WriteDirectory(CompoundFileLayout layout)
    {
        var tree = new DirectoryTree([.. _streams.Select(stream => stream.Name)]);
        var directory = new DirectoryWriter(_output);
        directory.WriteRoot(_rootClassId, tree.Root, layout.MiniStream.First, (uint)_miniStream.Length);
        for (var i = 0; i < _streams.Count; i++)
        {
            directory.WriteStream(_streams[i].Name, tree[i + 1], _streams[i].Start, _streams[i].Length);
        }

        directory.Complete();
    }

    private void WriteFat(CompoundFileLayout layout)
    {
        var table = new SectorTableWriter(_output);
        foreach (var stream in _streams.Where(stream => stream.Length >= MiniStreamCutoff))
        {
            table.AddChain(SectorsOf(stream.Length));
        }

        table.AddChain(layout.MiniStream.Count);
        table.AddChain(layout.MiniFat.Count);
        table.AddChain(layout.Directory.Count);
        table.AddRepeated(Sector.Fat, layout.Fat.Count);
        table.AddRepeated(Sector.Difat, layout.Difat.Count);
        table.Complete();
    }

    private void WriteDifat(CompoundFileLayout layout)
    {
        const int IdsPerSector = (SectorLength / sizeof(uint)) - 1;
        var table = new SectorTableWriter(_output);
        var fatSector = layout.Fat.Start + HeaderDifatEntries;
        for (var sector = layout.Difat.Start; sector < layout.Difat.End; sector++)
        {
            for (var i = 0; i < IdsPerSector; i++, fatSector++)
            {
                table.Add(fatSector < layout.Fat.End ? fatSector : Sector.Free);
            }

            table.Add(sector + 1 < layout.Difat.End ? sector + 1 : Sector.EndOfChain);
        }

        table.Complete();
    }

    private void WriteHeader(CompoundFileLayout layout)
    {
        Span<byte> header = stackalloc byte[Header.Length];
        header.Clear();
        Signature.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[Header.MinorVersion..], MinorVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(header[Header.MajorVersion..], MajorVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(header[Header.ByteOrder..], ByteOrder);
        BinaryPrimitives.WriteUInt16LittleEndian(header[Header.SectorShift..], SectorShift);
        BinaryPrimitives.WriteUInt16LittleEndian(header[Header.MiniSectorShift..], MiniSectorShift);
        Put(header, Header.FatSectorCount, layout.Fat.Count);
        Put(header, Header.FirstDirectorySector, layout.Directory.First);
        Put(header, Header.MiniStreamCutoff, MiniStreamCutoff);
        Put(header, Header.FirstMiniFatSector, layout.MiniFat.First);
        Put(header, Header.MiniFatSectorCount, layout.MiniFat.Count);
        Put(header, Header.FirstDifatSector, layout.Difat.First);
        Put(header, Header.DifatSectorCount, layout.Difat.Count);
        for (var i = 0u; i < HeaderDifatEntries; i++)
        {
            Put(header, Header.Difat + ((int)i * sizeof(uint)), i < layout.Fat.Count ? layout.Fat.Start + i : Sector.Free);
        }

        _output.Write(header);
    }

    private static void Put(Span<byte> header, int offset, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(header[offset..], value);

    private readonly record struct WrittenStream(string Name, uint Start, uint Length);
}
