using System.Collections;
using System.Globalization;
using System.Resources;

namespace ServicePackaging.Diagnostics;

/// <summary>The texts of diagnostics, from <c>DiagnosticTexts.resx</c>.</summary>
internal static class DiagnosticTexts
{
    private static readonly ResourceManager Resources = new(typeof(DiagnosticTexts));

    /// <summary>The names of all texts.</summary>
    public static IReadOnlyList<string> Names =>
    [
        .. Resources.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().Select(entry => (string)entry.Key).Order(StringComparer.Ordinal),
    ];

    /// <summary>A text in the language of the user interface, or in English.</summary>
#pragma warning disable RS0030 // What the developer reads has the developer's language. It does not get into a package.
    public static string Get(string name) => Resources.GetString(name, CultureInfo.CurrentUICulture)
#pragma warning restore RS0030
        ?? throw new MissingManifestResourceException($"DiagnosticTexts.resx has no text '{name}'.");

    /// <summary>The messages of a code: one, or one for each of its cases.</summary>
    public static IReadOnlyList<string> FindMessages(string code)
    {
        var name = $"{code}.Message";
        return
        [
            .. Names.Where(text => text == name || text.StartsWith(name + ".", StringComparison.Ordinal)).Select(Get),
        ];
    }
}
