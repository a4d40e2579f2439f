using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace ServicePackaging.Msi.Wix;

/// <summary>WiX's XML: elements with their attributes in the given order, without those that have no value.</summary>
internal static partial class WixXml
{
    /// <summary>The namespace of WiX 4 and later.</summary>
    public static readonly XNamespace Namespace = "http://wixtoolset.org/schemas/v4/wxs";

    public const string Yes = "yes";
    public const string No = "no";

    private const char Replacement = '\uFFFD';

    private static readonly XmlWriterSettings Settings = new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };

    /// <summary>An element.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attributes">Names and values as WiX reads them; an attribute without a value is left out.</param>
    public static XElement Element(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var element = new XElement(Namespace + name);
        foreach (var (attribute, value) in attributes)
        {
            Set(element, attribute, value);
        }

        return element;
    }

    /// <summary>Adds an attribute to an element.</summary>
    public static void Set(XElement element, string attribute, string? value)
    {
        if (value is not null)
        {
            element.SetAttributeValue(attribute, Literal(value));
        }
    }

    /// <summary>A comment; XML does not allow a double hyphen in it.</summary>
    public static XComment Comment(string text) => new($" {Hyphens().Replace(Characters(text), "- ")} ");

    /// <summary>The document as text.</summary>
    public static string Render(XElement root)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, Settings))
        {
            root.Save(writer);
        }

        return text.Append('\n').ToString();
    }

    // WiX would expand a variable of its preprocessor or binder; a doubled mark stands for itself (WiX, "Preprocessor"; "Bind variables").
    private static string Literal(string value) =>
        BindVariable().Replace(Characters(value).Replace("$(", "$$(", StringComparison.Ordinal), "!!");

    // Replaces the characters that XML 1.0 cannot contain.
    private static string Characters(string value)
    {
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (i + 1 < value.Length && XmlConvert.IsXmlSurrogatePair(value[i + 1], value[i]))
            {
                text.Append(value[i]).Append(value[++i]);
            }
            else
            {
                text.Append(XmlConvert.IsXmlChar(value[i]) ? value[i] : Replacement);
            }
        }

        return text.ToString();
    }

    [GeneratedRegex(@"-(?=-|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Hyphens();

    [GeneratedRegex(@"!(?=\((?:loc|wix|bind)\.)", RegexOptions.CultureInvariant)]
    private static partial Regex BindVariable();
}
