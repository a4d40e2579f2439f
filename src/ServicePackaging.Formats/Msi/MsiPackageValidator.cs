using System.Globalization;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi;

/// <summary>Checks the rules that a package must follow to be written as an .msi.</summary>
internal static class MsiPackageValidator
{
    // Cabinets use MS-DOS timestamps.
    private const int FirstYear = 1980;
    private const int LastYear = 2107;

    private static readonly MsiTable[] TablesOfWriter = [MsiTables.File, MsiTables.MsiFileHash, MsiTables.Media, MsiTables.Validation];

    /// <exception cref="ArgumentException">The package breaks a rule; the message contains the details.</exception>
    /// <exception cref="MsiTooLargeException">The package is larger than an .msi can be.</exception>
    public static void Validate(MsiPackage package)
    {
        Require(
            package.Compression is CompressionKind.None or CompressionKind.Gzip,
            $"Cabinets cannot be compressed with {package.Compression}.");
        Require(
            package.Timestamp.UtcDateTime.Year is >= FirstYear and <= LastYear,
            string.Create(CultureInfo.InvariantCulture, $"The time {package.Timestamp:u} is outside the range {FirstYear} to {LastYear}."));
        ValidateSummary(package.Summary);
        ValidateRows(package.Rows);
        ValidateFiles(package);
    }

    private static void ValidateSummary(MsiSummary summary)
    {
        Require(summary.Subject.Length > 0 && summary.Author.Length > 0, "The summary's subject and author must not be empty.");
        string?[] texts = [summary.Subject, summary.Author, summary.Keywords, summary.Comments, summary.CreatingApplication];
        Require(texts.All(text => text?.Contains('\0', StringComparison.Ordinal) != true), "The summary's texts must not contain NUL.");
        Require(summary.Language is >= 0 and <= ushort.MaxValue, $"The language {summary.Language} is outside the range 0 to 65535.");
    }

    private static void ValidateRows(IReadOnlyList<MsiRow> rows)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            Require(!TablesOfWriter.Contains(row.Table), $"The table {row.Table} must be empty: the writer fills it.");
            Require(keys.Add($"{row.Table}\t{row.Key}"), $"The table {row.Table} has two rows with the key '{row.Key}'.");
            if (row.StreamName is { } name)
            {
                StreamNameEncoder.Encode(name);
            }
        }
    }

    private static void ValidateFiles(MsiPackage package)
    {
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in package.Files)
        {
            // Creating a row checks all rules of the table.
            MsiTables.File.Row(file.Key, file.Component, file.FileName, 0, MsiValue.Null, MsiValue.Null, 0, 1);
            // Names in a cabinet are not case-sensitive.
            Require(keys.Add(file.Key), $"Two files have the key '{file.Key}', which is not case-sensitive.");
            if (file.Content.Length > MsiPayloadWriter.MostBytesOfFile)
            {
                throw new MsiTooLargeException(
                    $"The file '{file.FileName}' has {file.Content.Length} bytes, "
                    + $"but a cabinet can contain files of at most {MsiPayloadWriter.MostBytesOfFile}.");
            }
        }

        var total = package.Files.Sum(file => file.Content.Length);
        if (package.Compression == CompressionKind.None && total > int.MaxValue)
        {
            throw new MsiTooLargeException(
                $"The files have {total} bytes in total, but an .msi without compression must be smaller than 2 GiB.");
        }
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
