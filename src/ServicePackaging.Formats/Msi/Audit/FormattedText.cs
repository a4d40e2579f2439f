namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>A reference in a formatted text.</summary>
/// <param name="Kind"># or ! for a file, $ for a component, % for an environment variable, a space for a property or directory.</param>
/// <param name="Name">The name of the referenced object.</param>
internal readonly record struct FormattedReference(char Kind, string Name);

/// <summary>Parses formatted texts (Microsoft, "Formatted").</summary>
internal static class FormattedText
{
    /// <summary>Returns the contents of brackets that do not contain brackets.</summary>
    public static IEnumerable<FormattedReference> References(string text)
    {
        var start = -1;
        for (var i = 0; i < text.Length; i++)
        {
            // An escaped character, which may be any character.
            if (text.AsSpan(i) is ['[', '\\', _, ']', ..])
            {
                (start, i) = (-1, i + 3);
            }
            else if (text[i] == '[')
            {
                start = i;
            }
            else if (text[i] == ']' && start >= 0)
            {
                var name = text[(start + 1)..i];
                start = -1;
                if (name.Length > 0 && name != "~")
                {
                    yield return name[0] is '#' or '!' or '$' or '%' ? new(name[0], name[1..]) : new(' ', name);
                }
            }
        }
    }
}
