namespace ServicePackaging.Formats.Msi;

/// <summary>The processors a package is for, by their names in the summary's template (Microsoft, "Template Summary Property").</summary>
public enum MsiPlatform
{
    /// <summary>x86 of 32 bits.</summary>
    Intel,

    /// <summary>x86 of 64 bits.</summary>
    X64,

    /// <summary>Arm of 64 bits.</summary>
    Arm64,
}

/// <summary>The summary information of a package (Microsoft, "Summary Information Stream Property Set"). Title, template, package code and
/// word count follow from the rest. Texts are without NUL.</summary>
public sealed record MsiSummary
{
    /// <summary>The product's name.</summary>
    public required string Subject { get; init; }

    /// <summary>Who made it.</summary>
    public required string Author { get; init; }

    /// <summary>What catalogues find it by.</summary>
    public string Keywords { get; init; } = "Installer";

    /// <summary>What the file is for, or null.</summary>
    public string? Comments { get; init; }

    /// <summary>The program that made the package, or null.</summary>
    public string? CreatingApplication { get; init; }

    /// <summary>The processors it is for.</summary>
    public required MsiPlatform Platform { get; init; }

    /// <summary>The number of the language (LCID), the same as the property ProductLanguage; 0 is none.</summary>
    public int Language { get; init; } = 1033;

    /// <summary>The least version of Windows Installer, times 100.</summary>
    public int Schema { get; init; } = 500;
}
