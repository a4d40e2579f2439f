namespace ServicePackaging.Model;

/// <summary>A log file to rotate.</summary>
/// <param name="Path">Absolute, or with directory tokens; may be a glob.</param>
/// <param name="Rotate">How often.</param>
/// <param name="Keep">How many old files are kept.</param>
/// <param name="Size">Rotate sooner past this size, or null.</param>
/// <param name="Compress">Whether old files are compressed.</param>
/// <param name="Reload">Whether the service is told to open its files again; otherwise the file is copied and truncated.</param>
public sealed record ServiceLog(string Path, LogRotation Rotate, int Keep, string? Size, bool Compress, bool Reload);

/// <summary>How often a log file is rotated.</summary>
public enum LogRotation
{
    /// <summary>Every day.</summary>
    Daily,

    /// <summary>Every week.</summary>
    Weekly,

    /// <summary>Every month.</summary>
    Monthly,
}
