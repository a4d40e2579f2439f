using System.Globalization;
using System.Text.RegularExpressions;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>The formats of texts (Microsoft, "Column Data Types").</summary>
internal static partial class CellForms
{
    private static readonly Dictionary<string, Func<string, string?>> Forms = new(StringComparer.Ordinal)
    {
        ["Identifier"] = text => Identifier().IsMatch(text) ? null : "is not an identifier",
        ["Property"] = text => Identifier().IsMatch(text.TrimStart('%')) ? null : "is not a property",
        ["Guid"] = text => Guid().IsMatch(text) ? null : "is not a GUID in braces and upper case",
        ["UpperCase"] = text => text.Any(char.IsLower) ? "is not in upper case" : null,
        ["LowerCase"] = text => text.Any(char.IsUpper) ? "is not in lower case" : null,
        ["Version"] = text => IsVersion(text) || Identifier().IsMatch(text) ? null : "is not a version",
        ["Language"] = text => text.Split(',').All(IsLanguage) ? null : "is not a list of languages",
        ["Integer"] = text =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : "is not a number",
        ["Filename"] = text => FindNameFault(text, ""),
        ["WildCardFilename"] = text => FindNameFault(text, "*?"),
        ["DefaultDir"] = FindDirectoryFault,
        ["Cabinet"] = text => text.Length > 1 && (text[0] == '#' || FindNameFault(text, "") is null) ? null : "is not a cabinet",
        ["RegPath"] = text => text[0] == '\\' || text[^1] == '\\' ? "starts or ends with a backslash" : null,
        ["Condition"] = ConditionSyntax.FindFault,
        ["Formatted"] = FindBracketFault,
        ["Template"] = FindBracketFault,
        ["FormattedSDDLText"] = text => Sddl().IsMatch(text) ? null : "is not a security descriptor",
        ["CustomSource"] = text => Identifier().IsMatch(text) ? null : "is not an identifier",
    };

    /// <summary>Returns why a text does not match a category, as the rest of a sentence; null if it matches or the category is unknown. The
    /// text must not be empty.</summary>
    public static string? FindFault(string? category, string text) =>
        category is not null && Forms.TryGetValue(category, out var find) ? find(text) : null;

    /// <summary>Whether a text consists of up to four numbers, separated by dots.</summary>
    public static bool IsVersion(string text) => text.Split('.', 5) is { Length: <= 4 } numbers && numbers.All(IsLanguage);

    private static bool IsLanguage(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    // A short name, or a short and a long name, separated by a bar.
    private static string? FindNameFault(string text, string wildcards)
    {
        var names = text.Split('|', 3);
        if (names.Length > 2 || names.Any(name => name.Length == 0 || name.Any(IsForbidden)))
        {
            return "is not a file name";
        }

        bool IsForbidden(char c) => c < ' '
            || ("\\/:*?\"<>|".Contains(c, StringComparison.Ordinal) && !wildcards.Contains(c, StringComparison.Ordinal));

        return wildcards.Length > 0 || ShortName().IsMatch(names[0]) ? null : "does not start with a name of 8.3 characters";
    }

    // Target and source, separated by a colon.
    private static string? FindDirectoryFault(string text) =>
        text.Split(':', 3) is { Length: <= 2 } parts
        && parts.All(part => part is "." or "SourceDir" || FindNameFault(part, "") is null)
            ? null
            : "is not a directory name";

    private static string? FindBracketFault(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text.AsSpan(i) is ['[', '\\', _, ']', ..])
            {
                i += 3;
            }
            else
            {
                depth += text[i] switch { '[' => 1, ']' => -1, _ => 0 };
                if (depth < 0)
                {
                    break;
                }
            }
        }

        return depth == 0 ? null : "has unbalanced brackets";
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\A\{[0-9A-F]{8}-([0-9A-F]{4}-){3}[0-9A-F]{12}\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Guid();

    [GeneratedRegex(@"\A[^\s+,;=\[\].|]{1,8}(\.[^\s+,;=\[\].|]{0,3})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShortName();

    // Owner, group, and lists of entries in parentheses ([MS-DTYP] 2.5.1). Brackets may contain account names.
    [GeneratedRegex(
        @"\A([OG]:[^:()]+)*([DS]:(P|AI|AR|NO_ACCESS_CONTROL)*(\([^()]*(\([^()]*\))?[^()]*\))*)*\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Sddl();
}
