using System.Buffers;
using System.Globalization;
using System.Text;

namespace ServicePackaging.Repositories.RpmMd;

/// <summary>Writes XML with the indentation and the character references of libxml2, so that the result can be compared with that of
/// createrepo_c byte for byte.</summary>
internal sealed class XmlText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"");

    private readonly StringBuilder _text = new();

    /// <summary>Returns the text in UTF-8.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    /// <summary>Writes the declaration.</summary>
    public XmlText Declare()
    {
        _text.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        return this;
    }

    /// <summary>Starts an element that contains others.</summary>
    public XmlText Open(int depth, string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(depth, name, attributes);
        _text.Append(">\n");
        return this;
    }

    /// <summary>Ends an element that contains others.</summary>
    public XmlText Close(int depth, string name)
    {
        _text.Append(' ', depth * 2).Append("</").Append(name).Append(">\n");
        return this;
    }

    /// <summary>Writes an element without content.</summary>
    public XmlText Empty(int depth, string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(depth, name, attributes);
        _text.Append("/>\n");
        return this;
    }

    /// <summary>Writes an element with a text.</summary>
    public XmlText Text(int depth, string name, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(depth, name, attributes);
        _text.Append('>');
        Escape(text ?? "", isAttribute: false);
        _text.Append("</").Append(name).Append(">\n");
        return this;
    }

    private void Start(int depth, string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _text.Append(' ', depth * 2).Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                _text.Append(' ').Append(attribute).Append("=\"");
                Escape(value, isAttribute: true);
                _text.Append('"');
            }
        }
    }

    // XML has no references to the other control characters, and clients refuse the whole file: such a character becomes a question mark.
    private void Escape(string text, bool isAttribute)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.AsSpan().ContainsAny(Special))
        {
            _text.Append(text);
            return;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => _text.Append("&amp;"),
                '<' => _text.Append("&lt;"),
                '>' => _text.Append("&gt;"),
                '"' when isAttribute => _text.Append("&quot;"),
                '\r' => _text.Append("&#13;"),
                '\t' or '\n' when isAttribute => _text.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};"),
                < ' ' and not ('\t' or '\n') or 0xFFFE or 0xFFFF => _text.Append('?'),
                >= 0x80 when isAttribute => _text.Append(CultureInfo.InvariantCulture, $"&#x{rune.Value:X};"),
                _ => _text.Append(rune),
            };
        }
    }
}
