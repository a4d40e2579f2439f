namespace ServicePackaging.Formats.Msi;

/// <summary>The processors that a package supports, by their names in the summary's template (Microsoft, "Template Summary
/// Property").</summary>
public enum MsiPlatform
{
    /// <summary>32-bit x86.</summary>
    Intel,

    /// <summary>64-bit x86.</summary>
    X64,

    /// <summary>64-bit Arm.</summary>
    Arm64,
}

/// <summary>The summary information of a package (Microsoft, "Summary Information Stream Property Set"). Title, template, package code and
/// word count are computed from the rest. Texts must not contain NUL.</summary>
public sealed record MsiSummary
{
    /// <summary>The product's name.</summary>
    public required string Subject { get; init; }

    /// <summary>The manufacturer of the product.</summary>
    public required string Author { get; init; }

    /// <summary>The keywords for searching.</summary>
    public string Keywords { get; init; } = "Installer";

    /// <summary>The purpose of the file, or null.</summary>
    public string? Comments { get; init; }

    /// <summary>The program that created the package, or null.</summary>
    public string? CreatingApplication { get; init; }

    /// <summary>The supported processors.</summary>
    public required MsiPlatform Platform { get; init; }

    /// <summary>The language (LCID), the same as the property ProductLanguage; 0 for a neutral language.</summary>
    public int Language { get; init; } = 1033;

    /// <summary>The minimum version of Windows Installer, times 100.</summary>
    public int Schema { get; init; } = 500;
}
