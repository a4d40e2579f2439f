using System.Globalization;
using System.Numerics;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ServicePackaging.Signing.MachO;

/// <summary>The keys and values of a dictionary, in the order of the keys' UTF-8 bytes.</summary>
internal sealed class PropertyListDictionary(IReadOnlyList<(string Key, object Value)> items)
{
    /// <summary>The keys and values. A value is a Boolean, a string, a <see cref="BigInteger"/>, a list of values or a
    /// dictionary.</summary>
    public IReadOnlyList<(string Key, object Value)> Items { get; } = items;

    /// <summary>Whether a key has the value true.</summary>
    public bool IsTrue(string key) => Items.Any(item => item.Key == key && item.Value is true);
}

/// <summary>Reads property lists in XML, as far as their values can be entitlements.</summary>
internal static class PropertyListReader
{
    private const int MaxDepth = 32;
    private const int MaxDigits = 40;

    /// <summary>Reads a property list whose root is a dictionary. Entities are not expanded, and no other files are loaded.</summary>
    /// <exception cref="InvalidDataException">It is not such a list.</exception>
    public static PropertyListDictionary Read(byte[] document)
    {
        if (document.AsSpan().StartsWith("bplist"u8))
        {
            throw new InvalidDataException("It is a binary property list. Convert it with 'plutil -convert xml1'.");
        }

        var root = Load(document);
        return root.Name == "plist" && root.Elements().ToList() is [{ Name.LocalName: "dict" } dictionary]
            ? ReadDictionary(dictionary)
            : throw new InvalidDataException("It is not a property list with one dictionary.");
    }

    private static XElement Load(byte[] document)
    {
        try
        {
            using (var scan = XmlReader.Create(new MemoryStream(document), Settings()))
            {
                while (scan.Read())
                {
                    if (scan.Depth > MaxDepth)
                    {
                        throw new InvalidDataException($"It is nested more deeply than {MaxDepth} elements.");
                    }
                }
            }

            using var reader = XmlReader.Create(new MemoryStream(document), Settings());
            return XElement.Load(reader);
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException or ArgumentException)
        {
            throw new InvalidDataException($"It is not well-formed XML: {e.Message}", e);
        }
    }

    private static XmlReaderSettings Settings() => new()
    {
        // Every property list names Apple's document type.
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private static PropertyListDictionary ReadDictionary(XElement dictionary)
    {
        var elements = dictionary.Elements().ToList();
        var items = new SortedDictionary<string, object>(Utf8Order.Instance);
        for (var i = 0; i < elements.Count; i += 2)
        {
            if (elements[i].Name != "key" || i + 1 == elements.Count)
            {
                throw new InvalidDataException("A dictionary of it does not consist of pairs of a key and a value.");
            }

            if (!items.TryAdd(elements[i].Value, ReadValue(elements[i + 1], elements[i].Value)))
            {
                throw new InvalidDataException($"It has the key '{elements[i].Value}' twice.");
            }
        }

        return new PropertyListDictionary([.. items.Select(item => (item.Key, item.Value))]);
    }

    private static object ReadValue(XElement element, string key) => element.Name.LocalName switch
    {
        "true" => true,
        "false" => false,
        "string" => element.Value,
        "integer" when element.Value.Length <= MaxDigits && BigInteger.TryParse(
            element.Value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        "array" => element.Elements().Select(child => ReadValue(child, key)).ToList(),
        "dict" => ReadDictionary(element),
        var name => throw new InvalidDataException(
            $"The value of '{key}' is of the type '{name}'. Entitlements are true, false, string, integer, array or dict."),
    };

    private sealed class Utf8Order : IComparer<string>
    {
        public static Utf8Order Instance { get; } = new();

        public int Compare(string? x, string? y) =>
            Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
    }
}
