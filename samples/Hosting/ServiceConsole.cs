using Microsoft.Extensions.Logging.Console;

namespace Hosting;

/// <summary>Standard output as whoever reads it takes it.</summary>
internal static class ServiceConsole
{
    public static ILoggingBuilder AddServiceConsole(this ILoggingBuilder logging)
    {
        // journald reads the <N> priority that this format begins a line with (sd-daemon(3)); it says that it listens by JOURNAL_STREAM.
        if (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 })
        {
            return logging.AddSystemdConsole();
        }

        return logging.AddSimpleConsole(console => (console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat, console.ColorBehavior) =
            (true, true, "yyyy-MM-ddTHH:mm:ssZ ", LoggerColorBehavior.Disabled));
    }
}
