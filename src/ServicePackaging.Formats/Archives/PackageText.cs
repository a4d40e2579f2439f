using System.Text;
using System.Text.Unicode;

namespace ServicePackaging.Formats.Archives;

/// <summary>Text of packages that may be old.</summary>
internal static class PackageText
{
    /// <summary>Text in UTF-8, as it has long been; what is none is taken for Latin-1, so that no byte is lost.</summary>
    public static string Decode(ReadOnlySpan<byte> text) => (Utf8.IsValid(text) ? Encoding.UTF8 : Encoding.Latin1).GetString(text);
}
