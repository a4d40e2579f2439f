using System.Globalization;
using System.Xml;

namespace ServicePackaging.Launchd;

/// <summary>A value of a property list (Apple's PropertyList-1.0.dtd).</summary>
internal abstract record PropertyValue
{
    public static implicit operator PropertyValue(string text) => new PropertyText(text);

    public static implicit operator PropertyValue(int number) => new PropertyInteger(number);

    public static implicit operator PropertyValue(bool value) => new PropertyBoolean(value);
}

/// <summary>A text.</summary>
internal sealed record PropertyText(string Text) : PropertyValue;

/// <summary>A whole number.</summary>
internal sealed record PropertyInteger(long Number) : PropertyValue;

/// <summary>True or false.</summary>
internal sealed record PropertyBoolean(bool Value) : PropertyValue;

/// <summary>Values in order.</summary>
internal sealed record PropertyArray(IReadOnlyList<PropertyValue> Values) : PropertyValue
{
    /// <summary>An array of texts.</summary>
    public static PropertyArray Of(IEnumerable<string> texts) => new([.. texts.Select(text => new PropertyText(text))]);
}

/// <summary>Values by key, in the order they were added.</summary>
internal sealed record PropertyDictionary : PropertyValue
{
    private readonly List<KeyValuePair<string, PropertyValue>> _values = [];

    /// <summary>The keys and values.</summary>
    public IReadOnlyList<KeyValuePair<string, PropertyValue>> Values => _values;

    /// <summary>Adds a value, or replaces the value of an existing key. Null adds nothing.</summary>
    public PropertyDictionary Add(string key, PropertyValue? value)
    {
        if (value is not null)
        {
            _values.RemoveAll(pair => pair.Key == key);
            _values.Add(new(key, value));
        }

        return this;
    }
}

/// <summary>Property lists as XML, which administrators can read.</summary>
internal static class PropertyList
{
    private const string PublicId = "-//Apple//DTD PLIST 1.0//EN";
    private const string SystemId = "http://www.apple.com/DTDs/PropertyList-1.0.dtd";

    /// <summary>The list as a text that ends with a line feed.</summary>
    public static string Render(PropertyDictionary root)
    {
        using var text = new Utf8Writer();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, IndentChars = "\t", NewLineChars = "\n" }))
        {
            writer.WriteDocType("plist", PublicId, SystemId, null);
            writer.WriteStartElement("plist");
            writer.WriteAttributeString("version", "1.0");
            Write(writer, root);
            writer.WriteEndElement();
        }

        return text + "\n";
    }

    private static void Write(XmlWriter writer, PropertyValue value)
    {
        switch (value)
        {
            case PropertyText text:
                writer.WriteElementString("string", text.Text);
                break;
            case PropertyInteger number:
                writer.WriteElementString("integer", number.Number.ToString(CultureInfo.InvariantCulture));
                break;
            case PropertyBoolean boolean:
                writer.WriteStartElement(boolean.Value ? "true" : "false");
                writer.WriteEndElement();
                break;
            case PropertyArray array:
                writer.WriteStartElement("array");
                foreach (var item in array.Values)
                {
                    Write(writer, item);
                }

                writer.WriteEndElement();
                break;
            case PropertyDictionary dictionary:
                writer.WriteStartElement("dict");
                foreach (var (key, item) in dictionary.Values)
                {
                    writer.WriteElementString("key", key);
                    Write(writer, item);
                }

                writer.WriteEndElement();
                break;
        }
    }

    // The declaration names the encoding of the writer.
    private sealed class Utf8Writer() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;
    }
}
