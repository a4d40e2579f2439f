using System.Text;

namespace ServicePackaging.Values;

/// <summary>An assignment as the developer wrote it.</summary>
/// <param name="Name">What is before the equals sign; null if there is none.</param>
/// <param name="Value">The value without its quotes.</param>
/// <param name="IsQuoted">Whether quotes tell where the value ends.</param>
/// <param name="IsClosed">Whether its quote is closed, with nothing after it.</param>
internal sealed record Assignment(string? Name, string Value, bool IsQuoted, bool IsClosed = true);

/// <summary>Assignments joined with <c>;</c>: <c>A=1;B="x;y";"C=x;y"</c>. A quote at the beginning of an assignment or of its value is a
/// quote, others belong to the value. As in command lines, a backslash stands for itself except before a double quote or a backslash within
/// double quotes.</summary>
internal static class AssignmentText
{
    private const char Separator = ';';

    /// <summary>Splits a text into its assignments.</summary>
    public static IReadOnlyList<Assignment> Parse(string text)
    {
        var result = new List<Assignment>();
        var position = 0;
        while (position < text.Length)
        {
            if (text[position] == Separator || char.IsWhiteSpace(text[position]))
            {
                position++;
                continue;
            }

            result.Add(ReadAssignment(text, ref position));
        }

        return result;
    }

    private static Assignment ReadAssignment(string text, ref int position)
    {
        if (text[position] is '"' or '\'')
        {
            var (content, isClosed) = ReadQuoted(text, ref position);
            var sign = content.IndexOf('=', StringComparison.Ordinal);
            return sign < 0 ? new(null, content, true, isClosed) : new(content[..sign].Trim(), content[(sign + 1)..], true, isClosed);
        }

        var end = EndOf(text, position);
        var equals = text.IndexOf('=', position, end - position);
        if (equals < 0)
        {
            var fragment = text[position..end].Trim();
            position = end;
            return new(null, fragment, false);
        }

        var name = text[position..equals].Trim();
        position = equals + 1;
        if (position < text.Length && text[position] is '"' or '\'')
        {
            var (content, isClosed) = ReadQuoted(text, ref position);
            return new(name, content, true, isClosed);
        }

        var value = text[position..end].Trim();
        position = end;
        return new(name, value, false);
    }

    private static (string Content, bool IsClosed) ReadQuoted(string text, ref int position)
    {
        var quote = text[position++];
        var content = new StringBuilder();
        for (; position < text.Length && text[position] != quote; position++)
        {
            if (text[position] == '\\' && quote == '"' && position + 1 < text.Length && text[position + 1] is '"' or '\\')
            {
                position++;
            }

            content.Append(text[position]);
        }

        var isClosed = position < text.Length;
        position = Math.Min(position + 1, text.Length);
        var end = EndOf(text, position);
        var isLast = string.IsNullOrWhiteSpace(text[position..end]);
        position = end;
        return (content.ToString(), isClosed && isLast);
    }

    private static int EndOf(string text, int position) =>
        text.IndexOf(Separator, position) is >= 0 and var end ? end : text.Length;
}
