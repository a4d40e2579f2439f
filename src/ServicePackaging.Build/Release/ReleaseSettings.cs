using ServicePackaging.Diagnostics;
using ServicePackaging.Manifests;
using ServicePackaging.Reading;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Build.Release;

/// <summary>Which files a release has besides its packages.</summary>
internal sealed record ReleaseSettings
{
    private static readonly string[] Names = [.. Enum.GetNames<ManifestKind>().Select(name => name.ToLowerInvariant())];

    /// <summary>The manifests to create.</summary>
    public IReadOnlyList<ManifestKind> Manifests { get; private init; } = [];

    /// <summary>The address of the packages; null if no manifest is created.</summary>
    public Uri? Url { get; private init; }

    /// <summary>The identifier in winget; null for the derived one.</summary>
    public string? WingetId { get; private init; }

    /// <summary>Whether <c>SHA256SUMS</c> is written.</summary>
    public bool HasChecksums { get; private init; }

    /// <summary>The name of a manifest, as developers write it.</summary>
    public static string NameOf(ManifestKind kind) => Names[(int)kind];

    /// <summary>Reads the settings. Wrong values are reported.</summary>
    /// <param name="properties">The properties that have a value.</param>
    /// <param name="findings">Receives every fault.</param>
    public static ReleaseSettings Read(IReadOnlyDictionary<string, string> properties, DiagnosticBag findings)
    {
        var values = new ValueReader(
            name => InputReader.FindProperty(properties, platform: null, ServiceProperties.Find(name)!)?.Value, name => name, findings);
        var settings = new ReleaseSettings
        {
            Manifests = ReadManifests(values, findings),
            Url = values.Read(ServiceProperties.ReleaseUrl),
            WingetId = ReadWingetId(values),
            HasChecksums = values.Read(ServiceProperties.Checksums),
        };
        if (settings.Manifests.Count > 0 && values.Line(ServiceProperties.ReleaseUrl) is null)
        {
            var version = values.Line(ServiceProperties.PackageVersion) ?? "1.0.0";
            findings.Report(ReleaseDiagnostics.ReleaseUrlMissing, values.Line(ServiceProperties.Manifests)!, version);
        }

        return settings;
    }

    private static List<ManifestKind> ReadManifests(ValueReader values, DiagnosticBag findings)
    {
        var text = values.Line(ServiceProperties.Manifests) ?? "";
        var kinds = new SortedSet<ManifestKind>();
        foreach (var word in text.Split([.. InputReader.ListSeparators, '|', '"'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Array.IndexOf(Names, word.ToLowerInvariant()) is >= 0 and var index)
            {
                kinds.Add((ManifestKind)index);
            }
            else
            {
                findings.Report(
                    ReleaseDiagnostics.UnknownManifest, text, word, $"{string.Join(", ", Names[..^1])} or {Names[^1]}");
            }
        }

        return [.. kinds];
    }

    private static string? ReadWingetId(ValueReader values)
    {
        var text = values.Line(ServiceProperties.WingetId);
        if (text is null || WingetIdentifier.IsValid(text))
        {
            return text;
        }

        values.Refuse(ServiceProperties.WingetId, text, WingetIdentifier.Expected);
        return null;
    }
}
