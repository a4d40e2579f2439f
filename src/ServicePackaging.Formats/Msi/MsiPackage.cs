using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi;

/// <summary>Everything that an .msi contains, ready to be written.</summary>
public sealed record MsiPackage
{
    /// <summary>The metadata that Explorer and Windows Installer read before they open the database.</summary>
    public required MsiSummary Summary { get; init; }

    /// <summary>The rows of all tables except File, MsiFileHash, Media and _Validation, which the writer fills. They may have any order,
    /// and the keys of a table must be unique.</summary>
    public required IReadOnlyList<MsiRow> Rows { get; init; }

    /// <summary>The payload, in the order of the cabinet. The files are numbered 1, 2, 3 and so on in the column Sequence.</summary>
    public required IReadOnlyList<MsiFile> Files { get; init; }

    /// <summary>Distinguishes the package codes of one product from those of others. Use the product code or the upgrade code.</summary>
    public required Guid PackageCodeNamespace { get; init; }

    /// <summary>The creation time of the package and the timestamp of all files, from 1980 to 2107.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The compression of the cabinets: <see cref="CompressionKind.None"/>, or <see cref="CompressionKind.Gzip"/> for MSZIP, which
    /// is the deflate format of cabinets.</summary>
    public CompressionKind Compression { get; init; } = CompressionKind.Gzip;
}

/// <summary>A file of the payload. The writer creates the rows of the tables File and MsiFileHash from it.</summary>
public sealed record MsiFile
{
    /// <summary>The key in the table File and the name in the cabinet: an identifier of at most 72 characters.</summary>
    public required string Key { get; init; }

    /// <summary>The component that contains the file.</summary>
    public required string Component { get; init; }

    /// <summary>The name of the installed file: <c>SHORT.EXT|long name</c>, or only the short name.</summary>
    public required string FileName { get; init; }

    /// <summary>The content. If its stream is seekable, the version of a Windows program or library is read from it.</summary>
    public required FileContent Content { get; init; }

    /// <summary>Whether the installation fails if this file cannot be installed.</summary>
    public bool IsVital { get; init; } = true;
}
