using ServicePackaging.Values;

namespace ServicePackaging.Vocabulary;

/// <summary>Rows for the items by which a package format offers its own relations and metadata.</summary>
internal static class RelationItems
{
    private const string KindMeaning = "The kind of relation";

    public static readonly ItemMetadata<string?> Kind = new("Kind", ValueKinds.Line, null, KindMeaning);

    /// <summary>An item that declares a relation to another package.</summary>
    public static ServiceItem Relation(string name, string include, IReadOnlyList<string> kinds, string meaning) => new(
        name,
        include,
        [ServiceItems.Version, new ItemMetadata<string?>(Kind.Name, ValueKinds.Line, kinds[0], KindMeaning, string.Join(", ", kinds))],
        meaning);

    /// <summary>An item that declares further metadata of the package.</summary>
    public static ServiceItem Field(string name, string include, string meaning) => new(name, include, [ServiceItems.Value], meaning);
}
