namespace ServicePackaging.Vocabulary;

/// <summary>An item that a developer may declare.</summary>
/// <param name="Name">The MSBuild item type.</param>
/// <param name="Include">What its identity is.</param>
/// <param name="Metadata">Its own metadata; every item also takes <c>Platforms</c> and <c>Formats</c>.</param>
/// <param name="Meaning">What it means.</param>
public sealed record VocabularyItem(string Name, string Include, IReadOnlyList<VocabularyMetadata> Metadata, string Meaning)
{
    /// <summary>Whether the identity names a file of the developer's.</summary>
    public bool IsFile { get; init; }
}
