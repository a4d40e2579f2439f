using ServicePackaging.Formats.Checksums;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Formats.MacPkg;

/// <summary>Computes the properties of a file's content that a bill of materials lists, while the content is written.</summary>
internal sealed class BomFileObserver
{
    private readonly byte[] _head = new byte[MachOReader.HeadLength];
    private readonly PosixChecksum _checksum = new();
    private readonly List<PosixChecksum> _sliceChecksums = [];
    private MachOFile? _file;
    private int _headLength;
    private bool _hasHead;
    private long _length;
    private long _position;

    /// <summary>Starts a file of a given length.</summary>
    public void Begin(long length)
    {
        (_file, _headLength, _hasHead, _length, _position) = (null, 0, false, length, 0);
        _sliceChecksums.Clear();
    }

    /// <summary>Adds the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (!_hasHead)
        {
            var taken = Math.Min(bytes.Length, _head.Length - _headLength);
            bytes[..taken].CopyTo(_head.AsSpan(_headLength));
            _headLength += taken;
            bytes = bytes[taken..];
            if (_headLength < _head.Length)
            {
                return;
            }

            ReadHead();
        }

        Sum(bytes);
    }

    /// <summary>Adds the results to the file's record.</summary>
    public BomRecord Complete(BomRecord record)
    {
        if (!_hasHead)
        {
            ReadHead();
        }

        var checksum = _checksum.Finish();
        var slices = _file is null ? [] : _file.Slices.Select((slice, i) => new BomSlice(
            slice.CpuType,
            slice.CpuSubtype,
            (uint)slice.Length,
            _file.IsUniversal ? _sliceChecksums[i].Finish() : checksum));
        return record with { Checksum = checksum, IsUniversal = _file?.IsUniversal ?? false, Slices = [.. slices] };
    }

    private void ReadHead()
    {
        _hasHead = true;
        var head = _head.AsSpan(0, _headLength);
        // Records have four bytes for the length of a slice. Larger files are recorded like files without machine code.
        _file = MachOReader.ReadArchitectures(head, _length);
        _file = _file?.Slices.Any(slice => slice.Length > uint.MaxValue) == true ? null : _file;
        if (_file is { IsUniversal: true })
        {
            _sliceChecksums.AddRange(_file.Slices.Select(_ => new PosixChecksum()));
        }

        Sum(head);
    }

    private void Sum(ReadOnlySpan<byte> bytes)
    {
        _checksum.Append(bytes);
        for (var i = 0; i < _sliceChecksums.Count; i++)
        {
            var slice = _file!.Slices[i];
            var start = (int)Math.Clamp(slice.Offset - _position, 0, bytes.Length);
            var end = (int)Math.Clamp(slice.Offset + slice.Length - _position, start, bytes.Length);
            _sliceChecksums[i].Append(bytes[start..end]);
        }

        _position += bytes.Length;
    }
}
