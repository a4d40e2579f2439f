using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Rpm;

/// <summary>Reads the header's list of files, which is stored as one array per property.</summary>
internal static class RpmFileList
{
    /// <exception cref="InvalidDataException">The arrays are inconsistent, or a path is not below the root.</exception>
    public static IReadOnlyList<RpmFileInfo> Read(RpmHeader header)
    {
        var names = header.Texts(RpmTag.BaseNames);
        var directories = header.Texts(RpmTag.DirNames);
        foreach (var directory in directories)
        {
            CheckDirectory(directory);
        }

        var indexes = Of(header.Numbers(RpmTag.DirIndexes), names);
        var modes = Of(header.Numbers(RpmTag.FileModes), names);
        var lengths = Of(header.Numbers(header[RpmTag.LongFileSizes] is null ? RpmTag.FileSizes : RpmTag.LongFileSizes), names);
        var digests = Of(header.Texts(RpmTag.FileDigests), names);
        var targets = Of(header.Texts(RpmTag.FileLinkTos), names);
        var flags = Of(header.Numbers(RpmTag.FileFlags), names);
        var owners = Of(header.Texts(RpmTag.FileUserName), names);
        var groups = Of(header.Texts(RpmTag.FileGroupName), names);
        var times = Of(header.Numbers(RpmTag.FileMtimes), names);
        var inodes = Of(header.Numbers(RpmTag.FileInodes), names);
        var files = new RpmFileInfo[names.Count];
        for (var i = 0; i < files.Length; i++)
        {
            var mode = InodeMode.FromBits((int)modes[i]);
            files[i] = new RpmFileInfo
            {
                Index = i,
                Directory = indexes[i] < (ulong)directories.Count ? directories[(int)indexes[i]] : throw Malformed(),
                Name = CheckName(names[i]),
                Type = mode.Type,
                Mode = mode.Permissions,
                Length = lengths[i] <= long.MaxValue ? (long)lengths[i] : throw Malformed(),
                Digest = digests[i],
                LinkTarget = targets[i],
                Flags = (RpmFileAttributes)(uint)flags[i],
                Owner = owners[i],
                Group = groups[i],
                ModificationTime = DateTimeOffset.FromUnixTimeSeconds((uint)times[i]),
                Inode = (uint)inodes[i],
            };
        }

        return files;
    }

    private static IReadOnlyList<T> Of<T>(IReadOnlyList<T> values, IReadOnlyList<string> names) =>
        values.Count == names.Count ? values : throw Malformed();

    private static void CheckDirectory(string directory)
    {
        if (directory == "/")
        {
            return;
        }

        if (directory.Length < 3 || directory[0] != '/' || directory[^1] != '/')
        {
            throw Unusable(directory);
        }

        var inner = directory.AsSpan()[1..^1];
        foreach (var segment in inner.Split('/'))
        {
            if (inner[segment] is "" || !IsName(inner[segment]))
            {
                throw Unusable(directory);
            }
        }
    }

    // The root is a directory with an empty name in itself.
    private static string CheckName(string name) => IsName(name) && !name.Contains('/') ? name : throw Unusable(name);

    private static bool IsName(ReadOnlySpan<char> segment) => segment is not ("." or "..") && !segment.Contains('\n');

    private static InvalidDataException Malformed() => new("The package's list of files is inconsistent.");

    private static InvalidDataException Unusable(string path) => new($"The package lists '{path}', which is not a path below the root.");
}
