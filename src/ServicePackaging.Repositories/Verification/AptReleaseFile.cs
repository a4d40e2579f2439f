using System.Globalization;
using System.Text;
using ServicePackaging.Repositories.Apt;

namespace ServicePackaging.Repositories.Verification;

/// <summary>A file that a Release file lists.</summary>
/// <param name="Path">The path, relative to the directory of the Release file.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Digests">The digests by the names of the fields, the strongest first.</param>
internal sealed record AptListedFile(string Path, long Length, IReadOnlyList<(string Field, FileDigest Digest)> Digests)
{
    /// <summary>The directory with a slash at its end; empty for the directory of the Release file.</summary>
    public string Directory => Path[..(Path.LastIndexOf('/') + 1)];

    /// <summary>Whether it is the list of packages of an architecture.</summary>
    public bool IsPackages => IndexContent.StemOf(Path[Directory.Length..]) == "Packages";
}

/// <summary>The fields of a Release file, as far as apt reads them.</summary>
/// <param name="Fields">All fields.</param>
/// <param name="Files">The listed files, in the order of their paths.</param>
/// <param name="HasStrongDigests">Whether apt accepts the digests.</param>
internal sealed record AptReleaseFile(Paragraph Fields, IReadOnlyList<AptListedFile> Files, bool HasStrongDigests)
{
    private const int MostFiles = 20000;

    // The strongest first: apt takes it for by-hash, too.
    private static readonly string[] DigestFields = [AptFields.Sha512, AptFields.Sha256];

    // apt accepts RFC 1123 dates in UTC only, whose day of the week it does not compare (apt-pkg/contrib/strutl.cc).
    private static readonly string[] DateFormats = ["d MMM yyyy H:mm:ss", "d-MMM-yy H:mm:ss"];

    /// <summary>Reads the text.</summary>
    /// <param name="text">The content.</param>
    /// <param name="fault">What is malformed; null if nothing is.</param>
    public static AptReleaseFile Parse(byte[] text, out string? fault)
    {
        var paragraphs = ParagraphReader.Read(text).Take(2).ToList();
        var fields = paragraphs is [var first, ..] ? first : new(new Dictionary<string, string>(), "it has no fields");
        fault = fields.Fault ?? (paragraphs.Count > 1 ? "it has an empty line between its fields" : null);
        var files = new SortedDictionary<string, AptListedFile>(StringComparer.Ordinal);
        foreach (var field in DigestFields)
        {
            foreach (var line in fields[field].Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(MostFiles))
            {
                var malformed = Add(files, field, line);
                fault ??= malformed;
            }
        }

        return new(fields, [.. files.Values], files.Count > 0);
    }

    /// <summary>Returns the words of a field.</summary>
    public IReadOnlyList<string> Words(string field) =>
        Fields[field].Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads a date as apt does, or returns null.</summary>
    public static DateTimeOffset? ParseDate(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [_, .. var rest, "UTC" or "GMT" or "Z" or "+0000" or "-0000" or "+00:00"] && words[0].EndsWith(','))
        {
            return DateTimeOffset.TryParseExact(
                string.Join(' ', rest), DateFormats, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
                ? date
                : null;
        }

        return null;
    }

    /// <summary>Whether two texts have the same lines, whatever blanks are at their ends: the clear-signed form does not keep
    /// them.</summary>
    public static bool HaveSameLines(byte[] one, byte[] other) => LinesOf(one) == LinesOf(other);

    private static string LinesOf(byte[] text) => string.Join(
        '\n', Encoding.Latin1.GetString(text).Split('\n').Select(line => line.TrimEnd(' ', '\t', '\r'))).TrimEnd('\n');

    private static string? Add(SortedDictionary<string, AptListedFile> files, string field, string line)
    {
        if (line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is not [var value, var size, var path]
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || FileDigest.Create(field, value) is not { } digest)
        {
            return $"the line '{FaultCollector.Show(line)}' of {field} is not a digest, a length and a path";
        }

        if (Locations.Resolve("", path) is null)
        {
            return $"the path '{FaultCollector.Show(path)}' leaves the directory";
        }

        var before = files.GetValueOrDefault(path, new(path, length, []));
        files[path] = before with { Digests = [.. before.Digests, (field, digest)] };
        return before.Length == length ? null : $"it states two lengths for '{FaultCollector.Show(path)}'";
    }
}
