using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace Vocoder;

/// <summary>syslog(3)'s levels.</summary>
internal enum LogLevel
{
    Error = 3,
    Warning = 4,
    Info = 6,
}

/// <summary>
/// Entries with fields for journald, in its own protocol (systemd.io, "Native Journal Protocol"). Where systemd reads standard error instead,
/// lines with their level (sd-daemon(3)); elsewhere, plain lines.
/// </summary>
internal sealed class Journal(string configuration)
{
    private const int LongestMessage = 32 * 1024; // a datagram of more is refused

    private static readonly bool HearsSystemd = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };

    private readonly UnixDomainSocketEndPoint? _address =
        HearsSystemd && File.Exists("/run/systemd/journal/socket") ? new UnixDomainSocketEndPoint("/run/systemd/journal/socket") : null;

    /// <summary>Writes an entry.</summary>
    /// <param name="level">How bad it is.</param>
    /// <param name="message">What happened, in a line.</param>
    /// <param name="fields">What a query may look for, by names in capital letters.</param>
    /// <param name="file">The caller's own; the compiler fills it in.</param>
    /// <param name="line">The caller's own; the compiler fills it in.</param>
    /// <param name="function">The caller's own; the compiler fills it in.</param>
    public void Write(
        LogLevel level, string message, IEnumerable<(string Name, object Value)> fields,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string function = "")
    {
        if (message.Length > LongestMessage)
        {
            message = message[..LongestMessage];
        }

        (string, object)[] all =
        [
            ("MESSAGE", message), ("PRIORITY", (int)level), ("SYSLOG_IDENTIFIER", "vocoder"),
            ("CODE_FILE", file), ("CODE_LINE", line), ("CODE_FUNC", function), ("VOCODER_CONFIG", configuration), .. fields,
        ];
        if (!TrySend(all))
        {
            Console.Error.WriteLine((HearsSystemd ? $"<{(int)level}>" : $"{level}: ") + message.ReplaceLineEndings(" "));
        }
    }

    private bool TrySend(IEnumerable<(string Name, object Value)> fields)
    {
        if (_address is null)
        {
            return false;
        }

        var entry = new MemoryStream();
        foreach (var (name, value) in fields)
        {
            Append(entry, name, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = 1000 };
            socket.SendTo(entry.GetBuffer().AsSpan(0, (int)entry.Length), _address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // NAME=value ends with its line; a value of several lines says its length first, as a little endian number of 64 bits.
    private static void Append(MemoryStream entry, string name, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        entry.Write(Encoding.UTF8.GetBytes(name));
        if (bytes.Contains((byte)'\n'))
        {
            Span<byte> length = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
            entry.WriteByte((byte)'\n');
            entry.Write(length);
        }
        else
        {
            entry.WriteByte((byte)'=');
        }

        entry.Write(bytes);
        entry.WriteByte((byte)'\n');
    }
}
