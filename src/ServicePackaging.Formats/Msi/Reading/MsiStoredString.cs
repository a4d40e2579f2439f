namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>A text of the string pool.</summary>
/// <param name="Id">The number by which cells refer to it, starting with 1.</param>
/// <param name="Text">The text; empty if the entry is free.</param>
/// <param name="References">How many cells refer to it, according to the pool.</param>
public sealed record MsiStoredString(int Id, string Text, int References);
