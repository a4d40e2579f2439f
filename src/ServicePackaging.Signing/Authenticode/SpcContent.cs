using System.Formats.Asn1;
using static ServicePackaging.Signing.Authenticode.AuthenticodeOids;

namespace ServicePackaging.Signing.Authenticode;

/// <summary>The content that an Authenticode signature signs, SpcIndirectDataContent: what kind of file it is, and the file's
/// digest.</summary>
internal static class SpcContent
{
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Tag2 = new(TagClass.ContextSpecific, 2);

    // The class of the provider that computes the digests of Windows Installer's packages, as signtool and osslsigncode write it.
    private static readonly byte[] InstallerProvider =
        [0xF1, 0x10, 0x0C, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];

    /// <summary>Returns the content for a portable executable.</summary>
    /// <param name="digest">The SHA-256 digest of the file.</param>
    public static byte[] OfPortableExecutable(ReadOnlySpan<byte> digest) => Encode(SpcPeImageData, digest, WritePeImageData);

    /// <summary>Returns the content for a package of Windows Installer.</summary>
    /// <param name="digest">The SHA-256 digest of the streams.</param>
    public static byte[] OfInstallerPackage(ReadOnlySpan<byte> digest) => Encode(SpcSipInfo, digest, WriteSipInfo);

    private static byte[] Encode(string type, ReadOnlySpan<byte> digest, Action<AsnWriter> writeData)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(type);
                writeData(writer);
            }

            using (writer.PushSequence())
            {
                WriteAlgorithm(writer, Sha256);
                writer.WriteOctetString(digest);
            }
        }

        return writer.Encode();
    }

    /// <summary>Writes an algorithm with parameters of type NULL.</summary>
    public static void WriteAlgorithm(AsnWriter writer, string algorithm)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(algorithm);
            writer.WriteNull();
        }
    }

    // No flags, and a link to a file without a name: the fields have no function any more.
    private static void WritePeImageData(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteBitString([]);
            using (writer.PushSequence(Tag0))
            using (writer.PushSequence(Tag2))
            {
                writer.WriteCharacterString(UniversalTagNumber.BMPString, "", Tag0);
            }
        }
    }

    private static void WriteSipInfo(AsnWriter writer)
    {
        const int Version = 1;
        const int ReservedFields = 5;
        using (writer.PushSequence())
        {
            writer.WriteInteger(Version);
            writer.WriteOctetString(InstallerProvider);
            for (var i = 0; i < ReservedFields; i++)
            {
                writer.WriteInteger(0);
            }
        }
    }
}
