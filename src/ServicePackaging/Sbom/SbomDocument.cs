namespace ServicePackaging.Sbom;

/// <summary>A bill of materials in one format, as a file.</summary>
/// <param name="Suffix">The end of the file's name.</param>
/// <param name="Content">The bytes.</param>
internal sealed record SbomDocument(string Suffix, ReadOnlyMemory<byte> Content)
{
    /// <summary>The suffix of CycloneDX, as its specification recommends.</summary>
    public const string CycloneDx = ".cdx.json";

    /// <summary>The suffix of SPDX (SPDX 2.3, annex A).</summary>
    public const string Spdx = ".spdx.json";

    /// <summary>All suffixes.</summary>
    public static IReadOnlyList<string> Suffixes => [CycloneDx, Spdx];
}
