namespace ServicePackaging.Vocabulary;

/// <summary>A piece of metadata.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">What it may be, where that is a list or needs an example.</param>
public sealed record VocabularyMetadata(string Name, string Values = "");
