using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Planning;

/// <summary>What a planner is given.</summary>
/// <param name="Definition">The service as the format's platform sees it.</param>
/// <param name="Payload">What was published.</param>
/// <param name="Timestamp">The one timestamp of everything in the package.</param>
/// <param name="Compression">How the package is compressed.</param>
public sealed record PackageRequest(ServiceDefinition Definition, Payload Payload, DateTimeOffset Timestamp, CompressionKind Compression)
{
    /// <summary>What stands for the time of the build when SOURCE_DATE_EPOCH says nothing:
    /// the same inputs give the same bytes on every day.</summary>
    public static readonly DateTimeOffset DefaultTimestamp = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The compression in a format that has deflate or nothing; another one is reported, and deflate takes its place.</summary>
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
