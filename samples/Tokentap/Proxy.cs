using System.Net;

namespace Tokentap;

/// <summary>Passes requests on and counts the answers.</summary>
internal sealed class Proxy(TokenCounter counter, ILogger<Proxy> logger) : IDisposable
{
    // Longer answers pass too, uncounted.
    private const int LongestCounted = 4 * 1024 * 1024;

    // Of one connection alone (RFC 9110, 7.6.1).
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Proxy-Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Proxy-Authenticate", "Proxy-Authorization",
    };

    // Otherwise it might be its own proxy.
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
    });

    /// <summary>Answers a request that is for another host.</summary>
    public async Task ForwardAsync(HttpContext context, Uri target)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target) { Content = new StreamContent(context.Request.Body) };
        foreach (var (name, values) in context.Request.Headers.Where(header => !HopByHop.Contains(header.Key)))
        {
            // What is compressed could not be counted.
            if (!name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase) && !request.Headers.TryAddWithoutValidation(name, [.. values]))
            {
                request.Content.Headers.TryAddWithoutValidation(name, [.. values]);
            }
        }

        try
        {
            using var response = await _client.SendAsync(request, context.RequestAborted);
            await CopyAsync(response, context, target.Host);
        }
        catch (HttpRequestException e)
        {
            logger.LogError("{Host} does not answer: {Reason}", target.Host, e.Message);
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task CopyAsync(HttpResponseMessage response, HttpContext context, string host)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !HopByHop.Contains(header.Key)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        // As it comes, so that an answer in pieces arrives in pieces.
        var isCounted = response.Content.Headers.ContentType?.MediaType == "application/json";
        using var kept = new MemoryStream();
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, context.RequestAborted) is > 0 and var length)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, length), context.RequestAborted);
            isCounted &= kept.Length + length <= LongestCounted;
            kept.Write(buffer, 0, isCounted ? length : 0);
        }

        counter.Count(host, isCounted ? kept.ToArray() : default);
    }
}
