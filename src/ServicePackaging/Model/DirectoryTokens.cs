using System.Text.RegularExpressions;

namespace ServicePackaging.Model;

/// <summary>The tokens for directories that differ from platform to platform, in arguments, environment values and paths:
/// <c>{ConfigDirectory}</c> is <c>/etc/name</c> on Linux and <c>C:\ProgramData\…</c> on Windows. <c>{Instance}</c> is the instance's
/// name.</summary>
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

    /// <summary>Whether each instance of a service has its own directory of this kind.</summary>
    public static bool IsPerInstance(string token) => token is State or Log or Cache or Runtime;

    /// <summary>Whether a text differs from instance to instance.</summary>
    public static bool DiffersByInstance(string text) =>
        Token().Matches(text).Any(match => match.Groups[1].Value == Instance || IsPerInstance(match.Groups[1].Value));

    /// <summary>What looks like a token in a text, with its braces.</summary>
    public static IEnumerable<string> Find(string text) => Token().Matches(text).Select(match => match.Value);

    /// <summary>The texts that look like tokens but are not.</summary>
    public static IEnumerable<string> FindUnknown(string text) => Find(text).Where(token => !All.Contains(token[1..^1]));

    /// <summary>Replaces each token by its value, and passes the text between tokens through an escape.</summary>
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

    // Braces are common in arguments (JSON), so only texts of this form are treated as tokens.
    [GeneratedRegex(@"\{([A-Za-z]+Directory|Instance)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
