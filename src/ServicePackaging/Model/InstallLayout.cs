namespace ServicePackaging.Model;

/// <summary>Where a service's things are on one platform. Absolute, normalised paths without trailing slash.</summary>
/// <param name="Install">The program; read-only at run time.</param>
/// <param name="Config">What the administrator edits.</param>
/// <param name="State">What the service keeps.</param>
/// <param name="Log">Log files, where there are any.</param>
/// <param name="Cache">What the service can make again.</param>
/// <param name="Runtime">What lives as long as the service runs.</param>
public sealed record InstallLayout(string Install, string Config, string State, string Log, string Cache, string Runtime)
{
    /// <summary>The directory of the files in which administrators set variables for services;
    /// empty where there are no such files.</summary>
    public required string Environment { get; init; }

    /// <summary>The file in which the administrator sets variables for a service.</summary>
    public string EnvironmentFile(string service) => $"{Environment}/{service}";

    /// <summary>The layout with an instance's own places for what it writes.</summary>
    internal InstallLayout ForInstance(string instance, char separator) => this with
    {
        State = $"{State}{separator}{instance}",
        Log = $"{Log}{separator}{instance}",
        Cache = $"{Cache}{separator}{instance}",
        Runtime = $"{Runtime}{separator}{instance}",
    };

    /// <summary>The place that a token of <see cref="DirectoryTokens"/> stands for.</summary>
    internal string Resolve(string token) => token switch
    {
        DirectoryTokens.Install => Install,
        DirectoryTokens.Config => Config,
        DirectoryTokens.State => State,
        DirectoryTokens.Log => Log,
        DirectoryTokens.Cache => Cache,
        DirectoryTokens.Runtime => Runtime,
        _ => throw new ArgumentOutOfRangeException(nameof(token), token, "not a directory token"),
    };
}
