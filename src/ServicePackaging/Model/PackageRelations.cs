using System.Text.RegularExpressions;

namespace ServicePackaging.Model;

/// <summary>The native relations between packages.</summary>
internal static partial class PackageRelations
{
    /// <summary>Debian's relation fields (debian-policy 7.1); the first is what an item without Kind means.</summary>
    public static IReadOnlyList<string> DebianKinds { get; } =
        ["Depends", "Pre-Depends", "Recommends", "Suggests", "Enhances", "Conflicts", "Breaks", "Replaces", "Provides"];

    /// <summary>What to write instead of a relation that cannot be understood; null when it can.</summary>
    public static string? FindFault(string name, string? version) =>
        name.Split('|', StringSplitOptions.TrimEntries).All(alternative => Alternative().IsMatch(alternative)) && (version is null || (Version().IsMatch(version) && !name.Contains('|', StringComparison.Ordinal)))
            ? null
            : "a package's name and Version=\">= 1.0\" with one of << <= = >= >>; or alternatives such as a (>= 1.0) | b";

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9+.-]+(:[a-z0-9-]+)?(\s*\((<<|<=|=|>=|>>)\s*[A-Za-z0-9.+~:-]+\))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Alternative();

    [GeneratedRegex(@"\A(<<|<=|=|>=|>>)\s*[A-Za-z0-9.+~:-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
