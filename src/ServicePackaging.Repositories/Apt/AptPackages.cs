using System.Buffers;
using System.Text;

namespace ServicePackaging.Repositories.Apt;

/// <summary>The file Packages: the packages of an architecture.</summary>
internal static class AptPackages
{
    private static readonly byte[] LineEnd = [(byte)'\n'];

    /// <summary>Reads the packages. Their texts are parts of the file.</summary>
    /// <param name="file">The content.</param>
    /// <param name="path">The name of the file for messages.</param>
    /// <exception cref="RepositoryException">A package lacks a field without which apt cannot install it.</exception>
    public static List<AptStanza> Parse(ReadOnlyMemory<byte> file, string path)
    {
        var stanzas = new List<AptStanza>();
        foreach (var paragraph in ControlText.Paragraphs(file))
        {
            var text = paragraph.Span;
            stanzas.Add(new(
                Required(text, "Package:"u8, path),
                Required(text, "Version:"u8, path),
                Required(text, "Architecture:"u8, path),
                Required(text, "Filename:"u8, path),
                Required(text, "SHA256:"u8, path),
                paragraph));
        }

        return stanzas;
    }

    /// <summary>Writes the index of an architecture.</summary>
    public static ReadOnlySequence<byte> Render(IEnumerable<AptStanza> stanzas, string architecture)
    {
        var file = new ContentParts();
        foreach (var stanza in stanzas.Where(stanza => stanza.IsFor(architecture)))
        {
            file.Add(stanza.Text);
            file.Add(LineEnd);
        }

        return file.Content;
    }

    private static string Required(ReadOnlySpan<byte> paragraph, ReadOnlySpan<byte> field, string path) =>
        ControlText.Find(paragraph, field) is { IsEmpty: false } value
            ? Encoding.UTF8.GetString(value)
            : throw new RepositoryException(
                RepositoryProblem.Damaged, path, $"a package has no field '{Encoding.ASCII.GetString(field).TrimEnd(':')}'");
}
