using System.Globalization;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Msi;

/// <summary>What a package must hold to for an .msi to be made of it.</summary>
internal static class MsiPackageValidator
{
    // The times of cabinets are MS-DOS's.
    private const int FirstYear = 1980;
    private const int LastYear = 2107;

    private static readonly MsiTable[] TablesOfWriter = [MsiTables.File, MsiTables.MsiFileHash, MsiTables.Media, MsiTables.Validation];

    /// <exception cref="ArgumentException">The package breaks a rule; the message names what.</exception>
    /// <exception cref="MsiTooLargeException">The package has more than an .msi can hold.</exception>
    public static void Validate(MsiPackage package)
    {
        Require(
            package.Compression is CompressionKind.None or CompressionKind.Gzip,
            $"Cabinets are not compressed by {package.Compression}.");
        Require(
            package.Timestamp.UtcDateTime.Year is >= FirstYear and <= LastYear,
            string.Create(CultureInfo.InvariantCulture, $"The time {package.Timestamp:u} is not from {FirstYear} to {LastYear}."));
        ValidateSummary(package.Summary);
        ValidateRows(package.Rows);
        ValidateFiles(package);
    }

    private static void ValidateSummary(MsiSummary summary)
    {
        Require(summary.Subject.Length > 0 && summary.Author.Length > 0, "The summary's subject and author may not be empty.");
        string?[] texts = [summary.Subject, summary.Author, summary.Keywords, summary.Comments, summary.CreatingApplication];
        Require(texts.All(text => text?.Contains('\0', StringComparison.Ordinal) != true), "The summary's texts may not contain NUL.");
        Require(summary.Language is >= 0 and <= ushort.MaxValue, $"The language {summary.Language} is not from 0 to 65535.");
    }

    private static void ValidateRows(IReadOnlyList<MsiRow> rows)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            Require(!TablesOfWriter.Contains(row.Table), $"The table {row.Table} is the writer's to fill.");
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
            // Makes all objections that the table has.
            MsiTables.File.Row(file.Key, file.Component, file.FileName, 0, MsiValue.Null, MsiValue.Null, 0, 1);
            // Names in a cabinet are found whatever their case.
            Require(keys.Add(file.Key), $"There are two files with the key '{file.Key}'; case does not tell them apart.");
            if (file.Content.Length > MsiPayloadWriter.MostBytesOfFile)
            {
                throw new MsiTooLargeException(
                    $"The file '{file.FileName}' is {file.Content.Length} bytes long; "
                    + $"a cabinet holds files of up to {MsiPayloadWriter.MostBytesOfFile}.");
            }
        }

        var total = package.Files.Sum(file => file.Content.Length);
        if (package.Compression == CompressionKind.None && total > int.MaxValue)
        {
            throw new MsiTooLargeException(
                $"The files are {total} bytes long together; an .msi that does not compress them stays below 2 GiB.");
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
