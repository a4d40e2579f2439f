using System.Text.RegularExpressions;
using ServicePackaging.Model;
using ServicePackaging.Reading;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Rpm;

/// <summary>Relations between RPM packages (rpm, docs/manual/dependencies.md).</summary>
internal static partial class RpmRelations
{
    public static readonly IReadOnlyList<string> Kinds =
        ["Requires", "Recommends", "Suggests", "Supplements", "Enhances", "Conflicts", "Obsoletes", "Provides"];

    private static readonly IReadOnlyList<string> AllKinds = [.. Kinds, PackageRelation.NoRelation];

    public static readonly RelationGrammar Grammar = new()
    {
        Relation = RelationItems.Relation(
            "RpmDependency", "package", AllKinds,
            "A relation to another RPM package. It replaces the computed relations to that package, and `None` only leaves them out"),
        Kinds = AllKinds,
        Expected = "a package, capability or path, or a rich relation such as (a or b) where it is not provided or obsoleted, "
            + "and Version=\">= 1.0\" with one of < <= = >= >",
        IsValid = IsValid,
        Field = RelationItems.Field(
            "RpmTag", "tag", "A tag of the RPM header: Group, Distribution, Packager, Epoch, BugUrl, DistUrl, Vcs"),
    };

    private static bool IsValid(string kind, string name, string? version) =>
        Name().IsMatch(name)
        && (name[0] == '(' ? IsRich(kind, name) && version is null : version is null || Version().IsMatch(version));

    // One pair of parentheses encloses all of it, and only a plain name can be provided or obsoleted (rpm,
    // docs/manual/boolean_dependencies.md).
    private static bool IsRich(string kind, string name)
    {
        var depth = 0;
        var closed = name.Select(c => depth += c switch { '(' => 1, ')' => -1, _ => 0 }).ToList().IndexOf(0);
        return closed == name.Length - 1 && kind is not ("Provides" or "Obsoletes");
    }

    [GeneratedRegex(@"\A(\([^\n]+\)|[A-Za-z0-9_/][A-Za-z0-9_./+:()~-]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A(<|<=|=|>=|>)\s*[A-Za-z0-9.+~^:_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
