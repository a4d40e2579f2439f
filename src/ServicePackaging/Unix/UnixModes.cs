using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Unix;

/// <summary>The permission bits that packaged things have. They go by content: what the build machine's disk says is chance (NuGet leaves 0744).</summary>
internal static class UnixModes
{
    /// <summary>rwxr-xr-x.</summary>
    public const int Directory = 0b111_101_101;

    /// <summary>rwxr-xr-x.</summary>
    public const int Program = 0b111_101_101;

    /// <summary>rw-r--r--.</summary>
    public const int Data = 0b110_100_100;

    /// <summary>rw-r-----.</summary>
    public const int Restricted = 0b110_100_000;

    /// <summary>The bits as systemd, chmod and people write them: four octal digits.</summary>
    public static string ToOctal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    /// <summary>The bits for a file of that kind.</summary>
    public static int For(ExecutableKind kind) =>
        kind is ExecutableKind.ElfProgram or ExecutableKind.MachOProgram or ExecutableKind.Script ? Program : Data;
}
