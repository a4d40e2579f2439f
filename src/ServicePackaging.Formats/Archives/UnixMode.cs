namespace ServicePackaging.Formats.Archives;

/// <summary>The permission bits that packages give to what they make themselves.</summary>
internal static class UnixMode
{
    /// <summary>Octal 0644.</summary>
    public const int ReadableFile = 0b110_100_100;

    /// <summary>Octal 0755.</summary>
    public const int ExecutableFile = 0b111_101_101;

    /// <summary>Octal 0755.</summary>
    public const int Directory = 0b111_101_101;
}

/// <summary>The bits of a mode that say what an object is (inode(7)).</summary>
internal static class UnixFileType
{
    public const int Mask = 0xF000;
    public const int Directory = 0x4000;
    public const int RegularFile = 0x8000;
    public const int SymbolicLink = 0xA000;

    /// <summary>The object's type and permission bits.</summary>
    public static int ModeOf(PackageEntry entry) => entry.Mode | entry switch
    {
        FileEntry => RegularFile,
        DirectoryEntry => Directory,
        SymlinkEntry => SymbolicLink,
        _ => throw new ArgumentException($"{entry.Path} is of a kind that has no mode here: {entry.GetType().Name}.", nameof(entry)),
    };
}
