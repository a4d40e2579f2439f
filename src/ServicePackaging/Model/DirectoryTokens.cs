using System.Text.RegularExpressions;

namespace ServicePackaging.Model;

/// <summary>The tokens that stand for places which differ from platform to platform, in arguments, environment values and paths:
/// <c>{ConfigDirectory}</c> is <c>/etc/name</c> here and <c>C:\ProgramData\…</c> there. <c>{Instance}</c> is the instance's name.</summary>
internal static partial class DirectoryTokens
{
    public const string Install = "InstallDirectory";
    public const string Config = "ConfigDirectory";
    public const string State = "StateDirectory";
    public const string Log = "LogDirectory";
    public const string Cache = "CacheDirectory";
    public const string Runtime = "RuntimeDirectory";
    public const string Instance = "Instance";

    /// <summary>How a path of the payload begins where it is written with its token.</summary>
    public const string InstallPrefix = $"{{{Install}}}/";

    /// <summary>All tokens.</summary>
    public static IReadOnlyList<string> All { get; } = [Install, Config, State, Log, Cache, Runtime, Instance];

    /// <summary>Whether each instance of a service has a place of its own there.</summary>
    public static bool IsPerInstance(string token) => token is State or Log or Cache or Runtime;

    /// <summary>Whether a text is another one for each instance.</summary>
    public static bool DiffersByInstance(string text) =>
        Token().Matches(text).Any(match => match.Groups[1].Value == Instance || IsPerInstance(match.Groups[1].Value));

    /// <summary>What looks like a token in a text, with its braces.</summary>
    public static IEnumerable<string> Find(string text) => Token().Matches(text).Select(match => match.Value);

    /// <summary>The tokens in a text that look like ours and are not.</summary>
    public static IEnumerable<string> FindUnknown(string text) => Find(text).Where(token => !All.Contains(token[1..^1]));

    /// <summary>Replaces each token by its value and passes what stands between them through an escape.</summary>
    public static string Expand(string text, Func<string, string> valueOf, Func<string, string>? escape = null)
    {
        escape ??= static literal => literal;
        var position = 0;
        var result = new System.Text.StringBuilder();
        foreach (Match match in Token().Matches(text))
        {
            if (All.Contains(match.Groups[1].Value))
            {
                result.Append(escape(text[position..match.Index])).Append(valueOf(match.Groups[1].Value));
                position = match.Index + match.Length;
            }
        }

        return result.Append(escape(text[position..])).ToString();
    }

    // Braces alone are common in arguments (JSON); only these shapes are taken for tokens.
    [GeneratedRegex(@"\{([A-Za-z]+Directory|Instance)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
