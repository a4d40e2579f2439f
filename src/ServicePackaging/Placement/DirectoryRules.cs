using ServicePackaging.Model;

namespace ServicePackaging.Placement;

/// <summary>When a service has its own configuration directory.</summary>
internal enum ConfigurationRule
{
    /// <summary>If the developer declares it.</summary>
    Declared,

    /// <summary>Also if it has configuration files, or a setting mentions the directory.</summary>
    Used,

    /// <summary>Always.</summary>
    Always,
}

/// <summary>Everything in which the directories of services differ from platform to platform, with the reasons.</summary>
internal sealed record DirectoryRules
{
    private static readonly DirectoryRules Linux = new()
    {
        PathComparison = StringComparison.Ordinal,
        Configuration = ConfigurationRule.Declared,
        SettingsOf = definition =>
        [
            .. Common(definition), definition.Process.WorkingDirectory, definition.Process.PidFile,
            .. definition.Process.OutputFiles, .. definition.Sockets.Select(socket => socket.Address),
        ],
        FindsWrittenPaths = true,
        PrefersDeclared = true,
        CreatesRuntime = false,
        HasRootsConfiguration = true,
        HasRootsOutput = true,
    };

    private static readonly DirectoryRules MacOS = new()
    {
        PathComparison = StringComparison.OrdinalIgnoreCase,
        Configuration = ConfigurationRule.Used,
        SettingsOf = definition =>
        [
            .. Common(definition), definition.Process.WorkingDirectory,
            .. definition.Process.OutputFiles, .. definition.Sockets.Select(socket => socket.Address),
        ],
        AlwaysLogs = true,
    };

    private static readonly DirectoryRules Windows = new()
    {
        PathComparison = StringComparison.OrdinalIgnoreCase,
        Configuration = ConfigurationRule.Always,
        SettingsOf = Common,
    };

    /// <summary>How paths are compared. macOS and Windows ignore case by default; a directory in two spellings would get two owners
    /// there.</summary>
    public required StringComparison PathComparison { get; init; }

    /// <summary>When the configuration directory is one of the service's directories. On Linux the files in <c>/etc</c> make it part of the
    /// package. On macOS it contains the other directories. On Windows every user may create directories in <c>ProgramData</c>, even one
    /// that a service treats as its own, so that the package always creates and protects it.</summary>
    public required ConfigurationRule Configuration { get; init; }

    /// <summary>Returns the settings that make a directory necessary by mentioning it. On all platforms these are arguments and variables;
    /// on Linux and macOS also the paths that the service manager opens, which Windows does not have. launchd has no PID file.</summary>
    public required Func<ServiceDefinition, IReadOnlyList<string?>> SettingsOf { get; init; }

    /// <summary>Whether a setting mentions a directory also by its path, without a token. On Windows a layout has no complete path at build
    /// time. On macOS only tokens count; nothing requires that.</summary>
    public bool FindsWrittenPaths { get; init; }

    /// <summary>Whether a directory that the developer declares by the path of a place replaces that place, so that it has no kind.
    /// Otherwise it is the place. Nothing requires the difference.</summary>
    public bool PrefersDeclared { get; init; }

    /// <summary>Whether every service has a log directory, because its output goes to files. Linux has the journal, Windows the event
    /// log.</summary>
    public bool AlwaysLogs { get; init; }

    /// <summary>Whether the installation creates runtime directories. On Linux <c>/run</c> is empty after each boot, and systemd creates
    /// them.</summary>
    public bool CreatesRuntime { get; init; } = true;

    /// <summary>Whether the configuration directory belongs to root, and the service's group may only read it. Package managers write the
    /// files in it as root. The installers of macOS and Windows protect it without this rule.</summary>
    public bool HasRootsConfiguration { get; init; }

    /// <summary>Whether output files are in a directory that only root can write to. systemd opens them as root and follows links; launchd
    /// opens them as the service's account (launchd, core.c, job_postfork_become_user), and Windows has no output files.</summary>
    public bool HasRootsOutput { get; init; }

    /// <summary>Returns the comparer of paths.</summary>
    public StringComparer PathComparer => StringComparer.FromComparison(PathComparison);

    /// <summary>Returns the rules of a platform.</summary>
    public static DirectoryRules For(Platform platform) => platform switch
    {
        Platform.Linux => Linux,
        Platform.MacOS => MacOS,
        _ => Windows,
    };

    /// <summary>Returns the directory tokens that a service's settings mention.</summary>
    public static IEnumerable<string> MentionedTokens(ServiceDefinition definition, Platform platform)
    {
        var settings = For(platform).SettingsOf(definition).OfType<string>().ToList();
        return DirectoryTokens.All.Where(token => settings.Exists(text => DirectoryTokens.Mentions(text, token)));
    }

    private static IReadOnlyList<string?> Common(ServiceDefinition definition) =>
        [.. definition.Process.Arguments, .. definition.Process.Environment.Select(variable => variable.Value)];
}
