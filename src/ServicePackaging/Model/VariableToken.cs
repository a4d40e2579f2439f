using System.Text.RegularExpressions;

namespace ServicePackaging.Model;

/// <summary>The token <c>{Environment:NAME}</c> in an argument: the value of a variable that the administrator sets. An argument that is
/// only this token becomes as many arguments as the value has words.</summary>
internal static partial class VariableToken
{
    /// <summary>Whether a text contains the token.</summary>
    public static bool IsIn(string text) => Token().IsMatch(text);

    /// <summary>Replaces each token, and passes the text between tokens through another function.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variable">Returns what stands for a variable. The second argument is whether it is the whole text.</param>
    /// <param name="literal">Returns what stands for the text between tokens.</param>
    public static string Expand(string text, Func<string, bool, string> variable, Func<string, string> literal)
    {
        var parts = Token().Split(text);
        // The odd parts are the names.
        return string.Concat(parts.Select((part, i) =>
            i % 2 == 1 ? variable(part, parts is ["", _, ""]) : part.Length > 0 ? literal(part) : ""));
    }

    [GeneratedRegex(@"\{Environment:([A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
