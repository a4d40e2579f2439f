using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Rpm;

/// <summary>Reads a payload against the header's list of files.</summary>
internal sealed class RpmPayloadReader
{
    private readonly IReadOnlyList<RpmFileInfo> _files;
    private readonly Dictionary<(string Directory, string Name), RpmFileInfo> _byPath = [];
    private readonly bool[] _read;
    private readonly Lazy<Dictionary<uint, (int Last, int Count)>> _links;

    /// <exception cref="InvalidDataException">The list has a path twice.</exception>
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

    /// <summary>The listed files that the payload did not hold, so far.</summary>
    public IEnumerable<RpmFileInfo> Missing => _files.Where(file => !_read[file.Index]);

    /// <summary>Calls back for each entry; the stream is the entry's content and lives as long as the call.</summary>
    /// <param name="archive">The decompressed archive, which is disposed.</param>
    /// <param name="visit">Returns false to stop; the header is the archive's own.</param>
    /// <param name="cancellationToken">Asked before each entry.</param>
    /// <exception cref="InvalidDataException">The archive is malformed, ends early, or holds what is not listed, or twice.</exception>
    public void Read(Stream archive, Func<RpmFileInfo, CpioHeader, Stream, bool> visit, CancellationToken cancellationToken)
    {
        using var cpio = new CpioReader(archive);
        while (cpio.Next() is { } header)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = Find(header);
            if (_read[file.Index])
            {
                throw new InvalidDataException($"The payload holds {file.Path} twice.");
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

    // Of hard links the last in the list has the content (rpm, lib/rpmfi.cc: iterReadArchiveNext).
    private CpioHeader Complete(CpioHeader header, RpmFileInfo file)
    {
        var (last, count) = file.IsFile ? _links.Value[file.Inode] : (file.Index, 1);
        var length = (file.IsFile || file.IsSymlink) && file.Index == last ? file.Length : 0;
        return header with { Mode = new InodeMode(file.Type, file.Mode), LinkCount = (uint)count, Length = length };
    }

    // rpm has written names as ./x and, once, as /x.
    private RpmFileInfo Find(CpioHeader header)
    {
        if (header.Name is not { } name)
        {
            return header.Index < _files.Count
                ? _files[(int)header.Index]
                : throw new InvalidDataException($"The payload holds the file {header.Index} of {_files.Count}.");
        }

        var path = name.StartsWith('.') ? name[1..] : name;
        var slash = path.LastIndexOf('/') + 1;
        return _byPath.TryGetValue((path[..slash], path[slash..]), out var file)
            ? file
            : throw new InvalidDataException($"The payload holds '{name.ReplaceLineEndings("\\n")}', which the header does not list.");
    }
}
