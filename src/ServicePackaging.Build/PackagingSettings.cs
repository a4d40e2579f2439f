using System.Globalization;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Reading;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Build;

/// <summary>How packages are written: the settings that are not part of the model.</summary>
public sealed record PackagingSettings
{
    /// <summary>The one timestamp of everything in the package; null for one that the version determines.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>How the package is compressed.</summary>
    public CompressionKind Compression { get; init; } = CompressionKind.Gzip;

    /// <summary>Whether the generated units, scripts and metadata are written beside the package.</summary>
    public bool EmitSource { get; init; }

    /// <summary>Whether a bill of materials is written into the package and beside it.</summary>
    public bool Sbom { get; init; }

    /// <summary>Reads the settings from texts. An empty text means the default, and faults are reported.</summary>
    /// <param name="sourceDateEpoch">SOURCE_DATE_EPOCH: seconds since 1970.</param>
    /// <param name="compression">ServicePackageCompression.</param>
    /// <param name="emitSource">ServicePackageEmitSource.</param>
    /// <param name="sbom">ServicePackageSbom.</param>
    /// <param name="diagnostics">Receives every fault.</param>
    public static PackagingSettings Read(
        string sourceDateEpoch, string compression, string emitSource, string sbom, DiagnosticBag diagnostics)
    {
        return new PackagingSettings
        {
            Timestamp = ReadTimestamp(sourceDateEpoch, diagnostics),
            Compression = Read(ServiceProperties.Compression, compression, diagnostics),
            EmitSource = Read(ServiceProperties.EmitSource, emitSource, diagnostics),
            Sbom = Read(ServiceProperties.Sbom, sbom, diagnostics),
        };
    }

    private static T Read<T>(ServiceProperty<T> property, string text, DiagnosticBag diagnostics) =>
        new ValueReader(_ => text.Length == 0 ? null : text, name => name, diagnostics).Read(property);

    private static DateTimeOffset? ReadTimestamp(string text, DiagnosticBag diagnostics)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= uint.MaxValue)
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        diagnostics.Report(DiagnosticCatalog.InvalidValue, "SOURCE_DATE_EPOCH", text, "whole seconds since 1970, such as 1767225600");
        return null;
    }
}
