using System.Text;
using System.Text.RegularExpressions;

namespace ServicePackaging.Model;

/// <summary>The tokens for directories that differ from platform to platform, in arguments, environment values and paths:
/// <c>{ConfigDirectory}</c> is <c>/etc/name</c> on Linux and <c>C:\ProgramData\…</c> on Windows. <c>{Instance}</c> is the instance's
/// name. <c>{{StateDirectory}}</c> is the text <c>{StateDirectory}</c>.</summary>
internal static partial class DirectoryTokens
{
    public const string Install = "InstallDirectory";
    public const string Config = "ConfigDirectory";
    public const string State = "StateDirectory";
    public const string Log = "LogDirectory";
    public const string Cache = "CacheDirectory";
    public const string Runtime = "RuntimeDirectory";
    public const string Instance = "Instance";

    /// <summary>The start of a path of the payload that is written with its token.</summary>
    public const string InstallPrefix = $"{{{Install}}}/";

    /// <summary>All tokens.</summary>
    public static IReadOnlyList<string> All { get; } = [Install, Config, State, Log, Cache, Runtime, Instance];

    // Names that people write for a directory.
    private static readonly string[] Endings = ["Directory", "Dir", "Folder"];

    /// <summary>Whether each instance of a service has its own directory of this kind.</summary>
    public static bool IsPerInstance(string token) => token is State or Log or Cache or Runtime;

    /// <summary>Whether a text differs from instance to instance.</summary>
    public static bool DiffersByInstance(string text) => Mentioned(text).Any(token => token == Instance || IsPerInstance(token));

    /// <summary>Whether a text contains a token.</summary>
    public static bool Mentions(string text, string token) => Mentioned(text).Contains(token);

    /// <summary>What looks like a token in a text, with its braces; also if it is written as text, in double braces.</summary>
    public static IEnumerable<string> Find(string text) =>
        Braced().Matches(text).Where(match => LooksLikeToken(NameOf(match))).Select(match => match.Value);

    /// <summary>The texts that look like tokens but are not.</summary>
    public static IEnumerable<string> FindUnknown(string text) =>
        from match in Braced().Matches(text)
        let name = match.Groups["token"].Value
        where name.Length > 0 && LooksLikeToken(name) && !All.Contains(name) && !IsVariable(text, match.Index)
        select match.Value;

    /// <summary>Replaces each token by its value, and passes the text between tokens through an escape. What looks like a token in double
    /// braces is text in single braces.</summary>
    public static string Expand(string text, Func<string, string> valueOf, Func<string, string>? escape = null)
    {
        escape ??= static literal => literal;
        var position = 0;
        var result = new StringBuilder();
        foreach (Match match in Braced().Matches(text))
        {
            var name = NameOf(match);
            var isText = match.Groups["text"].Success;
            if (isText ? LooksLikeToken(name) : All.Contains(name))
            {
                var literal = text[position..match.Index];
                result.Append(isText ? escape($"{literal}{{{name}}}") : escape(literal) + valueOf(name));
                position = match.Index + match.Length;
            }
        }

        return result.Append(escape(text[position..])).ToString();
    }

    private static IEnumerable<string> Mentioned(string text) =>
        Braced().Matches(text).Select(match => match.Groups["token"].Value).Where(All.Contains);

    // Braces are common in arguments: JSON, {0}, {name}, {} of find. So only names in the style of the tokens are taken for one.
    private static bool LooksLikeToken(string name) =>
        All.Contains(name, StringComparer.OrdinalIgnoreCase)
        || Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        || (char.IsAsciiLetterUpper(name[0]) && name.Any(char.IsAsciiLetterLower));

    // ${Name}, %{Name} and #{Name} are variables of shells, log formats and templates.
    private static bool IsVariable(string text, int index) => index > 0 && text[index - 1] is ('$' or '%' or '#');

    private static string NameOf(Match match) => match.Groups["text"].Value + match.Groups["token"].Value;

    [GeneratedRegex(@"\{\{(?<text>[A-Za-z][A-Za-z0-9]*)\}\}|\{(?<token>[A-Za-z][A-Za-z0-9]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Braced();
}
