using System.Net;
using System.Net.Http.Headers;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Verifies how a web server serves a repository.</summary>
/// <param name="context">What the parts of a verification share.</param>
/// <param name="store">The repository, of which everything else was read before.</param>
internal sealed class ServerVerification(VerificationContext context, HttpStore store)
{
    private const string UnlikelyName = "service-packaging-verify-no-such-file";

    private static readonly TimeSpan LongestFreshness = TimeSpan.FromMinutes(10);

    // Clocks of servers differ, and file systems have whole seconds.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    private static readonly string[] Compressed = [".gz", ".xz", ".bz2", ".zst", ".lzma", ".deb", ".rpm"];

    private FaultCollector Faults => context.Faults;

    /// <summary>Verifies what the server answered, and sends a few more requests.</summary>
    public void Run()
    {
        var answers = store.Exchanges.Where(exchange => exchange.Status == HttpStatusCode.OK)
            .DistinctBy(exchange => exchange.Path).ToList();
        foreach (var exchange in answers)
        {
            CheckEncoding(exchange);
            CheckRedirects(exchange);
            if (context.Pointers.TryGetValue(exchange.Path, out var date))
            {
                CheckPointer(exchange, date);
            }
        }

        foreach (var directory in context.Directories.Distinct(StringComparer.Ordinal))
        {
            CheckMissing(Locations.Join(directory, UnlikelyName));
        }

        CheckRange();
    }

    private void CheckEncoding(HttpExchange exchange)
    {
        if (exchange.ContentEncoding is [var encoding, ..]
            && (context.Pointers.ContainsKey(exchange.Path) || Compressed.Contains(Path.GetExtension(exchange.Path))))
        {
            Faults.Add(
                ServerRules.ContentEncoding, exchange.Path,
                $"The server declares 'Content-Encoding: {FaultCollector.Show(encoding)}'. Clients do not decode it: they fail if the "
                + "body is encoded, and proxies may "
                + "change the file. Upload without encodings, and switch compression off for this directory.");
        }
    }

    private void CheckRedirects(HttpExchange exchange)
    {
        var first = exchange.Hops[0];
        if (exchange.Hops.FirstOrDefault(hop => hop.Host != first.Host || (first.Scheme == "https" && hop.Scheme != "https")) is { } other)
        {
            var isDowngrade = first.Scheme == "https" && other.Scheme != "https";
            Faults.AddOnce(
                ServerRules.RedirectElsewhere, other.Authority, exchange.Path,
                $"The server redirects to '{FaultCollector.Show(other.GetLeftPart(UriPartial.Authority))}'. "
                + (isDowngrade ? "apt refuses to go from https to http. " : "Clients in networks that allow only this host fail. ")
                + "Serve the files from one host.",
                isDowngrade ? FaultSeverity.Error : null);
        }
    }

    private void CheckPointer(HttpExchange exchange, DateTimeOffset? date)
    {
        if (exchange.LastModified is not { } modified)
        {
            Faults.Add(
                ServerRules.NoLastModified, exchange.Path,
                "The answer has no Last-Modified header. apt downloads the file again on each update. Let the server send it.");
        }
        else if (modified < date - Tolerance)
        {
            Faults.Add(
                ServerRules.LastModifiedOld, exchange.Path,
                $"Last-Modified is {modified:u}, but the file is of {date:u}. A server that compares the times answers 304 to apt, "
                + "which then keeps its old copy "
                + "without a message. Upload with the time of the upload.");
        }

        if (exchange.Freshness > LongestFreshness)
        {
            Faults.Add(
                ServerRules.PointerCached, exchange.Path,
                FormattableString.Invariant(
                    $"Caches may keep the file for {exchange.Freshness.Value.TotalSeconds:0} seconds. ")
                + "Meanwhile, clients see old or mixed metadata. Send 'Cache-Control: no-cache' for it.");
        }
    }

    private void CheckMissing(string path)
    {
        var status = Probe(path, range: null)?.Status;
        if (status == HttpStatusCode.OK)
        {
            Faults.AddOnce(
                ServerRules.MissingAnswered, "", path,
                "The server answers with a document although the file does not exist. Clients take it for metadata and fail. Let the "
                + "server answer 404.");
        }
        else if (status is { } other and not (HttpStatusCode.NotFound or HttpStatusCode.Gone))
        {
            Faults.AddOnce(
                ServerRules.ForbiddenForMissing, "", path,
                FormattableString.Invariant($"The server answers with status {(int)other} for a file that does not exist. ")
                + "apt does not fall back from it as from 404. Let the server answer 404, such as by allowing everybody to list the "
                + "bucket.");
        }
    }

    private void CheckRange()
    {
        if (context.SamplePackage is { } path && Probe(path, new RangeHeaderValue(1, 1)) is { Status: HttpStatusCode.OK })
        {
            Faults.Add(
                ServerRules.NoRanges, path,
                "The server ignores requests for a part of the file. Interrupted downloads start from the beginning. Use a server that "
                + "supports Range.");
        }
    }

    private HttpExchange? Probe(string path, RangeHeaderValue? range)
    {
        try
        {
            return store.Probe(path, range, context.CancellationToken);
        }
        catch (IOException exception)
        {
            Faults.Add(ServerRules.Unreadable, path, $"The request fails: {exception.Message.TrimEnd('.')}. Clients fail as well.");
            return null;
        }
    }
}
