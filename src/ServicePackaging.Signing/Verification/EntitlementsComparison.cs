using System.Formats.Asn1;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ServicePackaging.Signing.Verification;

/// <summary>Compares entitlements in XML with those in DER: both are turned into the same kind of text.</summary>
internal static class EntitlementsComparison
{
    // Both forms are read recursively.
    private const int MaxDepth = 32;

    private static readonly Asn1Tag Root = new(TagClass.Application, 16, isConstructed: true);
    private static readonly Asn1Tag Dictionary = new(TagClass.ContextSpecific, 16, isConstructed: true);

    /// <summary>Whether the entitlements are the same.</summary>
    public static bool AreEqual(string xml, ReadOnlyMemory<byte> der)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };
        string fromXml;
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml.TrimStart('\uFEFF')), settings);
            fromXml = Describe(XElement.Load(reader).Elements().Single(), 0);
        }
        catch (XmlException e)
        {
            throw new InvalidDataException(e.Message, e);
        }

        var content = new AsnReader(der, AsnEncodingRules.DER);
        var root = content.ReadSequence(Root);
        content.ThrowIfNotEmpty();
        return root.ReadInteger() == 1 && Describe(root, 0) == fromXml && !root.HasData;
    }

    private static string Describe(XElement element, int depth) => element.Name.LocalName switch
    {
        _ when depth > MaxDepth => throw new InvalidDataException("The entitlements are nested too deeply."),
        "dict" => Describe(element.Elements("key").Select(key => (key.Value, Describe(key.ElementsAfterSelf().First(), depth + 1)))),
        "array" => $"[{string.Join(",", element.Elements().Select(child => Describe(child, depth + 1)))}]",
        "string" => $"'{element.Value}'",
        "integer" => element.Value.Trim().TrimStart('+'),
        var name => name,
    };

    private static string Describe(IEnumerable<(string Key, string Value)> items) => items
        .OrderBy(item => item.Key, StringComparer.Ordinal)
        .Aggregate(new StringBuilder("{"), (text, item) => text.Append('\'').Append(item.Key).Append("'=").Append(item.Value).Append(';'))
        .Append('}').ToString();

    private static string Describe(AsnReader reader, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidDataException("The entitlements are nested too deeply.");
        }

        var tag = reader.PeekTag();
        if (tag.HasSameClassAndValue(Dictionary))
        {
            var dictionary = reader.ReadSequence(Dictionary);
            var items = new List<(string, string)>();
            while (dictionary.HasData)
            {
                var pair = dictionary.ReadSequence();
                items.Add((pair.ReadCharacterString(UniversalTagNumber.UTF8String), Describe(pair, depth + 1)));
                pair.ThrowIfNotEmpty();
            }

            return Describe(items);
        }

        if (tag.HasSameClassAndValue(Asn1Tag.Sequence))
        {
            var array = reader.ReadSequence();
            var items = new List<string>();
            while (array.HasData)
            {
                items.Add(Describe(array, depth + 1));
            }

            return $"[{string.Join(",", items)}]";
        }

        return tag.HasSameClassAndValue(Asn1Tag.Boolean) ? reader.ReadBoolean() ? "true" : "false"
            : tag.HasSameClassAndValue(Asn1Tag.Integer) ? reader.ReadInteger().ToString(CultureInfo.InvariantCulture)
            : $"'{reader.ReadCharacterString(UniversalTagNumber.UTF8String)}'";
    }
}
