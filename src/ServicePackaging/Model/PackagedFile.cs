namespace ServicePackaging.Model;

/// <summary>A file the developer adds to the package.</summary>
/// <param name="Source">The file itself.</param>
/// <param name="PayloadPath">The path that the same file has in the published output, or null.</param>
/// <param name="TargetPath">Absolute path on the target machine.</param>
/// <param name="Mode">Permission bits, or null to derive them from the content.</param>
/// <param name="Owner">Owner's name.</param>
/// <param name="Group">Group's name, or null if none is set: then the platform decides.</param>
public sealed record PackagedFile(
    SourceFile Source,
    string? PayloadPath,
    string TargetPath,
    UnixFileMode? Mode,
    string Owner,
    string? Group)
{
    /// <summary>The absolute path that it had in earlier versions, or null.</summary>
    public string? FormerPath { get; init; }
}
