using System.Text.RegularExpressions;
using ServicePackaging.Model;
using ServicePackaging.Reading;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Deb;

/// <summary>Relations between Debian packages (debian-policy 7.1).</summary>
internal static partial class DebRelations
{
    /// <summary>The fields of a control paragraph that hold relations.</summary>
    public static readonly IReadOnlyList<string> Kinds =
        ["Depends", "Pre-Depends", "Recommends", "Suggests", "Enhances", "Conflicts", "Breaks", "Replaces", "Provides"];

    private static readonly IReadOnlyList<string> AllKinds = [.. Kinds, PackageRelation.NoRelation];

    public static readonly RelationGrammar Grammar = new()
    {
        Relation = RelationItems.Relation(
            "DebDependency", "package, or alternatives with `|`", AllKinds,
            "A relation to another Debian package. It replaces the computed relations to that package, and `None` only leaves them out"),
        Kinds = AllKinds,
        Expected = "a package's name and Version=\">= 1.0\" with one of << <= = >= >>; or alternatives such as a (>= 1.0) | b",
        IsValid = (_, name, version) => IsValid(name, version),
        Field = RelationItems.Field("DebField", "name", "A field of the Debian control file"),
    };

    private static bool IsValid(string name, string? version) =>
        name.Split('|', StringSplitOptions.TrimEntries).All(alternative => Alternative().IsMatch(alternative))
        && (version is null || (Version().IsMatch(version) && !name.Contains('|', StringComparison.Ordinal)));

    [GeneratedRegex(
        @"\A[a-z0-9][a-z0-9+.-]+(:[a-z0-9-]+)?(\s*\((<<|<=|=|>=|>>)\s*[A-Za-z0-9.+~:-]+\))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Alternative();

    [GeneratedRegex(@"\A(<<|<=|=|>=|>>)\s*[A-Za-z0-9.+~:-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
