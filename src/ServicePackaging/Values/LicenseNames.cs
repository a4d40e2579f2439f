using System.Text.RegularExpressions;

namespace ServicePackaging.Values;

/// <summary>Licenses in the terms of each package format. Projects name them by SPDX expressions (PackageLicenseExpression).</summary>
internal static partial class LicenseNames
{
    // Debian's names, where they differ from SPDX (copyright-format 1.0, "Short name"). GNU licenses follow a rule.
    private static readonly Dictionary<string, string> DebianNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MIT"] = "Expat",
        ["BSD-2-Clause"] = "BSD-2-clause",
        ["BSD-3-Clause"] = "BSD-3-clause",
        ["BSD-4-Clause"] = "BSD-4-clause",
        ["Artistic-1.0"] = "Artistic",
        ["Artistic-1.0-Perl"] = "Artistic",
        ["Artistic-2.0"] = "Artistic-2",
        ["Python-2.0"] = "Python-2",
        ["EFL-2.0"] = "EFL-2",
        ["W3C"] = "W3C-Software",
    };

    // The licenses that every Debian system contains (policy 12.5), by Debian's names.
    private static readonly string[] OnEveryDebian =
    [
        "Apache-2.0", "Artistic", "CC0-1.0", "GFDL-1.2", "GFDL-1.3", "GPL-1", "GPL-2", "GPL-3", "LGPL-2", "LGPL-2.1", "LGPL-3", "MPL-1.1",
        "MPL-2.0",
    ];

    /// <summary>An expression as Debian writes it: <c>GPL-3+ or Expat</c>.</summary>
    public static string ToDebian(string expression)
    {
        // A comma separates what SPDX puts into parentheses.
        var text = Closing().Replace(
            expression, match => match.Groups["word"] is { Success: true, Value: var word } ? $", {word.ToLowerInvariant()} " : "");
        text = text.Replace("(", "", StringComparison.Ordinal);
        text = Exception().Replace(text, match => $" with {match.Groups["name"].Value} exception");
        text = Operator().Replace(text, match => match.Value.ToLowerInvariant());
        return Identifier().Replace(text, match => IsWord(match.Value) ? match.Value : NameOf(match.Value));
    }

    /// <summary>The licenses of an expression, each by Debian's name.</summary>
    public static IReadOnlyList<string> DebianLicenses(string expression) =>
        [.. DebianSeparator().Split(ToDebian(expression)).Where(name => name.Length > 0).Distinct()];

    /// <summary>The file of a license in /usr/share/common-licenses; null if Debian systems do not contain it.</summary>
    public static string? CommonFile(string debianName)
    {
        var name = debianName.Split(' ')[0].TrimEnd('+');
        return Array.Find(OnEveryDebian, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>An expression with the present names of SPDX, which rpmlint requires: <c>GPL-3.0+</c> is <c>GPL-3.0-or-later</c>.</summary>
    public static string ToSpdx(string expression) => DeprecatedGnu().Replace(
        expression, match => match.Groups["name"].Value + (match.Groups["later"].Success ? "-or-later" : "-only"));

    /// <summary>The name of a license that has none in SPDX, from the name of its package (SPDX, "License expressions").</summary>
    public static string OwnName(string package) => "LicenseRef-" + package.Replace('+', '-');

    private static bool IsWord(string text) => text is "or" or "and" or "with" or "exception";

    private static string NameOf(string spdx)
    {
        if (DebianNames.TryGetValue(spdx, out var name))
        {
            return name;
        }

        // GPL-3.0-or-later is GPL-3+, LGPL-2.1-only is LGPL-2.1.
        return Gnu().Match(spdx) is { Success: true } match
            ? $"{match.Groups["name"].Value}-{match.Groups["version"].Value}{(match.Groups["later"].Success ? "+" : "")}"
            : spdx;
    }

    [GeneratedRegex(@"\)(?:\s+(?<word>AND|OR)\s+)?", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Closing();

    [GeneratedRegex(
        @"\s+WITH\s+(?<name>\S+?)(?:-exception)?(?:-[\d.]+)?(?=[\s,]|$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Exception();

    [GeneratedRegex(@"\b(?:AND|OR)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Operator();

    [GeneratedRegex(@"[A-Za-z0-9][A-Za-z0-9.+-]*", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@",?\s+(?:or|and)\s+", RegexOptions.CultureInvariant)]
    private static partial Regex DebianSeparator();

    [GeneratedRegex(
        @"\A(?<name>A?GPL|LGPL|GFDL)-(?<version>\d(?:\.[1-9])?)(?:\.0)?(?:-only|(?<later>-or-later|\+))?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Gnu();

    [GeneratedRegex(@"\b(?<name>(?:A?GPL|LGPL|GFDL)-\d\.\d)(?<later>\+)?(?![\w.+-])", RegexOptions.CultureInvariant)]
    private static partial Regex DeprecatedGnu();
}
