using System.Text;

namespace ServicePackaging.Repositories.Verification;

/// <summary>A clear-signed file, split as apt splits it (apt, apt-pkg/contrib/gpgv.cc).</summary>
/// <param name="Fault">Why it is not exactly one clear-signed text; null if it is.</param>
/// <param name="Text">The text with the line end LF.</param>
/// <param name="Signed">What the signature is over: lines without blanks at their ends, joined by CR LF.</param>
/// <param name="Signature">The armored signature.</param>
internal sealed record ClearSignedFile(string? Fault, byte[] Text, byte[] Signed, byte[] Signature)
{
    private const string Dash = "- ";
    private const string Begin = "-----BEGIN PGP SIGNED MESSAGE-----";
    private const string BeginSignature = "-----BEGIN PGP SIGNATURE-----";
    private const string EndSignature = "-----END PGP SIGNATURE-----";

    /// <summary>Splits a file.</summary>
    public static ClearSignedFile Split(ReadOnlySpan<byte> file)
    {
        // Each byte is one character, so that nothing is lost whatever the encoding is.
        var lines = Encoding.Latin1.GetString(file).Split('\n').Select(line => line.TrimEnd(' ', '\t', '\r')).ToList();
        var begin = lines.IndexOf(Begin);
        var blank = begin < 0 ? -1 : lines.IndexOf("", begin);
        var signature = blank < 0 ? -1 : lines.IndexOf(BeginSignature, blank);
        var end = signature < 0 ? -1 : lines.IndexOf(EndSignature, signature);
        var fault = begin switch
        {
            _ when file.StartsWith(Encoding.UTF8.Preamble) => "starts with a byte-order mark",
            _ when file is [0x1F, 0x8B, ..] => "is compressed with gzip once more than apt expects",
            _ when file.TrimStart(" \t\r\n"u8) is [(byte)'<', ..] => "is an HTML page",
            < 0 => "does not contain a clear-signed text",
            > 0 => "has text before the signed text",
            _ when end < 0 => "is truncated",
            _ when lines.Skip(end + 1).Any(line => line.Length > 0) => "has text after the signature",
            _ => null,
        };
        if (fault is not null)
        {
            return new(fault, [], [], []);
        }

        var text = lines[(blank + 1)..signature]
            .Select(line => line.StartsWith(Dash, StringComparison.Ordinal) ? line[Dash.Length..] : line).ToList();
        return new(
            null,
            Encoding.Latin1.GetBytes(string.Join('\n', text) + "\n"),
            Encoding.Latin1.GetBytes(string.Join("\r\n", text)),
            Encoding.Latin1.GetBytes(string.Join('\n', lines[signature..(end + 1)]) + "\n"));
    }
}
