using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Rpm;

/// <summary>Reads a payload according to the header's list of files.</summary>
internal sealed class RpmPayloadReader
{
    private readonly IReadOnlyList<RpmFileInfo> _files;
    private readonly Dictionary<(string Directory, string Name), RpmFileInfo> _byPath = [];
    private readonly bool[] _read;
    private readonly Lazy<Dictionary<uint, (int Last, int Count)>> _links;

    /// <exception cref="InvalidDataException">The list contains a path twice.</exception>
    public RpmPayloadReader(IReadOnlyList<RpmFileInfo> files)
    {
        _files = files;
        _read = new bool[files.Count];
        _links = new(() => files.Where(file => file.IsFile).GroupBy(file => file.Inode)
            .ToDictionary(links => links.Key, links => (links.Last().Index, links.Count())));
        foreach (var file in files)
        {
            if (!_byPath.TryAdd((file.Directory, file.Name), file))
            {
                throw new InvalidDataException($"The package lists {file.Path} twice.");
            }
        }
    }

    /// <summary>The listed files that the payload has not contained so far.</summary>
    public IEnumerable<RpmFileInfo> Missing => _files.Where(file => !_read[file.Index]);

    /// <summary>Calls a function for each entry with a stream of the entry's content, which is valid only during the call.</summary>
    /// <param name="archive">The decompressed archive, which is disposed of.</param>
    /// <param name="visit">Returns false to stop. It also receives the header in the archive.</param>
    /// <param name="cancellationToken">Checked before each entry.</param>
    /// <exception cref="InvalidDataException">The archive is malformed or truncated, or contains an entry that is not listed or occurs
    /// twice.</exception>
    public void Read(Stream archive, Func<RpmFileInfo, CpioHeader, Stream, bool> visit, CancellationToken cancellationToken)
    {
        using var cpio = new CpioReader(archive);
        while (cpio.Next() is { } header)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = Find(header);
            if (_read[file.Index])
            {
                throw new InvalidDataException($"The payload contains {file.Path} twice.");
            }

            _read[file.Index] = true;
            var complete = header.Name is null ? Complete(header, file) : header;
            cpio.SetLength(complete.Length);
            if (!visit(file, complete, cpio))
            {
                return;
            }
        }

        cpio.Drain();
    }

    // Of several hard links, the last one in the list has the content (rpm, lib/rpmfi.cc: iterReadArchiveNext).
    private CpioHeader Complete(CpioHeader header, RpmFileInfo file)
    {
        var (last, count) = file.IsFile ? _links.Value[file.Inode] : (file.Index, 1);
        var length = (file.IsFile || file.IsSymlink) && file.Index == last ? file.Length : 0;
        return header with { Mode = new InodeMode(file.Type, file.Mode), LinkCount = (uint)count, Length = length };
    }

    // rpm writes names as ./x; an old version wrote /x.
    private RpmFileInfo Find(CpioHeader header)
    {
        if (header.Name is not { } name)
        {
            return header.Index < _files.Count
                ? _files[(int)header.Index]
                : throw new InvalidDataException($"The payload contains the file {header.Index} of {_files.Count}.");
        }

        var path = name.StartsWith('.') ? name[1..] : name;
        var slash = path.LastIndexOf('/') + 1;
        return _byPath.TryGetValue((path[..slash], path[slash..]), out var file)
            ? file
            : throw new InvalidDataException($"The payload contains '{name.ReplaceLineEndings("\\n")}', which the header does not list.");
    }
}
