using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Vocoder;

/// <summary>
/// The sd_notify protocol (sd_notify(3)): datagrams to the socket named by $NOTIFY_SOCKET. Without one, every call does nothing.
/// </summary>
internal sealed class SystemdNotifier
{
    // A third of the time after which systemd takes silence for a hang: one that is late is no hang yet.
    private const int KeepAlivesPerWatchdog = 3;

    private readonly UnixDomainSocketEndPoint? _address = AddressFrom(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));
    private readonly TimeSpan? _period = PeriodFromEnvironment();
    private long _lastKeepAlive;

    /// <summary>How long the main loop may wait for something to happen before it gives a sign of life.</summary>
    public TimeSpan KeepAlivePeriod => _period ?? Timeout.InfiniteTimeSpan;

    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    // Type=notify-reload compares the time stamp with the moment it sent the signal; on Linux Stopwatch reads CLOCK_MONOTONIC.
    public void Reloading() => Send(string.Create(CultureInfo.InvariantCulture,
        $"RELOADING=1\nMONOTONIC_USEC={Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000)}"));

    public void Stopping() => Send("STOPPING=1\nSTATUS=Shutting down...");

    public void Status(string status) => Send($"STATUS={status}");

    /// <summary>Gives a sign of life when one is due; however busy the loop is, there are no more than needed.</summary>
    public void KeepAlive()
    {
        if (_period is { } period && (_lastKeepAlive == 0 || Stopwatch.GetElapsedTime(_lastKeepAlive) >= period / 2))
        {
            _lastKeepAlive = Stopwatch.GetTimestamp();
            Send("WATCHDOG=1");
        }
    }

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
            // Whoever does not listen misses nothing that would be worth stopping for.
        }
    }

    private static UnixDomainSocketEndPoint? AddressFrom(string? name) => name switch
    {
        ['/', ..] => new UnixDomainSocketEndPoint(name),
        // A leading '@' stands for the zero byte of Linux's abstract namespace.
        ['@', _, ..] => new UnixDomainSocketEndPoint('\0' + name[1..]),
        _ => null,
    };

    private static TimeSpan? PeriodFromEnvironment()
    {
        var isForUs = Environment.GetEnvironmentVariable("WATCHDOG_PID") is not { Length: > 0 } pid
            || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        var limit = Environment.GetEnvironmentVariable("WATCHDOG_USEC");
        return isForUs && uint.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > KeepAlivesPerWatchdog
            ? TimeSpan.FromMicroseconds(microseconds / KeepAlivesPerWatchdog)
            : null;
    }
}
