using System.Text;

namespace ServicePackaging.Formats.Msi.Storage;

/// <summary>Code pages by their numbers.</summary>
internal static class CodePage
{
    // Those of Windows: Western, then the others of one byte, then Japanese, Chinese, Korean, Chinese. Windows Installer is known to take
    // UTF-8 for the database, and not known to take it for the summary.
    private static readonly int[] Ansi =
        [MsiFormat.WesternCodePage, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258, 874, 932, 936, 949, 950];

    /// <summary>The code page for the texts of a database.</summary>
    public static int OfDatabase(IEnumerable<string> texts) =>
        Holds(MsiFormat.WesternCodePage, texts) ? MsiFormat.WesternCodePage : MsiFormat.Utf8CodePage;

    /// <summary>The code page for the texts of a summary.</summary>
    public static int OfSummary(IReadOnlyCollection<string> texts) =>
        Ansi.Append(MsiFormat.Utf8CodePage).First(codePage => codePage == MsiFormat.Utf8CodePage || Holds(codePage, texts));

    /// <summary>The encoding of a code page, which refuses what it does not have. 0, neutral, is taken for Latin-1.</summary>
    /// <exception cref="NotSupportedException">There is no such code page.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such code page.</exception>
    public static Encoding Encoding(int codePage) => codePage switch
    {
        MsiFormat.NeutralCodePage => System.Text.Encoding.Latin1,
        MsiFormat.Utf8CodePage => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        _ => CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
            ?? throw new NotSupportedException($"There is no code page {codePage}."),
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
