namespace ServicePackaging.Vocabulary;

/// <summary>An item that a developer may declare.</summary>
/// <param name="name">The MSBuild item type.</param>
/// <param name="include">What its identity is, for the reference.</param>
/// <param name="metadata">Its own metadata; every item also has <see cref="ServiceItems.Filters"/>.</param>
/// <param name="meaning">What it means, for the reference.</param>
internal sealed class ServiceItem(string name, string include, IReadOnlyList<ItemMetadata> metadata, string meaning) : INamedRow
{
    /// <inheritdoc/>
    public string Name => name;

    /// <summary>What its identity is, for the reference.</summary>
    public string Include => include;

    /// <summary>Its own metadata.</summary>
    public IReadOnlyList<ItemMetadata> Metadata => metadata;

    /// <summary>What it means, for the reference.</summary>
    public string Meaning => meaning;

    /// <summary>Whether the identity names a file of the developer's.</summary>
    public bool IsFile { get; init; }

    /// <inheritdoc/>
    public override string ToString() => name;
}
