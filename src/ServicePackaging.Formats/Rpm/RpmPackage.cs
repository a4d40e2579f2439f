using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Rpm;

/// <summary>Everything that an .rpm holds, ready to be written. Texts are without NUL; where nothing else is said, of one line.</summary>
public sealed record RpmPackage
{
    /// <summary>Letters, digits and <c>._+-</c>, a letter, digit or <c>_</c> first.</summary>
    public required string Name { get; init; }

    /// <summary>What outweighs all versions, or null, which counts as 0.</summary>
    public uint? Epoch { get; init; }

    /// <summary>Letters, digits and <c>._+~^</c>, without a dash.</summary>
    public required string Version { get; init; }

    /// <summary>As <see cref="Version"/>.</summary>
    public required string Release { get; init; }

    /// <summary>rpm's name of the architecture, one of <see cref="RpmArchitecture.All"/>.</summary>
    public required string Architecture { get; init; }

    /// <summary>What it is.</summary>
    public required string Summary { get; init; }

    /// <summary>More of what it is, in lines.</summary>
    public required string Description { get; init; }

    /// <summary>An SPDX expression.</summary>
    public required string License { get; init; }

    /// <summary>The home page, or null.</summary>
    public string? Url { get; init; }

    /// <summary>Whose product it is, or null.</summary>
    public string? Vendor { get; init; }

    /// <summary>Who made the package, or null.</summary>
    public string? Packager { get; init; }

    /// <summary>What it is for, or null.</summary>
    public string? Distribution { get; init; }

    /// <summary>A group of old; rpmbuild's word for none unless said.</summary>
    public string Group { get; init; } = "Unspecified";

    /// <summary>Sorted by path bytewise, each once; the root is not listed, and parents need not be.</summary>
    public required IReadOnlyList<RpmFile> Files { get; init; }

    /// <summary>All relations, those that follow from the rest of the package included, sorted and each once: see
    /// <see cref="RpmImpliedRelations.Complete"/>.</summary>
    public required IReadOnlyList<RpmRelation> Relations { get; init; }

    /// <summary>The scriptlets.</summary>
    public IReadOnlyDictionary<RpmScriptletKind, RpmScriptlet> Scriptlets { get; init; } = new Dictionary<RpmScriptletKind, RpmScriptlet>();

    /// <summary>The changes, the newest first.</summary>
    public IReadOnlyList<RpmChange> Changelog { get; init; } = [];

    /// <summary>Further tags of the header, by their numbers, none of them one that is written anyway.</summary>
    public IReadOnlyDictionary<int, RpmValue> ExtraTags { get; init; } = new Dictionary<int, RpmValue>();

    /// <summary>The build's time and every file's, from 1970 to 2106.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The payload's compression.</summary>
    public CompressionKind Compression { get; init; } = CompressionKind.Gzip;

    /// <summary>Epoch, version and release: <c>[epoch:]version-release</c>.</summary>
    public string FullVersion => Epoch is { } epoch ? $"{epoch}:{Version}-{Release}" : $"{Version}-{Release}";

    /// <summary>What the package's file is called by convention: <c>name-version-release.architecture.rpm</c>.</summary>
    public string FileName => $"{Name}-{Version}-{Release}.{Architecture}.rpm";
}

/// <summary>An entry of the changelog.</summary>
/// <param name="Time">When, from 1970 to 2106; rpmbuild says noon UTC of the day.</param>
/// <param name="Author"><c>Name &lt;mail&gt; - version-release</c>.</param>
/// <param name="Text">What changed, in lines.</param>
public sealed record RpmChange(DateTimeOffset Time, string Author, string Text);
