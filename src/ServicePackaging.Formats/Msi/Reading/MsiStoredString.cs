namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>A text of the string pool.</summary>
/// <param name="Id">What cells refer to it by, from 1.</param>
/// <param name="Text">The text; empty where the place is free.</param>
/// <param name="References">How many cells refer to it, as the pool says.</param>
public sealed record MsiStoredString(int Id, string Text, int References);
