using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Hosting;

/// <summary>
/// The sd_notify protocol (sd_notify(3)): datagrams to the socket named by $NOTIFY_SOCKET. Without one, every call does nothing; nor does
/// one that systemd does not take, for nobody else could be told.
/// </summary>
internal sealed class SystemdNotifier
{
    private readonly UnixDomainSocketEndPoint? _address = AddressFrom(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));

    /// <summary>The time after which systemd takes silence for a hang; null when no watchdog is asked for.</summary>
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
        if (_address is null)
        {
            return;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = 1000 };
            socket.SendTo(Encoding.UTF8.GetBytes(state), _address);
        }
        catch (SocketException)
        {
        }
    }

    private static UnixDomainSocketEndPoint? AddressFrom(string? name) => name switch
    {
        ['/', ..] => new UnixDomainSocketEndPoint(name),
        // A leading '@' stands for the zero byte of Linux's abstract namespace.
        ['@', _, ..] => new UnixDomainSocketEndPoint('\0' + name[1..]),
        _ => null,
    };

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
