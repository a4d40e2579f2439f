namespace ServicePackaging.Formats.Archives;

/// <summary>The type of a file system object: the bits of a mode above the permission bits (inode(7), "The file type and mode").</summary>
public enum UnixFileType
{
    /// <summary>No type is specified.</summary>
    None = 0,

    /// <summary>A directory.</summary>
    Directory = 0x4000,

    /// <summary>A regular file.</summary>
    RegularFile = 0x8000,

    /// <summary>A symbolic link.</summary>
    SymbolicLink = 0xA000,
}

/// <summary>The <c>st_mode</c> of inode(7), as archives store it: type and permission bits in one number.</summary>
internal readonly record struct InodeMode(UnixFileType Type, UnixFileMode Permissions)
{
    /// <summary>Splits the stored number. A type without a name in the enumeration is kept unchanged.</summary>
    public static InodeMode FromBits(int bits) =>
        new((UnixFileType)(bits & ~(int)StandardModes.All), (UnixFileMode)bits & StandardModes.All);

    /// <summary>Returns the mode of an entry.</summary>
    public static InodeMode Of(PackageEntry entry) => new(TypeOf(entry), entry.Mode);

    /// <summary>Returns the number to store.</summary>
    public int ToBits() => (int)Type | (int)Permissions;

    private static UnixFileType TypeOf(PackageEntry entry) => entry switch
    {
        FileEntry => UnixFileType.RegularFile,
        DirectoryEntry => UnixFileType.Directory,
        SymlinkEntry => UnixFileType.SymbolicLink,
        _ => throw new ArgumentException($"{entry.Path} is of a kind that has no mode: {entry.GetType().Name}.", nameof(entry)),
    };
}
