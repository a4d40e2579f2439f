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
