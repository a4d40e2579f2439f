namespace ServicePackaging.Model;

/// <summary>The directories of a service on one platform: absolute, normalized paths without a trailing slash.</summary>
/// <param name="Install">The program; read-only at run time.</param>
/// <param name="Config">Configuration that the administrator edits.</param>
/// <param name="State">Data that the service keeps.</param>
/// <param name="Log">Log files, if there are any.</param>
/// <param name="Cache">Data that the service can create again.</param>
/// <param name="Runtime">Data that exists only while the service runs.</param>
public sealed record InstallLayout(string Install, string Config, string State, string Log, string Cache, string Runtime)
{
    /// <summary>The directory of the files in which administrators set variables for services; empty if there are no such files.</summary>
    public required string Environment { get; init; }

    /// <summary>The file in which the administrator sets variables for a service.</summary>
    public string EnvironmentFile(string service) => $"{Environment}/{service}";

    /// <summary>The layout in which an instance has its own directories for the data that it writes.</summary>
    internal InstallLayout ForInstance(string instance, char separator) => this with
    {
        State = $"{State}{separator}{instance}",
        Log = $"{Log}{separator}{instance}",
        Cache = $"{Cache}{separator}{instance}",
        Runtime = $"{Runtime}{separator}{instance}",
    };

    /// <summary>The directory that a token of <see cref="DirectoryTokens"/> stands for.</summary>
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
