using System.Text.RegularExpressions;

namespace ServicePackaging.Systemd;

/// <summary>The programs that a unit file tells the service manager to execute (systemd.service(5), "Command Lines").</summary>
internal static partial class ExecutedPaths
{
    /// <summary>The paths in the order of their lines.</summary>
    public static IEnumerable<string> In(string unit) =>
        from Match match in Line().Matches(unit)
        let word = match.Groups["quoted"].Success ? Escape().Replace(match.Groups["quoted"].Value, "$1") : match.Groups["plain"].Value
        select word.Replace("%%", "%", StringComparison.Ordinal).Replace("$$", "$", StringComparison.Ordinal);

    [GeneratedRegex(
        """^Exec\w+=[ \t]*[-@:+!|]*(?:"(?<quoted>(?:\\.|[^"\\])*)"|(?<plain>/\S*))""",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Line();

    [GeneratedRegex(@"\\(.)", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
