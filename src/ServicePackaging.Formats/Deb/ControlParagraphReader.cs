using System.Text;

namespace ServicePackaging.Formats.Deb;

/// <summary>Reads a deb822 paragraph (deb822(5)).</summary>
internal static class ControlParagraphReader
{
    /// <summary>Parses the fields in their order. The lines of a value are joined by newlines, without the space that marks continuation
    /// lines.</summary>
    /// <exception cref="InvalidDataException">The text is not one paragraph of unique fields.</exception>
    public static IReadOnlyList<ControlField> Parse(string text)
    {
        var fields = new List<ControlField>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var value = new StringBuilder();
        string? name = null;
        foreach (var range in text.AsSpan().TrimEnd('\n').Split('\n'))
        {
            var line = text.AsSpan()[range];
            if (line.IsEmpty)
            {
                throw new InvalidDataException("The control file has more than one paragraph.");
            }

            if (line[0] is ' ' or '\t')
            {
                Continue(value, line[1..], name);
                continue;
            }

            if (name is not null)
            {
                fields.Add(new ControlField(name, value.ToString()));
            }

            name = StartField(line, value);
            if (!names.Add(name))
            {
                throw new InvalidDataException($"The control file has the field '{name}' twice.");
            }
        }

        fields.Add(new ControlField(name ?? throw new InvalidDataException("The control file is empty."), value.ToString()));
        return fields;
    }

    private static string StartField(ReadOnlySpan<char> line, StringBuilder value)
    {
        var colon = line.IndexOf(':');
        if (colon <= 0 || line[..colon].ContainsAnyExceptInRange('!', '~'))
        {
            throw new InvalidDataException("The control file has a line that is neither a field nor a continuation line.");
        }

        value.Clear().Append(line[(colon + 1)..].Trim());
        return line[..colon].ToString();
    }

    private static void Continue(StringBuilder value, ReadOnlySpan<char> line, string? name)
    {
        if (name is null)
        {
            throw new InvalidDataException("The control file starts with a continuation line.");
        }

        value.Append('\n').Append(line.TrimEnd() is "." ? "" : line);
    }
}
