using System.Text;
using System.Text.Unicode;

namespace ServicePackaging.Formats.Archives;

/// <summary>Decodes texts of packages, which may be in an old encoding.</summary>
internal static class PackageText
{
    /// <summary>Decodes UTF-8. If the bytes are not valid UTF-8, they are decoded as Latin-1, so that no byte is lost.</summary>
    public static string Decode(ReadOnlySpan<byte> text) => (Utf8.IsValid(text) ? Encoding.UTF8 : Encoding.Latin1).GetString(text);
}
