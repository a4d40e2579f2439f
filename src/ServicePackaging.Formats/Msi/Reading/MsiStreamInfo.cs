namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>A stream of the package.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="IsTable">Whether it is a table's, by its name.</param>
/// <param name="StoredName">Its name in the compound file.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record MsiStreamInfo(string Name, bool IsTable, string StoredName, long Length);
