using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SandboxProbe;

/// <summary>What services do with the network. There is none but the loopback interface.</summary>
internal static class NetworkChecks
{
    // HTTPS, PostgreSQL, Redis, AMQP, SMTP and an unassigned port: SELinux has a type for each.
    private static readonly int[] Ports = [443, 5432, 6379, 5672, 25, 18765];

    public static IEnumerable<(string Name, Func<Task> Run)> All =>
    [
        ("dns", () => Dns.GetHostAddressesAsync("localhost")),
        ("https", () => ServeAsync(
            options => options.Listen(IPAddress.Loopback, 18443, listen => listen.UseHttps(SelfSigned())),
            "https://localhost:18443",
            ConnectToPortAsync)),
        ("http2-socket", () => ServeAsync(
            options => options.ListenUnixSocket(SocketPath, listen => listen.Protocols = HttpProtocols.Http2),
            "http://localhost",
            ConnectToSocketAsync)),
        ("connect", ConnectAsync),
        ("network-interfaces", NetworkInterfaces),
        ("tcp-listeners", () => RuntimeChecks.Run(() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners())),
        ("tcp-statistics", () => RuntimeChecks.Run(() => IPGlobalProperties.GetIPGlobalProperties().GetTcpIPv4Statistics())),
        ("system-log", () => RuntimeChecks.Run(() => Open(AddressFamily.Unix, SocketType.Dgram, default, "/dev/log"))),
        ("system-bus", () => RuntimeChecks.Run(() => Open(AddressFamily.Unix, SocketType.Stream, default, "/run/dbus/system_bus_socket"))),
        ("low-port", LowPort),
        ("raw-socket", () => RuntimeChecks.Run(() => Open(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp))),
        ("packet-socket", () => RuntimeChecks.Run(() => Open(AddressFamily.Packet, SocketType.Raw, ProtocolType.Unspecified))),
    ];

    private static string SocketPath => Path.Combine(FileChecks.RuntimeDirectory, "probe.sock");

    public static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private static async Task ServeAsync(
        Action<KestrelServerOptions> listen, string url, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(listen);
        await using var application = builder.Build();
        application.MapGet("/", (HttpRequest request) => request.Protocol);
        await application.StartAsync();
        using var handler = new SocketsHttpHandler { ConnectCallback = connect };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true; // made by ourselves a moment ago
        using var client = new HttpClient(handler)
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        await RuntimeChecks.Expect("HTTP/2", await client.GetStringAsync(url));
    }

    private static async ValueTask<Stream> ConnectToPortAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(context.DnsEndPoint, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async ValueTask<Stream> ConnectToSocketAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    // Nobody listens there, so that the best answer is "Connection refused"; what is looked for is "Permission denied".
    private static async Task ConnectAsync()
    {
        foreach (var port in Ports)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
            {
            }
            catch (SocketException exception)
            {
                throw new InvalidOperationException($"port {port}: {exception.Message}");
            }
        }
    }

    private static Task NetworkInterfaces()
    {
        foreach (var face in NetworkInterface.GetAllNetworkInterfaces())
        {
            face.GetIPStatistics();
            face.GetIPProperties();
        }

        return Task.CompletedTask;
    }

    private static Task LowPort()
    {
        using var listener = new TcpListener(IPAddress.Any, 80);
        listener.Start();
        return Task.CompletedTask;
    }

    private static void Open(AddressFamily family, SocketType type, ProtocolType protocol, string? peer = null)
    {
        using var socket = new Socket(family, type, protocol);
        if (peer is not null)
        {
            socket.Connect(new UnixDomainSocketEndPoint(peer));
        }
    }
}
