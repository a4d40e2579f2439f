using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>How one package format writes relations between packages, and further metadata of a package.</summary>
internal sealed record RelationGrammar
{
    /// <summary>The grammar of a format that has no relations and no further metadata.</summary>
    public static readonly RelationGrammar None = new();

    /// <summary>The item that declares a relation; null if the format has none.</summary>
    public ServiceItem? Relation { get; init; }

    /// <summary>The relations by their native names; the first one is the default of an item without Kind.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>What to write instead of a relation that cannot be understood.</summary>
    public string Expected { get; init; } = "";

    /// <summary>Whether a kind, name and version (with its operator, or null) can be understood.</summary>
    public Func<string, string, string?, bool> IsValid { get; init; } = (_, _, _) => false;

    /// <summary>The item that declares further metadata of the package; null if the format has none.</summary>
    public ServiceItem? Field { get; init; }

    /// <summary>What the names of further metadata may contain besides letters and digits.</summary>
    public string FieldNameSigns { get; init; } = "-";

    /// <summary>The items that belong to the format.</summary>
    public IEnumerable<ServiceItem> Items => new[] { Relation, Field }.OfType<ServiceItem>();
}
