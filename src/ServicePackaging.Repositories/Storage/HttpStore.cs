using System.Net;
using System.Net.Http.Headers;
using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Repositories.Storage;

/// <summary>A repository on a web server, read as apt reads it: without <c>Accept-Encoding</c>, so that the body is the file. The
/// headers of
/// each answer are kept.</summary>
internal sealed class HttpStore : IRepositoryStore, IDisposable
{
    private const int BufferLength = 81920;

    private readonly HttpLimits _limits;
    private readonly List<HttpExchange> _exchanges = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <param name="root">The address of the root, with a trailing slash.</param>
    /// <param name="limits">The limits of requests.</param>
    public HttpStore(Uri root, HttpLimits? limits = null)
    {
        Root = root is { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "" } && root.AbsoluteUri.EndsWith('/')
            ? root
            : throw new RepositoryException(
                RepositoryProblem.InvalidSetting, root.OriginalString, "an address with a trailing slash, such as "
                    + "'https://packages.example.com/'");
        _limits = limits ?? new();
    }

    /// <summary>The address of the root, with a trailing slash.</summary>
    public Uri Root { get; }

    /// <summary>The requests so far.</summary>
    public IReadOnlyList<HttpExchange> Exchanges => _exchanges;

    /// <inheritdoc/>
    public string Name => Root.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);

    /// <inheritdoc/>
    public byte[]? Read(string path, long limit, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        return Run(path, timer => CopyAsync(path, limit, content, timer), cancellationToken) ? content.ToArray() : null;
    }

    /// <inheritdoc/>
    public Stream? Open(string path, long limit, CancellationToken cancellationToken)
    {
        var copy = PackageFile.CreateTemporary(Path.GetTempPath(), "download");
        try
        {
            if (Run(path, timer => CopyAsync(path, limit, copy, timer), cancellationToken))
            {
                copy.Position = 0;
                return copy;
            }
        }
        catch
        {
            copy.Dispose();
            throw;
        }

        copy.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public long? Length(string path, CancellationToken cancellationToken)
    {
        var exchange = Run(path, timer => ProbeAsync(HttpMethod.Head, path, range: null, timer), cancellationToken);
        if (exchange.Status == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (exchange is { Status: HttpStatusCode.OK, Length: { } length })
        {
            return length;
        }

        // Some servers do not implement HEAD, or do not state the length.
        using var file = Open(path, RepositoryLimits.Package, cancellationToken);
        return file?.Length;
    }

    /// <summary>Requests a file, and reads only the headers of the answer.</summary>
    /// <param name="path">The relative path.</param>
    /// <param name="range">The bytes to request, or null for the whole file.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="IOException">There is no answer.</exception>
    public HttpExchange Probe(string path, RangeHeaderValue? range, CancellationToken cancellationToken) =>
        Run(path, timer => ProbeAsync(HttpMethod.Get, path, range, timer), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private T Run<T>(string path, Func<RequestTimer, Task<T>> run, CancellationToken cancellationToken)
    {
        using var timer = new RequestTimer(_limits, cancellationToken);
        try
        {
            return run(timer).GetAwaiter().GetResult();
        }
        catch (HttpRequestException exception)
        {
            throw new IOException($"{path}: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{path}: the server did not answer in time.", exception);
        }
    }

    private async Task<HttpExchange> ProbeAsync(HttpMethod method, string path, RangeHeaderValue? range, RequestTimer timer)
    {
        var (response, exchange) = await SendAsync(method, path, range, timer).ConfigureAwait(false);
        response.Dispose();
        return exchange;
    }

    private async Task<bool> CopyAsync(string path, long limit, Stream destination, RequestTimer timer)
    {
        var (response, exchange) = await SendAsync(HttpMethod.Get, path, range: null, timer).ConfigureAwait(false);
        using (response)
        {
            if (exchange.Status != HttpStatusCode.OK)
            {
                return exchange.Status == HttpStatusCode.NotFound ? false : throw new HttpStatusException(exchange.Status);
            }

            using var body = await response.Content.ReadAsStreamAsync(timer.Token).ConfigureAwait(false);
            var buffer = new byte[BufferLength];
            for (var total = 0L; await body.ReadAsync(buffer, timer.Restart()).ConfigureAwait(false) is > 0 and var read;)
            {
                total += read;
                if (total > limit)
                {
                    throw new RepositoryException(RepositoryProblem.Damaged, path, $"it has more than {limit} bytes");
                }

                destination.Write(buffer, 0, read);
            }

            return true;
        }
    }

    private async Task<(HttpResponseMessage Response, HttpExchange Exchange)> SendAsync(
        HttpMethod method, string path, RangeHeaderValue? range, RequestTimer timer)
    {
        List<Uri> hops = [AddressOf(path)];
        while (true)
        {
            using var request = new HttpRequestMessage(method, hops[^1]);
            request.Headers.Range = range;
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timer.Restart())
                .ConfigureAwait(false);
            if (Target(response, hops[^1]) is { } target)
            {
                response.Dispose();
                hops.Add(hops.Count <= _limits.Redirects ? target : throw new IOException($"{path}: the server redirects too often."));
                continue;
            }

            var exchange = Describe(path, hops, response);
            _exchanges.Add(exchange);
            return (response, exchange);
        }
    }

    // As apt writes addresses: a plus sign and all else that servers may interpret is escaped.
    private Uri AddressOf(string path) => RepositoryPaths.IsRelative(path)
        ? new(Root, string.Join('/', path.Split('/').Select(Uri.EscapeDataString)))
        : throw new RepositoryException(RepositoryProblem.Damaged, path, "it is not a path in the repository");

    private static Uri? Target(HttpResponseMessage response, Uri from) =>
        response is
        {
            StatusCode: HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect, Headers.Location: { } location
        }
        && new Uri(from, location) is { Scheme: "http" or "https" } target
            ? target
            : null;

    private static HttpExchange Describe(string path, List<Uri> hops, HttpResponseMessage response)
    {
        var cache = response.Headers.CacheControl;
        return new(path, response.StatusCode, hops)
        {
            ContentEncoding = [.. response.Content.Headers.ContentEncoding.Where(encoding => encoding != "identity")],
            LastModified = response.Content.Headers.LastModified,
            Length = response.Content.Headers.ContentLength,
            Freshness = cache switch
            {
                { NoCache: true } or { NoStore: true } => TimeSpan.Zero,
                { SharedMaxAge: { } shared } => shared,
                { MaxAge: { } age } => age,
                _ => response.Content.Headers.Expires - response.Headers.Date,
            },
        };
    }

    // Cancels a request that gets nothing for some time, or lasts too long.
    private sealed class RequestTimer : IDisposable
    {
        private readonly HttpLimits _limits;
        private readonly CancellationTokenSource _total;
        private readonly CancellationTokenSource _idle;

        public RequestTimer(HttpLimits limits, CancellationToken cancellationToken)
        {
            _limits = limits;
            _total = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _total.CancelAfter(limits.Total);
            _idle = CancellationTokenSource.CreateLinkedTokenSource(_total.Token);
        }

        public CancellationToken Token => _idle.Token;

        public CancellationToken Restart()
        {
            _idle.CancelAfter(_limits.Idle);
            return _idle.Token;
        }

        public void Dispose()
        {
            _idle.Dispose();
            _total.Dispose();
        }
    }
}
