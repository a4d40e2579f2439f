using static System.IO.UnixFileMode;

namespace ServicePackaging.Formats.Archives;

/// <summary>The permission bits of the objects that the package writers create.</summary>
internal static class StandardModes
{
    /// <summary>Octal 0644.</summary>
    public const UnixFileMode ReadableFile = UserRead | UserWrite | GroupRead | OtherRead;

    /// <summary>Octal 0755.</summary>
    public const UnixFileMode ExecutableFile = ReadableFile | Execute;

    /// <summary>Octal 0755.</summary>
    public const UnixFileMode Directory = ExecutableFile;

    /// <summary>Octal 0777, which Linux shows for symbolic links.</summary>
    public const UnixFileMode SymbolicLink = ExecutableFile | GroupWrite | OtherWrite;

    /// <summary>Octal 0111.</summary>
    public const UnixFileMode Execute = UserExecute | GroupExecute | OtherExecute;

    /// <summary>Octal 7777: every permission bit.</summary>
    public const UnixFileMode All = (UnixFileMode)0xFFF;
}
