using System.Reflection;

namespace Memexd;

/// <summary>What the daemon was told when it was started.</summary>
internal sealed record CommandLine
{
    public const string Help = """
        Usage: memexd [options]
          --config=PATH           configuration file (TOML); without it the built-in defaults apply
          --state-directory=PATH  where documents are indexed (default: $STATE_DIRECTORY, else the platform's)
          --pid-file=PATH         write the process id here while running
          --log-level=LEVEL       trace, debug, info, warn or error; wins over the configuration file
          --version               print the version
          --help                  print this text
        Signals: SIGHUP reads the configuration again, SIGTERM and SIGINT stop after the current documents.
        As a Windows service: sc control NAME 128 reads the configuration again, net stop NAME stops.
        """;

    private static readonly Assembly ThisAssembly = typeof(CommandLine).Assembly;

    public static string Version { get; } = ThisAssembly.GetName().Version!.ToString(3);

    public string? ConfigPath { get; private set; }
    public string StateDirectory { get; private set; } = FirstPath("STATE_DIRECTORY") ?? PlatformStateDirectory();
    public string? LogsDirectory { get; } = FirstPath("LOGS_DIRECTORY");
    public string? PidFile { get; private set; }
    public LogLevel? LogLevel { get; private set; }
    public bool WantsVersion { get; private set; }
    public bool WantsHelp { get; private set; }

    /// <summary>Accepts both <c>--name=value</c> and <c>--name value</c>.</summary>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var result = new CommandLine();
        for (var i = 0; i < args.Count; i++)
        {
            var (name, inline) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            string Value() => (inline ?? (i + 1 < args.Count ? args[++i] : "")) is { Length: > 0 } value
                ? value : throw new DaemonException(ExitCodes.Usage, $"{name} needs a value");

            switch (name)
            {
                case "--config": result.ConfigPath = Path.GetFullPath(Value()); break;
                case "--state-directory": result.StateDirectory = Path.GetFullPath(Value()); break;
                case "--pid-file": result.PidFile = Path.GetFullPath(Value()); break;
                case "--log-level": result.LogLevel = ParseLogLevel(Value()); break;
                case "--version" when inline is null: result.WantsVersion = true; break;
                case "--help" or "-h" when inline is null: result.WantsHelp = true; break;
                default: throw new DaemonException(ExitCodes.Usage, $"unknown argument '{args[i]}'; see memexd --help");
            }
        }

        return result;
    }

    private static LogLevel ParseLogLevel(string name) => MemexdConfig.LogLevels.TryGetValue(name, out var level)
        ? level : throw new DaemonException(ExitCodes.Usage, $"--log-level is one of {string.Join(", ", MemexdConfig.LogLevels.Keys)}");

    // systemd joins several directories with colons; the first one is ours (systemd.exec(5), StateDirectory=).
    private static string? FirstPath(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? Path.GetFullPath(OperatingSystem.IsWindows() ? value : value.Split(':')[0])
            : null;

    private static string PlatformStateDirectory()
    {
        if (OperatingSystem.IsWindows())
        {
            var vendor = ThisAssembly.GetCustomAttribute<AssemblyCompanyAttribute>()!.Company;
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), vendor, "memexd", "data");
        }

        return OperatingSystem.IsMacOS() ? "/Library/Application Support/memexd/data" : "/var/lib/memexd";
    }
}
