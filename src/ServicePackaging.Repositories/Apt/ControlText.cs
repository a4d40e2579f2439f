using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Deb;

namespace ServicePackaging.Repositories.Apt;

/// <summary>Paragraphs of fields (deb822(5)).</summary>
internal static class ControlText
{
    /// <summary>Returns the paragraphs of a file. Empty lines separate them.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Paragraphs(ReadOnlyMemory<byte> file)
    {
        while (!file.IsEmpty)
        {
            var end = file.Span.IndexOf("\n\n"u8);
            var paragraph = end < 0 ? file : file[..(end + 1)];
            file = end < 0 ? default : file[(end + 2)..];
            while (file.Span is [(byte)'\n', ..])
            {
                file = file[1..];
            }

            yield return paragraph;
        }
    }

    /// <summary>Returns the fields of a paragraph.</summary>
    /// <exception cref="InvalidDataException">It is malformed.</exception>
    public static IReadOnlyList<ControlField> Fields(ReadOnlySpan<byte> paragraph) =>
        ControlParagraphReader.Parse(PackageText.Decode(paragraph));

    /// <summary>Returns the text of a paragraph.</summary>
    public static string Render(IReadOnlyList<ControlField> fields) => ControlParagraphWriter.Render(fields, installedSize: null);

    /// <summary>Returns the first line of a field's value, or an empty span if the paragraph does not have the field.</summary>
    /// <param name="paragraph">The paragraph.</param>
    /// <param name="field">The name and the colon, such as <c>Package:</c>. Names differ in case for nobody who writes indexes.</param>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> paragraph, ReadOnlySpan<byte> field)
    {
        for (var start = 0; start < paragraph.Length;)
        {
            var line = paragraph[start..];
            var length = line.IndexOf((byte)'\n') is var end && end < 0 ? line.Length : end;
            if (line.StartsWith(field))
            {
                return line[field.Length..length].Trim(" \t\r"u8);
            }

            start += length + 1;
        }

        return [];
    }
}
