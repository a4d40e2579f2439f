using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Vocoder;

/// <summary>The socket that the daemon answers at: systemd's, when it passes one (sd_listen_fds(3)), else one of its own.</summary>
internal sealed class Listener : IDisposable
{
    private const int FirstPassedDescriptor = 3; // SD_LISTEN_FDS_START

    private readonly string? _ownPath;

    private Listener(Socket socket, string? ownPath)
    {
        Socket = socket;
        _ownPath = ownPath;
    }

    public Socket Socket { get; }

    /// <summary>Who opened the socket.</summary>
    public string Origin => _ownPath is null ? "systemd" : "its own";

    /// <summary>Takes the socket that was passed, or opens one.</summary>
    /// <exception cref="DaemonException">Another daemon listens there, or nobody may.</exception>
    public static Listener Create(string name)
    {
        var passed = Environment.GetEnvironmentVariable("LISTEN_PID") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
            && Environment.GetEnvironmentVariable("LISTEN_FDS") is { Length: > 0 } and not "0";
        if (passed)
        {
            return new Listener(new Socket(new SafeSocketHandle(FirstPassedDescriptor, ownsHandle: true)), null);
        }

        var path = OwnPath(name);
        try
        {
            return new Listener(Bind(path), path);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            throw new DaemonException(ExitCodes.Unavailable, $"cannot listen on {path}: {e.Message}");
        }
    }

    public void Dispose()
    {
        Socket.Dispose();
        if (_ownPath is not null)
        {
            File.Delete(_ownPath);
        }
    }

    private static Socket Bind(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var address = new UnixDomainSocketEndPoint(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        RemoveStale(path, address);
        socket.Bind(address);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        socket.Listen();
        return socket;
    }

    // The file of a daemon that was killed is still there, and nobody answers behind it.
    private static void RemoveStale(string path, UnixDomainSocketEndPoint address)
    {
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            probe.Connect(address);
        }
        catch (SocketException)
        {
            File.Delete(path);
            return;
        }

        throw new DaemonException(ExitCodes.Unavailable, $"another vocoder listens on {path}");
    }

    // RUNTIME_DIRECTORY is this service's own (systemd.exec(5)), XDG_RUNTIME_DIR its user's.
    private static string OwnPath(string name) =>
        Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY") is { Length: > 0 } own ? Path.Combine(own, "vocoder.sock")
        : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } users ? Path.Combine(users, $"vocoder-{name}.sock")
        : Path.Combine(Path.GetTempPath(), $"vocoder-{Environment.UserName}", $"{name}.sock");
}
