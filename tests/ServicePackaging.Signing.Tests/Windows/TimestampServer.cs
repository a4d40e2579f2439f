using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServicePackaging.Signing.Tests.Windows;

/// <summary>What a server of the tests answers.</summary>
internal sealed record ServerAnswer(int Status, string Type, byte[] Content)
{
    public static ServerAnswer Text(int status, string text) => new(status, "text/html", Encoding.UTF8.GetBytes(text));

    public static ServerAnswer Token(byte[] reply) => new(200, "application/timestamp-reply", reply);
}

/// <summary>A server on this machine, just large enough for one request on each connection.</summary>
internal sealed class TimestampServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<byte[], int, Task<ServerAnswer>> _answer;
    private readonly CancellationTokenSource _end = new();

    /// <param name="answer">Answers a request by its content and its number, from 1 on.</param>
    public TimestampServer(Func<byte[], int, Task<ServerAnswer>> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/tsa"));
        _ = Task.Run(ServeAsync);
    }

    public TimestampServer(Func<byte[], int, ServerAnswer> answer)
        : this((query, number) => Task.FromResult(answer(query, number)))
    {
    }

    public Uri Address { get; }

    public int Requests { get; private set; }

    public string LastHeader { get; private set; } = "";

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await ServeAsync(client.GetStream());
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away, or the test ends.
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        var query = await ReadAsync(stream);
        var answer = await _answer(query, ++Requests);
        var header = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {answer.Status} Answer\r\nContent-Type: {answer.Type}\r\nContent-Length: {answer.Content.Length}\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(header), _end.Token);
        await stream.WriteAsync(answer.Content, _end.Token);
    }

    private async Task<byte[]> ReadAsync(NetworkStream stream)
    {
        var received = new List<byte>();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, _end.Token);
            received.AddRange(buffer[..read]);
            var text = Encoding.Latin1.GetString([.. received]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                continue;
            }

            LastHeader = text[..end];
            var length = LastHeader.Split("\r\n").First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1];
            var total = end + 4 + int.Parse(length, CultureInfo.InvariantCulture);
            if (received.Count >= total)
            {
                return [.. received[(end + 4)..total]];
            }
        }
    }
}
