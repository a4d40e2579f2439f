using ServicePackaging.Model;

namespace ServicePackaging.Placement;

/// <summary>The kinds of directory that have a place in the layout. The variables are those of systemd.exec(5), "RuntimeDirectory=,
/// StateDirectory=, …": a program finds its directories on every platform by the same names.</summary>
internal static class DirectoryKinds
{
    /// <summary>A kind, the token of its place, and the variable that tells the service the path of the place.</summary>
    public sealed record Row(DirectoryKind Kind, string Token, string Variable);

    /// <summary>All rows, in the order of the variables.</summary>
    public static IReadOnlyList<Row> All { get; } =
    [
        new(DirectoryKind.Configuration, DirectoryTokens.Config, "CONFIGURATION_DIRECTORY"),
        new(DirectoryKind.State, DirectoryTokens.State, "STATE_DIRECTORY"),
        new(DirectoryKind.Logs, DirectoryTokens.Log, "LOGS_DIRECTORY"),
        new(DirectoryKind.Cache, DirectoryTokens.Cache, "CACHE_DIRECTORY"),
        new(DirectoryKind.Runtime, DirectoryTokens.Runtime, "RUNTIME_DIRECTORY"),
    ];

    /// <summary>Returns the row of a kind, or null if the kind has no place.</summary>
    public static Row? Find(DirectoryKind kind) => All.FirstOrDefault(row => row.Kind == kind);

    /// <summary>Returns the place of a kind, or null if the kind has none.</summary>
    public static string? PlaceOf(DirectoryKind kind, InstallLayout layout) => Find(kind) is { } row ? layout.Resolve(row.Token) : null;

    /// <summary>Returns the variable that names the place of a directory token, or null if there is no such variable.</summary>
    public static string? VariableOf(string token) => All.FirstOrDefault(row => row.Token == token)?.Variable;
}
