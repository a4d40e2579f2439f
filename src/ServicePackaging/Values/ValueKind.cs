using System.Diagnostics.CodeAnalysis;

namespace ServicePackaging.Values;

/// <summary>A kind of value that a property or a piece of metadata can have.</summary>
/// <param name="Expected">What a valid value looks like, with examples; completes the sentence "Write …".</param>
/// <param name="TryParse">Reads a trimmed text that is not empty.</param>
/// <param name="Format">Writes a value as a developer would.</param>
internal sealed record ValueKind<T>(string Expected, TryParse<T> TryParse, Func<T, string> Format);

/// <summary>Reads a value strictly: no partial match, no guess.</summary>
internal delegate bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value);
