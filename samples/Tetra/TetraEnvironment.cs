using System.Globalization;

namespace Tetra;

/// <summary>The environment that this process serves, as the command line names it. What the administrator sets in variables wins.</summary>
internal sealed record TetraEnvironment(string Name, int Port, string Directory, LogLevel LogLevel)
{
    /// <exception cref="InvalidDataException">Something is not as it has to be; the message says what.</exception>
    public static TetraEnvironment Read(string[] args)
    {
        if (args is not ["--env", { Length: > 0 } name, "--port", var said])
        {
            throw new InvalidDataException("usage: tetra --env NAME --port PORT");
        }

        var portText = Variable("TETRA_PORT", said);
        return new TetraEnvironment(
            name,
            int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
                ? port : throw new InvalidDataException($"'{portText}' is no port"),
            Variable("TETRA_DIR", Path.Combine(Path.GetTempPath(), "tetra", name)),
            Enum.TryParse<LogLevel>(Variable("TETRA_LOG_LEVEL", nameof(LogLevel.Information)), ignoreCase: true, out var level)
                ? level : throw new InvalidDataException($"TETRA_LOG_LEVEL is none of {string.Join(", ", Enum.GetNames<LogLevel>())}"));
    }

    private static string Variable(string name, string fallback) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : fallback;
}
