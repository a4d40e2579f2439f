using System.Text;

namespace ServicePackaging.Formats.Msi.Storage;

/// <summary>Selects code pages by their numbers.</summary>
internal static class CodePage
{
    // The code pages of Windows: Western, then the other single-byte code pages, then Japanese, Chinese, Korean, Chinese. Windows Installer
    // is known to support UTF-8 for the database, but not for the summary.
    private static readonly int[] Ansi =
        [MsiFormat.WesternCodePage, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258, 874, 932, 936, 949, 950];

    /// <summary>Returns the code page for the texts of a database.</summary>
    public static int OfDatabase(IEnumerable<string> texts) =>
        Holds(MsiFormat.WesternCodePage, texts) ? MsiFormat.WesternCodePage : MsiFormat.Utf8CodePage;

    /// <summary>Returns the code page for the texts of a summary. If none has all characters, it is the Western one.</summary>
    public static int OfSummary(IReadOnlyCollection<string> texts) => Ansi.FirstOrDefault(codePage => Holds(codePage, texts), Ansi[0]);

    /// <summary>Whether a summary can have a code page.</summary>
    public static bool IsAnsi(int codePage) => Ansi.Contains(codePage);

    /// <summary>Returns the bytes of a text. Characters that the code page does not have become question marks.</summary>
    public static byte[] Bytes(int codePage, string text) => CodePagesEncodingProvider.Instance
        .GetEncoding(codePage, new EncoderReplacementFallback("?"), DecoderFallback.ExceptionFallback)!.GetBytes(text);

    /// <summary>Returns the encoding of a code page, which throws for characters that it does not contain. 0, the neutral code page, means
    /// Latin-1.</summary>
    /// <exception cref="NotSupportedException">The code page does not exist.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The code page does not exist.</exception>
    public static Encoding Encoding(int codePage) => codePage switch
    {
        MsiFormat.NeutralCodePage => System.Text.Encoding.Latin1,
        MsiFormat.Utf8CodePage => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        _ => CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
            ?? throw new NotSupportedException($"The code page {codePage} does not exist."),
    };

    private static bool Holds(int codePage, IEnumerable<string> texts)
    {
        var encoding = Encoding(codePage);
        try
        {
            foreach (var text in texts)
            {
                encoding.GetByteCount(text);
            }

            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
