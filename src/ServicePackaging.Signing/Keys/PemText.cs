using System.Text;

namespace ServicePackaging.Signing.Keys;

/// <summary>One block of a PEM file (RFC 7468).</summary>
/// <param name="Label">The words between BEGIN and the dashes.</param>
/// <param name="Content">The decoded bytes. They may be secret.</param>
internal readonly record struct PemBlock(string Label, byte[] Content);

/// <summary>Reads the blocks of PEM files.</summary>
internal static class PemText
{
    public const string Certificate = "CERTIFICATE";
    public const string Pkcs8Key = "PRIVATE KEY";
    public const string EncryptedPkcs8Key = "ENCRYPTED PRIVATE KEY";
    public const string Pkcs1Key = "RSA PRIVATE KEY";
    public const string EllipticCurveKey = "EC PRIVATE KEY";

    /// <summary>Whether the content looks like a text with PEM blocks, or with another armor of the same form.</summary>
    public static bool IsPem(ReadOnlySpan<byte> content) => content.IndexOf("-----BEGIN "u8) >= 0;

    /// <summary>Returns the blocks in their order. Text between blocks, such as the attributes that OpenSSL writes, is ignored.</summary>
    public static IReadOnlyList<PemBlock> Read(ReadOnlySpan<byte> content)
    {
        var text = new char[content.Length];
        try
        {
            Encoding.Latin1.GetChars(content, text);
            var blocks = new List<PemBlock>();
            ReadOnlySpan<char> rest = text;
            while (System.Security.Cryptography.PemEncoding.TryFind(rest, out var fields))
            {
                var bytes = new byte[fields.DecodedDataLength];
                Convert.TryFromBase64Chars(rest[fields.Base64Data], bytes, out _);
                blocks.Add(new(rest[fields.Label].ToString(), bytes));
                rest = rest[fields.Location.End..];
            }

            return blocks;
        }
        finally
        {
            Array.Clear(text);
        }
    }
}
