using System.Net;
using System.Net.Sockets;

namespace ServicePackaging.Sdk.Tests.Pipelines;

/// <summary>What a server answers.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Body">The content.</param>
internal sealed record ServerAnswer(int Status, byte[] Body)
{
    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static ServerAnswer Of(int status, string text = "") => new(status, System.Text.Encoding.UTF8.GetBytes(text));
}

/// <summary>An HTTP server that only this machine can reach. It answers one request after the other.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerRequest, byte[], ServerAnswer> _answer;
    private readonly Task _loop;

    /// <param name="answer">Answers a request with its content.</param>
    public LoopbackServer(Func<HttpListenerRequest, byte[], ServerAnswer> answer)
    {
        _answer = answer;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _loop = RunAsync();
    }

    /// <summary>The address, without a slash at its end.</summary>
    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        _listener.Close();
    }

    private async Task RunAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                await SendAsync(context, _answer(context.Request, body.ToArray()));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The server was stopped, or the client has gone.
            }
        }
    }

    private static async Task SendAsync(HttpListenerContext context, ServerAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.ContentLength64 = answer.Body.Length;
        if (context.Request.HttpMethod != "HEAD")
        {
            await context.Response.OutputStream.WriteAsync(answer.Body);
        }

        context.Response.Close();
    }
}
