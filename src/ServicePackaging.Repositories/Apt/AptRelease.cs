using System.Globalization;
using System.Text;
using ServicePackaging.Formats.Deb;

namespace ServicePackaging.Repositories.Apt;

/// <summary>A file that a Release file lists.</summary>
/// <param name="Path">The path, relative to the directory of the suite.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Sha256">The digest in lower case hexadecimal.</param>
internal sealed record AptIndexFile(string Path, long Length, string Sha256)
{
    /// <summary>The path of the file by its digest, relative to the directory of the suite.</summary>
    public string ByHash => $"{Path[..(Path.LastIndexOf('/') + 1)]}by-hash/{AptFields.Sha256}/{Sha256}";
}

/// <summary>The file Release: what a suite is, and the digests of its indexes.</summary>
internal sealed record AptRelease
{
    private const string DateFormat = "ddd, dd MMM yyyy HH:mm:ss";

    /// <summary>The vendor.</summary>
    public required string Origin { get; init; }

    /// <summary>The label.</summary>
    public required string Label { get; init; }

    /// <summary>The name of the suite, which is its codename, too.</summary>
    public required string Suite { get; init; }

    /// <summary>When the suite was written, in whole seconds. Clients ignore a suite that is older than what they have.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>Whether apt installs from the suite without being told.</summary>
    public required bool IsAutomatic { get; init; }

    /// <summary>The architectures, with <c>all</c>.</summary>
    public required IReadOnlyList<string> Architectures { get; init; }

    /// <summary>The indexes.</summary>
    public required IReadOnlyList<AptIndexFile> Files { get; init; }

    /// <summary>Returns the text.</summary>
    public string Render()
    {
        List<ControlField> fields =
        [
            new(AptFields.Origin, Origin),
            new(AptFields.Label, Label),
            new(AptFields.Suite, Suite),
            new(AptFields.Codename, Suite),
            new(AptFields.Date, Date.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture) + " +0000"),
            .. IsAutomatic
                ? Array.Empty<ControlField>()
                : [new(AptFields.NotAutomatic, "yes"), new(AptFields.ButAutomaticUpgrades, "yes")],
            new(AptFields.AcquireByHash, "yes"),
            new(AptFields.Architectures, string.Join(' ', Architectures)),
            new(AptFields.Components, AptFields.Main),
        ];
        var text = new StringBuilder(ControlText.Render(fields)).Append(AptFields.Sha256).Append(":\n");
        foreach (var file in Files)
        {
            text.Append(CultureInfo.InvariantCulture, $" {file.Sha256} {file.Length,16} {file.Path}\n");
        }

        return text.ToString();
    }

    /// <summary>Reads the text.</summary>
    /// <param name="text">The content of Release, or the signed text of InRelease.</param>
    /// <param name="path">The name of the file for messages.</param>
    /// <exception cref="RepositoryException">It is not a Release file that this library can extend.</exception>
    public static AptRelease Parse(string text, string path)
    {
        try
        {
            var fields = ControlParagraphReader.Parse(text)
                .ToDictionary(field => field.Name, field => field.Value, StringComparer.OrdinalIgnoreCase);
            return new()
            {
                Origin = fields.GetValueOrDefault(AptFields.Origin, ""),
                Label = fields.GetValueOrDefault(AptFields.Label, ""),
                Suite = fields.GetValueOrDefault(AptFields.Suite, ""),
                Date = ParseDate(fields.GetValueOrDefault(AptFields.Date, "")) ?? throw Damaged("it has no valid date"),
                IsAutomatic = fields.GetValueOrDefault(AptFields.NotAutomatic, "no") != "yes",
                Architectures = fields.GetValueOrDefault(AptFields.Architectures, "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
                Files = [.. ParseFiles(fields.GetValueOrDefault(AptFields.Sha256, "")) ?? throw Damaged("its list of files is malformed")],
            };
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(exception.Message.TrimEnd('.'));
        }

        RepositoryException Damaged(string fault) => new(RepositoryProblem.Damaged, path, fault);
    }

    /// <summary>Reads a date, or returns null.</summary>
    public static DateTimeOffset? ParseDate(string text)
    {
        var zone = text.LastIndexOf(' ');
        return zone > 0 && text[(zone + 1)..] is "UTC" or "GMT" or "+0000" or "-0000" or "Z"
            && DateTimeOffset.TryParseExact(
                text[..zone], "ddd, d MMM yyyy H:mm:ss", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : null;
    }

    private static List<AptIndexFile>? ParseFiles(string lines)
    {
        var files = new List<AptIndexFile>();
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [{ Length: 64 } digest, var length, var path]
                || !long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            {
                return null;
            }

            files.Add(new(path, bytes, digest));
        }

        return files;
    }
}
