namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>A stream of the package.</summary>
/// <param name="Name">The readable name.</param>
/// <param name="IsTable">Whether its name is that of a table's stream.</param>
/// <param name="StoredName">The name in the compound file.</param>
/// <param name="Length">The length in bytes.</param>
public sealed record MsiStreamInfo(string Name, bool IsTable, string StoredName, long Length);
