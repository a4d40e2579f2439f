using NuGet.Versioning;

namespace ServicePackaging.Manifests;

/// <summary>What manifests state about a product: the texts that its packages do not contain.</summary>
internal sealed record ReleasedProduct
{
    /// <summary>The name of the package: lower case letters, digits, <c>+</c>, <c>-</c> and <c>.</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Who publishes it.</summary>
    public required string Vendor { get; init; }

    /// <summary>The version.</summary>
    public required NuGetVersion Version { get; init; }

    /// <summary>One line, without a full stop.</summary>
    public required string Summary { get; init; }

    /// <summary>The paragraphs after the summary; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>An SPDX license expression, or empty.</summary>
    public string License { get; init; } = "";

    /// <summary>The copyright line.</summary>
    public string Copyright { get; init; } = "";

    /// <summary>The home page, or null.</summary>
    public Uri? Homepage { get; init; }

    /// <summary>What is new in this version; one entry per line.</summary>
    public IReadOnlyList<string> ReleaseNotes { get; init; } = [];

    /// <summary>The address of the directory that users download the packages from.</summary>
    public required Uri Downloads { get; init; }

    /// <summary>The version without metadata.</summary>
    public string VersionText => Version.ToNormalizedString();

    /// <summary>The summary and the paragraphs after it.</summary>
    public string FullDescription => Description.Length > 0 ? $"{Summary}\n\n{Description}" : Summary;

    /// <summary>The address of a file of the release.</summary>
    public string UrlOf(string fileName) => $"{Downloads.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(fileName)}";
}
