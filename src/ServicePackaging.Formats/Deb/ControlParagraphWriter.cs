using System.Globalization;
using System.Text;

namespace ServicePackaging.Formats.Deb;

/// <summary>Renders a deb822 paragraph (deb822(5)): one field a line, further lines of a value behind a space, a blank line as <c>
/// .</c>.</summary>
internal static class ControlParagraphWriter
{
    private const string InstalledSize = "Installed-Size";
    private const string Maintainer = "Maintainer";

    /// <summary>Holds every field to what deb822 can say, and the names to being unique and other than Installed-Size.</summary>
    /// <exception cref="ArgumentException">The first field that breaks a rule, by name.</exception>
    public static void Validate(IReadOnlyList<ControlField> fields)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { InstalledSize };
        foreach (var field in fields)
        {
            if (Fault(field) is { } fault)
            {
                throw new ArgumentException($"The control field '{Printable(field.Name)}' cannot be written: {fault}.", nameof(fields));
            }

            if (!names.Add(field.Name))
            {
                throw new ArgumentException(
                    $"The control field '{field.Name}' is given twice, or is {InstalledSize}, which the writer computes.", nameof(fields));
            }
        }
    }

    /// <summary>The paragraph's text, with Installed-Size behind Maintainer, or last where there is no Maintainer.</summary>
    /// <param name="fields">Validated fields.</param>
    /// <param name="installedSize">In KiB; null before it is known.</param>
    public static string Render(IReadOnlyList<ControlField> fields, long? installedSize)
    {
        var all = fields.ToList();
        if (installedSize is { } size)
        {
            var maintainer = all.FindIndex(field => field.Name.Equals(Maintainer, StringComparison.OrdinalIgnoreCase));
            var field = new ControlField(InstalledSize, size.ToString(CultureInfo.InvariantCulture));
            all.Insert(maintainer < 0 ? all.Count : maintainer + 1, field);
        }

        var text = new StringBuilder();
        foreach (var field in all)
        {
            Append(text, field);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ControlField field)
    {
        var lines = field.Value.Split('\n');
        text.Append(field.Name).Append(':');
        if (lines[0].Length > 0)
        {
            text.Append(' ').Append(lines[0]);
        }

        text.Append('\n');
        foreach (var line in lines.Skip(1))
        {
            text.Append(' ').Append(string.IsNullOrWhiteSpace(line) ? "." : line).Append('\n');
        }
    }

    private static string? Fault(ControlField field)
    {
        if (field.Name.Length == 0 || field.Name[0] is '#' or '-' || field.Name.Any(c => c is <= ' ' or > '~' or ':'))
        {
            return "a name is printable ASCII without spaces and colons, and does not start with '#' or '-'";
        }

        if (string.IsNullOrWhiteSpace(field.Value))
        {
            return "its value is empty";
        }

        if (field.Value.Any(c => char.IsControl(c) && c is not ('\n' or '\t')))
        {
            return "its value holds a control character";
        }

        return field.Value.Split('\n').Skip(1).Any(line => line.TrimEnd() == ".")
            ? "its value has a line of a single '.', which deb822 reads as a blank line"
            : null;
    }

    private static string Printable(string name) => new([.. name.Select(c => char.IsControl(c) ? '?' : c)]);
}
