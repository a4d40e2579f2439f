using System.Text;
using System.Text.RegularExpressions;
using Org.BouncyCastle.Bcpg;

namespace ServicePackaging.Signing.OpenPgp;

/// <summary>The text form of OpenPGP data (RFC 9580 section 6).</summary>
internal static partial class OpenPgpArmor
{
    private const string Begin = "-----BEGIN PGP ";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns the packets of a file: of all armored blocks in it, or the file itself if it is binary.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="source">The name of the file or variable, for messages.</param>
    /// <exception cref="SigningException">The file is text without a readable block.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> file, string source)
    {
        if (file.IsEmpty)
        {
            throw new SigningException(SigningProblem.UnreadableKey, source, "it is empty");
        }

        // The first octet of every packet has its highest bit set (RFC 9580 section 4.2), and that of a BOM is 0xEF.
        var isBinary = file[0] >= 0x80 && !file.StartsWith(Encoding.UTF8.Preamble);
        return isBinary ? file.ToArray() : DecodeText(ReadText(file, source), source);
    }

    /// <summary>Returns the armored form of a public key.</summary>
    public static string EncodePublicKey(byte[] packets) => Encode(packets);

    /// <summary>Returns the armored form of a detached signature.</summary>
    public static string EncodeSignature(byte[] packet) => Encode(packet);

    // The first packet decides on the kind of block.
    private static string Encode(byte[] packets)
    {
        using var text = new MemoryStream();
        using (var armor = ArmoredOutputStream.Build().ClearHeaders().Build(text))
        {
            armor.Write(packets, 0, packets.Length);
        }

        return Encoding.ASCII.GetString(text.ToArray()).ReplaceLineEndings("\n");
    }

    private static string ReadText(ReadOnlySpan<byte> file, string source)
    {
        try
        {
            return Utf8.GetString(file).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new SigningException(SigningProblem.UnreadableKey, source, "it is neither text nor an OpenPGP file");
        }
    }

    private static byte[] DecodeText(string text, string source)
    {
        using var packets = new MemoryStream();
        var blocks = Block().Matches(text);
        foreach (Match block in blocks)
        {
            Append(block.Value, packets, source);
        }

        return packets.Length > 0 ? packets.ToArray() : throw new SigningException(SigningProblem.UnreadableKey, source, Explain(text));
    }

    private static void Append(string block, MemoryStream packets, string source)
    {
        try
        {
            using var armor = new ArmoredInputStream(new MemoryStream(Encoding.UTF8.GetBytes(block)));
            armor.CopyTo(packets);
        }
        catch (IOException exception)
        {
            throw new SigningException(SigningProblem.UnreadableKey, source, $"its armored text is damaged ({exception.Message})");
        }
    }

    // What people pass instead of an armored key.
    private static string Explain(string text) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => "it is empty",
        _ when text.Contains("-----BEGIN ", StringComparison.Ordinal) && !text.Contains(Begin, StringComparison.Ordinal) =>
            "it is a PEM file, which is for certificates. An OpenPGP key starts with '-----BEGIN PGP PRIVATE KEY BLOCK-----'",
        _ when text.Contains(@"\n", StringComparison.Ordinal) =>
            @"its lines are joined with '\n'. Store it with real line ends, or as base64 of the whole file",
        _ when text.Contains(Begin, StringComparison.Ordinal) =>
            "its armored text is not on lines of its own, or ends early. Store it with its line ends, or as base64 of the whole file",
        _ => "it is text, but has no line '-----BEGIN PGP PRIVATE KEY BLOCK-----'",
    };

    [GeneratedRegex(
        @"^-----BEGIN PGP [A-Z ]+-----[ \t]*\r?\n.*?^-----END PGP [A-Z ]+-----", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
