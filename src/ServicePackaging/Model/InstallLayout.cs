using ServicePackaging.Planning;
using ServicePackaging.Platforms;

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
    /// <summary>The directory of the files in which administrators set variables for services; empty where there are no such files.</summary>
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

    /// <summary>The conventional places on Linux (file-hierarchy(7)).</summary>
    public static InstallLayout ForLinux(string name, string format) =>
        new($"/usr/libexec/{name}", $"/etc/{name}", $"/var/lib/{name}", $"/var/log/{name}", $"/var/cache/{name}", $"/run/{name}")
        {
            // The one place in which the families of distributions differ.
            Environment = format == PackageFormatNames.Rpm ? "/etc/sysconfig" : "/etc/default",
        };

    /// <summary>The conventional places on macOS: private to the package, and not below /usr/local, parts of which Homebrew gives to a user.</summary>
    public static InstallLayout ForMacOS(string name)
    {
        var own = $"/Library/Application Support/{name}";
        // Not /var/run: it is emptied at every boot, and nothing would make a directory there again that the service may write to.
        return new($"/opt/{name}", own, own + "/data", $"/Library/Logs/{name}", $"/Library/Caches/{name}", own + "/run") { Environment = own };
    }

    /// <summary>The conventional places on Windows (Microsoft, "KNOWNFOLDERID": ProgramFiles, ProgramData).</summary>
    /// <param name="vendor">The vendor's directory; empty for none.</param>
    /// <param name="name">The package's name.</param>
    public static InstallLayout ForWindows(string vendor, string name)
    {
        var own = vendor.Length == 0 || vendor.Equals(name, StringComparison.OrdinalIgnoreCase) ? name : $@"{vendor}\{name}";
        var data = $@"{WindowsPaths.ProgramData}\{own}";
        return new($@"{WindowsPaths.ProgramFiles}\{own}", data, $@"{data}\data", $@"{data}\logs", $@"{data}\cache", $@"{data}\run") { Environment = "" };
    }

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
