using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi;

/// <summary>Everything that an .msi holds, ready to be written.</summary>
public sealed record MsiPackage
{
    /// <summary>What Explorer and Windows Installer read before they open the database.</summary>
    public required MsiSummary Summary { get; init; }

    /// <summary>The rows of all tables but File, MsiFileHash, Media and _Validation, which the writer fills; in any order, no two of a
    /// table with the same key.</summary>
    public required IReadOnlyList<MsiRow> Rows { get; init; }

    /// <summary>The payload, in the order of the cabinet: their numbers in the column Sequence are 1, 2, 3 and so on.</summary>
    public required IReadOnlyList<MsiFile> Files { get; init; }

    /// <summary>Sets the package codes of one product apart from those of others: its product code or upgrade code.</summary>
    public required Guid PackageCodeNamespace { get; init; }

    /// <summary>The package's creation time and every file's, from 1980 to 2107.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>How the cabinets are compressed: <see cref="CompressionKind.None"/>, or <see cref="CompressionKind.Gzip"/> for MSZIP, the
    /// deflate of cabinets.</summary>
    public CompressionKind Compression { get; init; } = CompressionKind.Gzip;
}

/// <summary>A file of the payload. From it the writer makes the rows of the tables File and MsiFileHash.</summary>
public sealed record MsiFile
{
    /// <summary>The key in table File and name in the cabinet: an identifier of at most 72 characters.</summary>
    public required string Key { get; init; }

    /// <summary>The component that it belongs to.</summary>
    public required string Component { get; init; }

    /// <summary>The name it is installed by: <c>SHORT.EXT|long name</c>, or the short name alone.</summary>
    public required string FileName { get; init; }

    /// <summary>Its bytes. Where the stream is seekable, the version of a Windows program or library is read from it.</summary>
    public required FileContent Content { get; init; }

    /// <summary>Whether the installation fails where this file cannot be installed.</summary>
    public bool IsVital { get; init; } = true;
}
