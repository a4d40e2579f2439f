using System.Formats.Asn1;
using System.Numerics;

namespace ServicePackaging.Signing.MachO;

/// <summary>Writes entitlements in DER, the form that macOS 12 and later evaluate (CEQuery.h of Apple's libCoreEntitlements; Technical Note
/// TN3125).</summary>
internal static class EntitlementsDer
{
    private const int Version = 1;

    private static readonly Asn1Tag Root = new(TagClass.Application, 16, isConstructed: true);
    private static readonly Asn1Tag Dictionary = new(TagClass.ContextSpecific, 16, isConstructed: true);

    /// <summary>Returns the encoded entitlements.</summary>
    public static byte[] Write(PropertyListDictionary content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(Root))
        {
            writer.WriteInteger(Version);
            WriteValue(writer, content);
        }

        return writer.Encode();
    }

    private static void WriteValue(AsnWriter writer, object value)
    {
        switch (value)
        {
            case bool truth:
                writer.WriteBoolean(truth);
                break;
            case BigInteger number:
                writer.WriteInteger(number);
                break;
            case string text:
                writer.WriteCharacterString(UniversalTagNumber.UTF8String, text);
                break;
            case PropertyListDictionary dictionary:
                WriteDictionary(writer, dictionary);
                break;
            case IEnumerable<object> list:
                using (writer.PushSequence())
                {
                    foreach (var item in list)
                    {
                        WriteValue(writer, item);
                    }
                }

                break;
        }
    }

    private static void WriteDictionary(AsnWriter writer, PropertyListDictionary dictionary)
    {
        using (writer.PushSequence(Dictionary))
        {
            foreach (var (key, value) in dictionary.Items)
            {
                using (writer.PushSequence())
                {
                    writer.WriteCharacterString(UniversalTagNumber.UTF8String, key);
                    WriteValue(writer, value);
                }
            }
        }
    }
}
