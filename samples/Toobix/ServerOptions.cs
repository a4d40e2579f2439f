using System.Globalization;

namespace Toobix;

/// <summary>What the administrator may set.</summary>
/// <param name="Url">Where the server listens.</param>
/// <param name="LogLevel">From which level on messages are written.</param>
/// <param name="RequestsPerMinute">What one client may ask for.</param>
/// <param name="StatisticsInterval">How often the statistics are logged.</param>
/// <param name="Diagnostics">Whether the endpoints are there that make trouble on purpose.</param>
/// <param name="State">The directory for what is kept.</param>
/// <param name="Logs">The directory for the log file; null for no such file.</param>
/// <param name="PidFile">Receives the process id; null for none.</param>
internal sealed record ServerOptions(
    string Url, LogLevel LogLevel, int RequestsPerMinute, TimeSpan StatisticsInterval, bool Diagnostics, string State, string? Logs, string? PidFile)
{
    /// <summary>Reads the configuration file, then the variables, then the arguments.</summary>
    /// <exception cref="InvalidDataException">A setting is not what it should be.</exception>
    public static ServerOptions Load(string[] args)
    {
        var commandLine = new ConfigurationBuilder().AddCommandLine(args).Build();
        var builder = new ConfigurationBuilder();
        if (commandLine["config"] is { Length: > 0 } file)
        {
            builder.AddJsonFile(Path.GetFullPath(file), optional: false);
        }

        var settings = builder.AddEnvironmentVariables("TOOBIX_").AddCommandLine(args).Build();
        return new ServerOptions(
            settings["url"] ?? "http://localhost:3000",
            Read("logLevel", LogLevel.Information, text => Enum.Parse<LogLevel>(text, ignoreCase: true)),
            Read("requestsPerMinute", 600, text => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)),
            Read("statisticsInterval", TimeSpan.FromMinutes(5), text => TimeSpan.Parse(text, CultureInfo.InvariantCulture)),
            settings["diagnostics"] is "1" or "true",
            settings["state"] ?? "state",
            settings["logs"],
            settings["pid-file"]);

        T Read<T>(string name, T standard, Func<string, T> parse)
        {
            try
            {
                return settings[name] is { Length: > 0 } text ? parse(text) : standard;
            }
            catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
            {
                throw new InvalidDataException($"{name} is '{settings[name]}': {e.Message}", e);
            }
        }
    }
}

/// <summary>The settings in force.</summary>
internal sealed class OptionsStore(string[] args, ServerOptions options)
{
    private volatile ServerOptions _current = options;

    public ServerOptions Current => _current;

    /// <summary>Reads the settings again; what cannot be read leaves the old ones in force.</summary>
    public void Reload(ILogger logger)
    {
        try
        {
            _current = ServerOptions.Load(args);
            logger.LogInformation("Configuration read again");
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or FormatException)
        {
            logger.LogError("The configuration is not taken over: {Reason}", e.Message);
        }
    }
}
