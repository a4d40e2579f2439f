namespace ServicePackaging.Reading;

/// <summary>An item as the developer declared it.</summary>
/// <param name="Include">The item's identity.</param>
/// <param name="FullPath">The absolute path that the identity means when it names a file.</param>
/// <param name="Metadata">The custom metadata by name, empty values left out.</param>
public sealed record InputItem(string Include, string FullPath, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The metadata that the developer wrote for this item type; the rest comes with the items that it includes, which may have
    /// metadata of any name. Null when there is no difference.</summary>
    public IReadOnlySet<string>? Written { get; init; }
}
