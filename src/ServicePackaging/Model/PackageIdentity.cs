using NuGet.Versioning;

namespace ServicePackaging.Model;

/// <summary>The name of a package, and who publishes it.</summary>
public sealed record PackageIdentity
{
    /// <summary>Lower case, of letters, digits, <c>+</c>, <c>-</c> and <c>.</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name that the account and the identifier are derived from. It differs from the package's name where the package's name
    /// is derived in a newer way.</summary>
    public required string StableName { get; init; }

    /// <summary>The product's version.</summary>
    public required NuGetVersion Version { get; init; }

    /// <summary>The package's own revision of that version.</summary>
    public required string Release { get; init; }

    /// <summary>The epoch of .deb and .rpm packages, which comes before the version; null for none.</summary>
    public int? Epoch { get; init; }

    /// <summary>The family of Windows Installer packages that replace one another; null to derive it from the identifier.</summary>
    public Guid? UpgradeCode { get; init; }

    /// <summary>The oldest version of macOS that the package can be installed on; null to derive it from the program.</summary>
    public string? MinimumMacOS { get; init; }

    /// <summary><c>Name &lt;address&gt;</c>.</summary>
    public required string Maintainer { get; init; }

    /// <summary>The company or person that publishes.</summary>
    public required string Vendor { get; init; }

    /// <summary>One line, without a full stop.</summary>
    public required string Summary { get; init; }

    /// <summary>The paragraphs after the summary; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>SPDX licence expression, or empty.</summary>
    public required string License { get; init; }

    /// <summary>The file with the license's text, or null.</summary>
    internal LicenseFile? LicenseFile { get; init; }

    /// <summary>The copyright line.</summary>
    public required string Copyright { get; init; }

    /// <summary>Home page, or null.</summary>
    public Uri? Homepage { get; init; }

    /// <summary>What is new in this version; one entry per line.</summary>
    public IReadOnlyList<string> ReleaseNotes { get; init; } = [];

    /// <summary>The entries of the changelog: the release notes without their own bullets, or one entry that announces the
    /// release.</summary>
    public IReadOnlyList<string> Changes =>
        ReleaseNotes.Count > 0
            ? [.. ReleaseNotes.Select(note => note.TrimStart('*', '-', ' '))]
            : [$"Release {Version.ToNormalizedString()}."];
}
