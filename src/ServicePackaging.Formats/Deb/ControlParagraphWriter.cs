using System.Globalization;
using System.Text;

namespace ServicePackaging.Formats.Deb;

/// <summary>Renders a deb822 paragraph (deb822(5)): one line per field, the further lines of a value indented with a space, and a blank
/// line as <c>.</c>.</summary>
internal static class ControlParagraphWriter
{
    private const string InstalledSize = "Installed-Size";
    private const string Maintainer = "Maintainer";

    /// <summary>Checks that deb822 can represent every field, that the names are unique, and that none is Installed-Size.</summary>
    /// <exception cref="ArgumentException">A field breaks a rule. The message contains the name of the first such field.</exception>
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
                    $"The control field '{field.Name}' occurs twice, or is {InstalledSize}, which the writer computes.", nameof(fields));
            }
        }
    }

    /// <summary>Returns the text of the paragraph, with Installed-Size after Maintainer, or at the end if there is no Maintainer.</summary>
    /// <param name="fields">Validated fields.</param>
    /// <param name="installedSize">In KiB; null if it is not known yet.</param>
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
            return "a name must be printable ASCII without spaces and colons, and must not start with '#' or '-'";
        }

        if (string.IsNullOrWhiteSpace(field.Value))
        {
            return "its value is empty";
        }

        if (field.Value.Any(c => char.IsControl(c) && c is not ('\n' or '\t')))
        {
            return "its value contains a control character";
        }

        return field.Value.Split('\n').Skip(1).Any(line => line.TrimEnd() == ".")
            ? "its value has a line that consists of a single '.', which deb822 reads as a blank line"
            : null;
    }

    private static string Printable(string name) => new([.. name.Select(c => char.IsControl(c) ? '?' : c)]);
}
