using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Templates;

namespace ServicePackaging.Launchd;

/// <summary>The directories of each user, as words of a script that runs as that user (Apple, "File System Programming Guide").</summary>
internal static class UserPlaces
{
    // Not $TMPDIR for sockets: macOS deletes what is older than three days there (com.apple.bsd.dirhelper.plist), and its path takes 49 of
    // the 104 bytes of a socket's address.
    private static readonly (string Token, string Place)[] Conventional =
    [
        (DirectoryTokens.State, "\"$HOME/Library/Application Support/\""),
        (DirectoryTokens.Log, "\"$HOME/Library/Logs/\""),
        (DirectoryTokens.Cache, "\"$HOME/Library/Caches/\""),
        (DirectoryTokens.Runtime, "\"$HOME/Library/Application Support/\""),
    ];

    /// <summary>The directory tokens that stand for a user's directories.</summary>
    public static IEnumerable<string> Tokens => Conventional.Select(row => row.Token);

    /// <summary>Returns the directory of a token.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="token">One of <see cref="Tokens"/>.</param>
    public static string Word(ServiceDefinition definition, string token)
    {
        var path = definition.Layout.Resolve(token);
        if (HomePaths.IsIn(path))
        {
            return InHome(path);
        }

        var conventional = Array.Find(Conventional, row => row.Token == token).Place;
        var name = definition.WithInstance(definition.Package.Name);
        return conventional + ShellSyntax.Quote(token == DirectoryTokens.Runtime ? RuntimeOf(definition) : name);
    }

    private static string RuntimeOf(ServiceDefinition definition) => definition.WithInstance(definition.Package.Name + "/run");

    /// <summary>A path in the user's home.</summary>
    public static string InHome(string path) =>
        "\"$HOME\"" + (HomePaths.Below(path) is { Length: > 0 } below ? ShellSyntax.Quote(below) : "");

    /// <summary>Whether a log file, or a pattern of log files, is in a home.</summary>
    public static bool HoldLog(ServiceDefinition definition, ServiceLog log) => HoldLog(definition, log.Path);

    /// <summary>Whether a file is in a home.</summary>
    public static bool HoldLog(ServiceDefinition definition, string path) =>
        HomePaths.IsIn(path) || path.StartsWith(definition.Layout.Log + "/", StringComparison.Ordinal);

    /// <summary>The files of a log, as words that the shell expands.</summary>
    public static string Files(ServiceDefinition definition, ServiceLog log)
    {
        var isBelow = log.Path.StartsWith(definition.Layout.Log + "/", StringComparison.Ordinal);
        var root = isBelow ? Word(definition, DirectoryTokens.Log) : "\"$HOME\"";
        var rest = isBelow ? log.Path[definition.Layout.Log.Length..] : HomePaths.Below(log.Path);
        return root + ShellSyntax.Pattern(rest);
    }
}
