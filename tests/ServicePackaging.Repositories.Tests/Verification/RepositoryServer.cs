using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServicePackaging.Repositories.Tests.Verification;

/// <summary>An answer of the server.</summary>
internal sealed record ServedAnswer(int Status, byte[] Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public ServedAnswer With(string name, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers) { [name] = value } };

    public ServedAnswer Without(string name) => this with { Headers = Headers.Where(header => header.Key != name).ToDictionary() };
}

/// <summary>A web server of a directory on this machine, whose answers a test can change.</summary>
internal sealed class RepositoryServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly string _directory;

    public RepositoryServer(string directory)
    {
        _directory = directory;
        _listener.Start();
        Address = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/"));
        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    /// <summary>Changes the answer for a path.</summary>
    public Func<string, ServedAnswer, ServedAnswer> Change { get; set; } = (_, answer) => answer;

    /// <summary>Whether requests for parts are honored.</summary>
    public bool HasRanges { get; set; } = true;

    /// <summary>Whether the server sends only the headers of an answer, and then nothing.</summary>
    public bool Stalls { get; set; }

    /// <summary>The header lines of all requests.</summary>
    public List<string> Requests { get; } = [];

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The test ends.
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.ASCII, leaveOpen: true);
                while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } start)
                {
                    var lines = new List<string> { start };
                    while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
                    {
                        lines.Add(line);
                    }

                    await AnswerAsync(client.GetStream(), lines);
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away, or the test ends.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream, List<string> lines)
    {
        lock (Requests)
        {
            Requests.AddRange(lines);
        }

        var parts = lines[0].Split(' ');
        var path = Uri.UnescapeDataString(parts[1]).TrimStart('/');
        var answer = Change(path, Find(path));
        var range = lines.Find(line => line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase));
        if (HasRanges && answer.Status == 200 && range is not null)
        {
            var start = int.Parse(range[13..].Split('-')[0], CultureInfo.InvariantCulture);
            answer = answer with { Status = 206, Body = answer.Body[start..(start + 1)] };
        }

        var header = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} Answer\r\nContent-Length: "
            + $"{answer.Body.Length}\r\n");
        foreach (var (name, value) in answer.Headers)
        {
            header.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(header.Append("\r\n").ToString()), _end.Token);
        if (Stalls)
        {
            await Task.Delay(Timeout.Infinite, _end.Token);
        }

        if (parts[0] != "HEAD")
        {
            await stream.WriteAsync(answer.Body, _end.Token);
        }
    }

    private ServedAnswer Find(string path)
    {
        var file = new FileInfo(Path.Combine(_directory, path));
        return file.Exists
            ? new ServedAnswer(200, File.ReadAllBytes(file.FullName))
                .With("Last-Modified", file.LastWriteTimeUtc.ToString("R", CultureInfo.InvariantCulture))
            : new(404, "not found"u8.ToArray());
    }
}
