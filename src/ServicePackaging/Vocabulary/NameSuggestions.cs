using F23.StringSimilarity;
using ServicePackaging.Model;

namespace ServicePackaging.Vocabulary;

/// <summary>Finds what a developer meant by a name that is almost one of the vocabulary.</summary>
/// <param name="items">The items of the vocabulary and of all formats.</param>
internal sealed class NameSuggestions(IEnumerable<ServiceItem> items)
{
    // Two changes: a transposition, a missing and a doubled letter are all found, and short names of other SDKs are not.
    private const int MostChanges = 2;

    // Insertions, deletions, substitutions, and transpositions of neighbours.
    private static readonly OptimalStringAlignment Changes = new();

    private readonly HashSet<string> _items = items.Select(item => item.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _properties =
        (from property in ServiceProperties.All
         from prefix in property.HasPlatformForms ? Enum.GetNames<Platform>().Prepend("") : [""]
         select prefix + property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an item has exactly this name; MSBuild ignores case.</summary>
    public bool IsItem(string name) => _items.Contains(name);

    /// <summary>Whether a property has exactly this name; MSBuild ignores case.</summary>
    public bool IsProperty(string name) => _properties.Contains(name);

    /// <summary>Finds the nearest property name within two changes; null if the name is known or nothing is near.</summary>
    public string? FindProperty(string name) => IsProperty(name) || IsItem(name) ? null : FindNearest(name, _properties);

    /// <summary>Finds the nearest item name within two changes; null if the name is known or nothing is near.</summary>
    public string? FindItem(string name) => IsProperty(name) || IsItem(name) ? null : FindNearest(name, _items);

    private static string? FindNearest(string name, IEnumerable<string> known) =>
        (from candidate in known
         where Math.Abs(candidate.Length - name.Length) <= MostChanges
         let distance = Changes.Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())
         where distance <= MostChanges && distance * 3 < candidate.Length
         orderby distance, candidate
         select candidate).FirstOrDefault();
}
