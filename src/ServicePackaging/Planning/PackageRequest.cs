using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Planning;

/// <summary>The input of a planner.</summary>
/// <param name="Definition">The service as the format's platform sees it.</param>
/// <param name="Payload">What was published.</param>
/// <param name="Timestamp">The one timestamp of everything in the package.</param>
/// <param name="Compression">How the package is compressed.</param>
public sealed record PackageRequest(ServiceDefinition Definition, Payload Payload, DateTimeOffset Timestamp, CompressionKind Compression)
{
    /// <summary>The timestamp if neither SOURCE_DATE_EPOCH is set nor a commit is known: it depends only on the version and grows with
    /// it.</summary>
    /// <param name="identity">The package.</param>
    public static DateTimeOffset TimestampOf(PackageIdentity identity) => VersionDate.Of(identity);

    /// <summary>Returns the compression of a format that supports only deflate and no compression. Another one is reported, and deflate
    /// replaces it.</summary>
    internal CompressionKind DeflateOrNone(string packages, DiagnosticBag diagnostics)
    {
        if (Compression is CompressionKind.Gzip or CompressionKind.None)
        {
            return Compression;
        }

        diagnostics.Report(
            DiagnosticCatalog.NotOnThisPlatform, UnsupportedKind.Compression, ServiceProperties.Compression, Compression, packages);
        return CompressionKind.Gzip;
    }
}
