using System.Globalization;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Planning;

namespace ServicePackaging.Tasks;

/// <summary>What the build says beside the model: faults are reported.</summary>
internal sealed class BuildSettings
{
    public BuildSettings(string sourceDateEpoch, string compression, string emitSource, DiagnosticBag diagnostics)
    {
        if (sourceDateEpoch.Length > 0)
        {
            if (long.TryParse(sourceDateEpoch, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= uint.MaxValue)
            {
                Timestamp = DateTimeOffset.FromUnixTimeSeconds(seconds);
            }
            else
            {
                diagnostics.Report(DiagnosticCatalog.InvalidValue, "SOURCE_DATE_EPOCH", sourceDateEpoch, "whole seconds since 1970, such as 1767225600");
            }
        }

        var names = Enum.GetNames<CompressionKind>();
        if (compression.Length > 0)
        {
            if (Array.Exists(names, name => name.Equals(compression, StringComparison.OrdinalIgnoreCase)))
            {
                Compression = Enum.Parse<CompressionKind>(compression, ignoreCase: true);
            }
            else
            {
                diagnostics.Report(DiagnosticCatalog.InvalidValue, "ServicePackageCompression", compression, string.Join(", ", names));
            }
        }

        if (bool.TryParse(emitSource, out var emits))
        {
            EmitSource = emits;
        }
        else if (emitSource.Length > 0)
        {
            diagnostics.Report(DiagnosticCatalog.InvalidValue, "ServicePackageEmitSource", emitSource, "true or false");
        }
    }

    /// <summary>The one timestamp of everything in the package.</summary>
    public DateTimeOffset Timestamp { get; } = PackageRequest.DefaultTimestamp;

    /// <summary>Whether the package's texts are written beside it.</summary>
    public bool EmitSource { get; }

    /// <summary>How it is compressed.</summary>
    public CompressionKind Compression { get; } = CompressionKind.Gzip;
}
