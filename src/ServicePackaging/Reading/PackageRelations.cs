using System.Text.RegularExpressions;
using ServicePackaging.Planning;

namespace ServicePackaging.Reading;

/// <summary>How one package manager writes relations between packages.</summary>
/// <param name="ItemType">The item type that declares them.</param>
/// <param name="FieldItemType">The item type that declares further metadata of the package.</param>
/// <param name="Kinds">The relations by their native names; the first is what an item without Kind means.</param>
/// <param name="Expected">What to write instead of a relation that cannot be understood.</param>
internal sealed partial record PackageRelations(string ItemType, string FieldItemType, IReadOnlyList<string> Kinds, string Expected)
{
    /// <summary>Debian's (debian-policy 7.1).</summary>
    public static readonly PackageRelations Debian = new(
        "DebDependency", "DebField",
        ["Depends", "Pre-Depends", "Recommends", "Suggests", "Enhances", "Conflicts", "Breaks", "Replaces", "Provides"],
        "a package's name and Version=\">= 1.0\" with one of << <= = >= >>; or alternatives such as a (>= 1.0) | b");

    /// <summary>RPM's (rpm, docs/manual/dependencies.md).</summary>
    public static readonly PackageRelations Rpm = new(
        "RpmDependency", "RpmTag",
        ["Requires", "Recommends", "Suggests", "Supplements", "Enhances", "Conflicts", "Obsoletes", "Provides"],
        "a package, capability or path, or a rich relation such as (a or b) where it is not provided or obsoleted, and Version=\">= 1.0\" with one of < <= = >= >");

    /// <summary>The macOS Installer knows no other packages.</summary>
    public static readonly PackageRelations Pkg = new("", "", [], "");

    /// <summary>Windows Installer knows no other packages. Its properties are called by identifiers (Microsoft, "Restrictions on Property Names").</summary>
    public static readonly PackageRelations Msi = new("", "MsiProperty", [], "") { FieldNameSigns = "_." };

    /// <summary>What the names of further metadata hold beside letters and digits.</summary>
    public string FieldNameSigns { get; private init; } = "-";

    /// <summary>The relations of a format.</summary>
    public static PackageRelations For(string format) => format switch
    {
        PackageFormatNames.Deb => Debian,
        PackageFormatNames.Rpm => Rpm,
        PackageFormatNames.Pkg => Pkg,
        PackageFormatNames.Msi => Msi,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "not a format that is made"),
    };

    /// <summary>Whether a name, with an operator and version or without, can be understood.</summary>
    public bool IsValid(string kind, string name, string? version) => this == Rpm
        ? RpmName().IsMatch(name) && (name[0] == '(' ? IsRich(kind, name) && version is null : version is null || RpmVersion().IsMatch(version))
        : name.Split('|', StringSplitOptions.TrimEntries).All(alternative => DebianAlternative().IsMatch(alternative))
            && (version is null || (DebianVersion().IsMatch(version) && !name.Contains('|', StringComparison.Ordinal)));

    // One pair of parentheses holds all of it, and what is offered or replaced is named (rpm, docs/manual/boolean_dependencies.md).
    private static bool IsRich(string kind, string name)
    {
        var depth = 0;
        var closed = name.Select(c => depth += c switch { '(' => 1, ')' => -1, _ => 0 }).ToList().IndexOf(0);
        return closed == name.Length - 1 && kind is not ("Provides" or "Obsoletes");
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9+.-]+(:[a-z0-9-]+)?(\s*\((<<|<=|=|>=|>>)\s*[A-Za-z0-9.+~:-]+\))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DebianAlternative();

    [GeneratedRegex(@"\A(<<|<=|=|>=|>>)\s*[A-Za-z0-9.+~:-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex DebianVersion();

    [GeneratedRegex(@"\A(\([^\n]+\)|[A-Za-z0-9_/][A-Za-z0-9_./+:()~-]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex RpmName();

    [GeneratedRegex(@"\A(<|<=|=|>=|>)\s*[A-Za-z0-9.+~^:_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex RpmVersion();
}
