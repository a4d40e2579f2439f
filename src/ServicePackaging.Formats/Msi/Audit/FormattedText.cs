namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>What a formatted text refers to.</summary>
/// <param name="Kind"># or ! for a file, $ for a component, % for an environment variable, a space for a property or directory.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct FormattedReference(char Kind, string Name);

/// <summary>Formatted texts (Microsoft, "Formatted").</summary>
internal static class FormattedText
{
    /// <summary>What stands in brackets without brackets within them.</summary>
    public static IEnumerable<FormattedReference> References(string text)
    {
        var start = -1;
        for (var i = 0; i < text.Length; i++)
        {
            // A character of its own, whatever it is.
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
