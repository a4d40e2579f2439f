using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;

namespace Memexd;

/// <summary>
/// Sends systemd what <see cref="SystemdLifetime"/> does not: status, reloads and watchdog messages (sd_notify(3)). Without a notifier, as
/// under every other service manager, each method does nothing.
/// </summary>
internal sealed class SystemdReports(ISystemdNotifier? notifier = null)
{
    /// <summary>The time after which systemd takes silence for a hang; null without a watchdog.</summary>
    public TimeSpan? Watchdog { get; } = notifier is null ? null : WatchdogFromEnvironment();

    // Type=notify-reload compares the time stamp with the moment it sent the signal; on Linux Stopwatch reads CLOCK_MONOTONIC.
    public void Reloading() => Send(string.Create(CultureInfo.InvariantCulture,
        $"RELOADING=1\nMONOTONIC_USEC={Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000)}"));

    public void Reloaded(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    public void Status(string status) => Send($"STATUS={OneLine(status)}");

    public void KeepAlive() => Send("WATCHDOG=1");

    // A line feed would begin another assignment.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private void Send(string state)
    {
        try
        {
            notifier?.Notify(new ServiceState(state));
        }
        catch (SocketException)
        {
            // The next message may get through; one that is lost must not end the watchdog's loop.
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
