using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>What a definition is read for: one package format of one platform.</summary>
internal sealed record ReadingTarget
{
    /// <summary>The format's name.</summary>
    public required string Format { get; init; }

    /// <summary>The platform of its packages.</summary>
    public required Platform Platform { get; init; }

    /// <summary>How the format writes relations and further metadata.</summary>
    public required RelationGrammar Relations { get; init; }

    /// <summary>The directory of the files in which administrators set variables for services; null for the platform's own.</summary>
    public string? EnvironmentDirectory { get; init; }

    /// <summary>The names of all formats.</summary>
    public required IReadOnlyList<string> KnownFormats { get; init; }

    /// <summary>The names of the templates of all formats.</summary>
    public required IReadOnlyList<string> KnownTemplates { get; init; }

    /// <summary>The items of the vocabulary and of all formats.</summary>
    public required IReadOnlyList<ServiceItem> KnownItems { get; init; }
}
