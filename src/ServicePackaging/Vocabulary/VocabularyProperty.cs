namespace ServicePackaging.Vocabulary;

/// <summary>A property that a developer may set.</summary>
/// <param name="Name">The MSBuild property.</param>
/// <param name="Default">What holds when it is not set, in words.</param>
/// <param name="Meaning">What it means.</param>
public sealed record VocabularyProperty(string Name, string Default, string Meaning)
{
    /// <summary>Whether a platform's prefix (Linux, MacOS, Windows) may stand before the name.</summary>
    public bool HasPlatformForms => Name.StartsWith("Service", StringComparison.Ordinal) && !Name.StartsWith("ServicePackage", StringComparison.Ordinal);

    /// <summary>Whether the build acts on it before there is a model.</summary>
    public bool IsBuildOnly { get; init; }

    /// <summary>The property of the .NET SDK whose value it has when it is not set; null for none.</summary>
    public string? ProjectProperty { get; init; }
}
