using System.Diagnostics.CodeAnalysis;

namespace ServicePackaging.Values;

/// <summary>What can be said about a kind of value without knowing its .NET type.</summary>
internal interface IValueKind
{
    /// <summary>A short name in kebab case, such as <c>duration</c>.</summary>
    string Name { get; }

    /// <summary>What a valid value looks like, with examples; completes the sentence "Write …".</summary>
    string Expected { get; }

    /// <summary>All valid values, if there are only a few; otherwise empty.</summary>
    IReadOnlyList<string> Choices { get; }
}

/// <summary>A kind of value that a property or a piece of metadata can have.</summary>
/// <param name="Name">A short name in kebab case, such as <c>duration</c>.</param>
/// <param name="Expected">What a valid value looks like, with examples; completes the sentence "Write …".</param>
/// <param name="TryParse">Reads a trimmed text that is not empty.</param>
/// <param name="Format">Writes a value as a developer would.</param>
internal sealed record ValueKind<T>(string Name, string Expected, TryParse<T> TryParse, Func<T, string> Format) : IValueKind
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Choices { get; init; } = [];
}

/// <summary>Reads a value strictly: no partial match, no guess.</summary>
internal delegate bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value);
