using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;

namespace Vocoder;

/// <summary>
/// Tells systemd the daemon's state, with the messages of sd_notify(3). Without a socket for them, as under every other service manager, each
/// method does nothing.
/// </summary>
internal sealed class SystemdReports
{
    // Without a host: the notifier is the part of UseSystemd() that a program can use on its own.
    private readonly SystemdNotifier _notifier = new();

    /// <summary>The time after which systemd takes silence for a hang; null without a watchdog.</summary>
    public TimeSpan? Watchdog { get; } = WatchdogFromEnvironment();

    public void Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    // Type=notify-reload compares the time stamp with the moment it sent the signal; on Linux Stopwatch reads CLOCK_MONOTONIC.
    public void Reloading() => Send(string.Create(CultureInfo.InvariantCulture,
        $"RELOADING=1\nMONOTONIC_USEC={Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000)}"));

    public void Stopping(string status) => Send($"STOPPING=1\nSTATUS={OneLine(status)}");

    public void Status(string status) => Send($"STATUS={OneLine(status)}");

    public void KeepAlive() => Send("WATCHDOG=1");

    // A line feed would begin another assignment.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private void Send(string state)
    {
        try
        {
            _notifier.Notify(new ServiceState(state));
        }
        catch (SocketException)
        {
            // The next message may get through; one that is lost must not end the main loop.
        }
    }

    private static TimeSpan? WatchdogFromEnvironment()
    {
        var isForUs = Environment.GetEnvironmentVariable("WATCHDOG_PID") is not { Length: > 0 } pid
            || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var limit = Environment.GetEnvironmentVariable("WATCHDOG_USEC");
        return isForUs && uint.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 1
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }
}
