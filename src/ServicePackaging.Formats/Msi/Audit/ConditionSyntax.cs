using System.Text.RegularExpressions;

namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>A part of a condition.</summary>
/// <param name="Text">Its text.</param>
/// <param name="IsText">Whether it is a text in quotes.</param>
/// <param name="IsComparison">Whether it compares two values.</param>
/// <param name="IsName">Whether it is the name of a property, feature or component.</param>
internal readonly record struct ConditionToken(string Text, bool IsText, bool IsComparison, bool IsName);

/// <summary>The syntax of conditions (Microsoft, "Conditional Statement Syntax"): values, with operators between them.</summary>
internal static partial class ConditionSyntax
{
    private static readonly string[] Operators = ["AND", "OR", "XOR", "EQV", "IMP"];

    /// <summary>Returns why a text is not a condition, as the rest of a sentence; null if it is one.</summary>
    public static string? FindFault(string condition)
    {
        var (depth, needsValue, end) = (0, true, 0);
        foreach (Match token in Tokens(condition))
        {
            if (token.Index != end)
            {
                return "is not a condition: it contains an unexpected character";
            }

            end = token.Index + token.Length;
            var text = token.Value;
            if (text.Trim().Length == 0 || (needsValue && text.Equals("NOT", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            depth += text switch { "(" => 1, ")" => -1, _ => 0 };
            var isValue = text is not ("(" or ")") && !IsOperator(token);
            if (depth < 0 || needsValue != (isValue || text == "("))
            {
                return $"is not a condition: '{Quote.Shorten(text)}' is misplaced";
            }

            needsValue = text == "(" || (!isValue && text != ")");
        }

        return needsValue || depth != 0 || end != condition.Length ? "is not a condition: it ends too early" : null;
    }

    /// <summary>Returns the names of properties, features and components in a condition, including their prefixes.</summary>
    public static IEnumerable<string> Names(string condition) =>
        Tokens(condition)
            .Where(token => token.Groups["name"].Success
                && !IsOperator(token)
                && !token.Value.Equals("NOT", StringComparison.OrdinalIgnoreCase))
            .Select(token => token.Value);

    /// <summary>Returns the tokens of a condition without spaces.</summary>
    public static IReadOnlyList<ConditionToken> Read(string condition) =>
    [
        .. from token in Tokens(condition)
           where token.Value.Trim().Length > 0
           select new ConditionToken(
               token.Value, token.Groups["text"].Success, token.Groups["compare"].Success,
               token.Groups["name"].Success && !IsOperator(token) && !token.Value.Equals("NOT", StringComparison.OrdinalIgnoreCase)),
    ];

    private static MatchCollection Tokens(string condition) => Token().Matches(condition);

    private static bool IsOperator(Match token) =>
        token.Groups["compare"].Success || Operators.Contains(token.Value, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"\s+|\(|\)|(?<compare>~?(<>|<=|>=|<<|>>|><|=|<|>))|(?<text>""[^""]*"")|(?<number>-?[0-9]+)"
            + "|(?<name>[%$?&!]?[A-Za-z_][A-Za-z0-9_.]*)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
