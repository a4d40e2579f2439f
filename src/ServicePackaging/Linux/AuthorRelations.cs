using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>The developer's own relations to other packages. They replace computed relations to the same package.</summary>
/// <param name="definition">The service.</param>
/// <param name="kinds">The kinds of relations that ask for a package more or less urgently.</param>
/// <param name="namesOf">Returns the alternatives or parts of a relation, without versions.</param>
internal sealed class AuthorRelations(
    ServiceDefinition definition, IReadOnlyList<string> kinds, Func<string, IEnumerable<string>> namesOf)
{
    private readonly List<(string Name, PackageRelation Relation)> _names =
    [
        .. from relation in definition.Relations
           where relation.Kind == PackageRelation.NoRelation || kinds.Contains(relation.Kind)
           from name in namesOf(relation.Name)
           select (name, relation),
    ];

    /// <summary>Whether the developer wrote a relation to a package that a computed relation names.</summary>
    public bool Replace(string relation) => namesOf(relation).Any(Name);

    /// <summary>Whether the developer wrote a relation to a package.</summary>
    public bool Name(string package) => _names.Exists(own => own.Name == package);

    /// <summary>Whether the developer wrote a relation to a package, but does not require it.</summary>
    /// <param name="package">The name of the package.</param>
    /// <param name="required">The kind that requires a package.</param>
    public bool Demote(string package, string required) =>
        _names.Exists(own => own.Name == package && own.Relation.Kind != required);
}
