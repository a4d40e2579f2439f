using ServicePackaging.Formats.Executables;
using static System.IO.UnixFileMode;

namespace ServicePackaging.Unix;

/// <summary>The permission bits of files in packages. They follow from the content, because those on the build machine's disk are arbitrary
/// (NuGet leaves 0744).</summary>
internal static class UnixModes
{
    /// <summary>rwxr-xr-x.</summary>
    public const UnixFileMode Directory = Program;

    /// <summary>rwxr-xr-x.</summary>
    public const UnixFileMode Program = Data | UserExecute | GroupExecute | OtherExecute;

    /// <summary>rw-r--r--.</summary>
    public const UnixFileMode Data = Restricted | OtherRead;

    /// <summary>rw-r-----.</summary>
    public const UnixFileMode Restricted = UserRead | UserWrite | GroupRead;

    /// <summary>The bits as systemd, chmod and people write them: four octal digits.</summary>
    public static string ToOctal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');

    /// <summary>The bits for a file of that kind.</summary>
    public static UnixFileMode For(ExecutableKind kind) =>
        kind is ExecutableKind.ElfProgram or ExecutableKind.MachOProgram or ExecutableKind.Script ? Program : Data;
}
