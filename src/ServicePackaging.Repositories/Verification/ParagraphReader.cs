using System.Text;

namespace ServicePackaging.Repositories.Verification;

/// <summary>A paragraph of fields (deb822(5)). Names of fields do not differ in case.</summary>
/// <param name="Fields">The values by name. The lines of a value are joined by newlines, without the blank at their start.</param>
/// <param name="Fault">What is malformed; null if nothing is.</param>
internal sealed record Paragraph(IReadOnlyDictionary<string, string> Fields, string? Fault)
{
    /// <summary>Returns the value of a field; empty if the paragraph does not have it.</summary>
    public string this[string name] => Fields.GetValueOrDefault(name, "");
}

/// <summary>Reads paragraphs as leniently as apt, and shares no code with what merges indexes.</summary>
internal static class ParagraphReader
{
    /// <summary>Returns the paragraphs of a file. Empty lines separate them.</summary>
    public static IEnumerable<Paragraph> Read(byte[] file)
    {
        using var reader = new StreamReader(new MemoryStream(file, writable: false), new UTF8Encoding(false), false);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                lines.Add(line);
            }
            else if (lines.Count > 0)
            {
                yield return Parse(lines);
                lines.Clear();
            }
        }

        if (lines.Count > 0)
        {
            yield return Parse(lines);
        }
    }

    private static Paragraph Parse(List<string> lines)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? fault = null;
        for (var i = 0; i < lines.Count;)
        {
            var line = lines[i++];
            if (line[0] == '#')
            {
                continue;
            }

            var colon = line.IndexOf(':');
            if (colon <= 0 || char.IsWhiteSpace(line[0]))
            {
                fault ??= $"the line '{FaultCollector.Show(line)}' is neither a field nor the continuation of one";
                continue;
            }

            var value = new StringBuilder(line[(colon + 1)..].Trim());
            for (; i < lines.Count && (lines[i][0] is ' ' or '\t'); i++)
            {
                value.Append('\n').Append(lines[i].AsSpan(1).TrimEnd());
            }

            if (!fields.TryAdd(line[..colon].TrimEnd(), value.ToString()))
            {
                fault ??= $"the field '{FaultCollector.Show(line[..colon])}' is there twice";
            }
        }

        return new(fields, fault);
    }
}
