using System.Net;

namespace ServicePackaging.Repositories.Storage;

/// <summary>A request and the headers of the answer.</summary>
/// <param name="Path">The path that was requested, relative to the root of the repository.</param>
/// <param name="Status">The status of the last answer.</param>
/// <param name="Hops">The addresses in the order of redirects, the first and the last included.</param>
internal sealed record HttpExchange(string Path, HttpStatusCode Status, IReadOnlyList<Uri> Hops)
{
    /// <summary>The encodings of the body, such as <c>gzip</c>; empty if the body is the file itself.</summary>
    public IReadOnlyList<string> ContentEncoding { get; init; } = [];

    /// <summary>When the file was changed, or null if the server does not say.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>How long caches may answer without asking the server; null if the server does not say.</summary>
    public TimeSpan? Freshness { get; init; }

    /// <summary>The length of the body, or null if the server does not say.</summary>
    public long? Length { get; init; }
}

/// <summary>The limits of requests.</summary>
internal sealed record HttpLimits
{
    /// <summary>How long the server may send nothing.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one request may last.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How many redirects are followed.</summary>
    public int Redirects { get; init; } = 5;
}

/// <summary>A server that answers neither with the file nor that there is none.</summary>
/// <param name="status">The status.</param>
internal sealed class HttpStatusException(HttpStatusCode status)
    : IOException(FormattableString.Invariant($"The server answers with status {(int)status}."))
{
    /// <summary>The status.</summary>
    public HttpStatusCode Status => status;
}
