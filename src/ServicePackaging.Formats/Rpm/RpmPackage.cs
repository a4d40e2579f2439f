using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Rpm;

/// <summary>Everything that an .rpm contains, ready to be written. Texts must not contain NUL, and must be one line unless stated
/// otherwise.</summary>
public sealed record RpmPackage
{
    /// <summary>Letters, digits and <c>._+-</c>, starting with a letter, a digit or <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The number that takes precedence over all versions, or null, which means 0.</summary>
    public uint? Epoch { get; init; }

    /// <summary>Letters, digits and <c>._+~^</c>, without a dash.</summary>
    public required string Version { get; init; }

    /// <summary>The release, with the same characters as <see cref="Version"/>.</summary>
    public required string Release { get; init; }

    /// <summary>The architecture in rpm's terms, one of <see cref="RpmArchitecture.All"/>.</summary>
    public required string Architecture { get; init; }

    /// <summary>A short description in one line.</summary>
    public required string Summary { get; init; }

    /// <summary>A longer description, which may have several lines.</summary>
    public required string Description { get; init; }

    /// <summary>An SPDX expression.</summary>
    public required string License { get; init; }

    /// <summary>The home page, or null.</summary>
    public string? Url { get; init; }

    /// <summary>The vendor of the product, or null.</summary>
    public string? Vendor { get; init; }

    /// <summary>The person or organization that built the package, or null.</summary>
    public string? Packager { get; init; }

    /// <summary>The distribution for which the package is built, or null.</summary>
    public string? Distribution { get; init; }

    /// <summary>The group, which is a legacy field. The default is the text that rpmbuild writes if it is not specified.</summary>
    public string Group { get; init; } = "Unspecified";

    /// <summary>The files, sorted bytewise by path and each once. The root is not listed, and parent directories are optional.</summary>
    public required IReadOnlyList<RpmFile> Files { get; init; }

    /// <summary>All relations, including those that follow from the rest of the package, sorted and each once: see
    /// <see cref="RpmImpliedRelations.Complete"/>.</summary>
    public required IReadOnlyList<RpmRelation> Relations { get; init; }

    /// <summary>The scriptlets.</summary>
    public IReadOnlyDictionary<RpmScriptletKind, RpmScriptlet> Scriptlets { get; init; } = new Dictionary<RpmScriptletKind, RpmScriptlet>();

    /// <summary>The script that runs when a transaction installs certain files, or null.</summary>
    public RpmFileTrigger? FileTrigger { get; init; }

    /// <summary>The changes, newest first.</summary>
    public IReadOnlyList<RpmChange> Changelog { get; init; } = [];

    /// <summary>Further tags of the header, by their numbers. They must not contain tags that the writer sets.</summary>
    public IReadOnlyDictionary<int, RpmValue> ExtraTags { get; init; } = new Dictionary<int, RpmValue>();

    /// <summary>The build time and the timestamp of all files, from 1970 to 2106.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The payload's compression.</summary>
    public CompressionKind Compression { get; init; } = CompressionKind.Gzip;

    /// <summary>Epoch, version and release: <c>[epoch:]version-release</c>.</summary>
    public string FullVersion => Epoch is { } epoch ? $"{epoch}:{Version}-{Release}" : $"{Version}-{Release}";

    /// <summary>The conventional file name of the package: <c>name-version-release.architecture.rpm</c>.</summary>
    public string FileName => $"{Name}-{Version}-{Release}.{Architecture}.rpm";
}

/// <summary>An entry of the changelog.</summary>
/// <param name="Time">The time, from 1970 to 2106; rpmbuild writes noon UTC of the day.</param>
/// <param name="Author"><c>Name &lt;mail&gt; - version-release</c>.</param>
/// <param name="Text">A description of the change, which may have several lines.</param>
public sealed record RpmChange(DateTimeOffset Time, string Author, string Text);
