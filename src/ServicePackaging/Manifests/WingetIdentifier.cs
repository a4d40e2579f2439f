using System.Text.RegularExpressions;

namespace ServicePackaging.Manifests;

/// <summary>The identifiers of packages in winget: <c>Publisher.Package</c>.</summary>
internal static partial class WingetIdentifier
{
    private const int LongestIdentifier = 128;

    /// <summary>What an identifier looks like; completes the sentence "Write …".</summary>
    public const string Expected = "an identifier such as Acme.Agent: two to eight parts of at most 32 characters, joined with dots";

    /// <summary>Whether winget accepts an identifier ("manifest.version.1.12.0.json", PackageIdentifier).</summary>
    public static bool IsValid(string identifier) => identifier.Length <= LongestIdentifier && Form().IsMatch(identifier);

    /// <summary>The usual identifier of a product: the publisher's and the product's name in Pascal case.</summary>
    public static string Derive(string vendor, string name) => $"{ToPascalCase(vendor)}.{ToPascalCase(name)}";

    private static string ToPascalCase(string name) =>
        string.Concat(Word().Matches(name).Select(word => char.ToUpperInvariant(word.Value[0]) + word.Value[1..]));

    [GeneratedRegex(@"\A[^.\s\\/:*?""<>|\x01-\x1f]{1,32}(\.[^.\s\\/:*?""<>|\x01-\x1f]{1,32}){1,7}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    // An apostrophe is part of a word: O'Neil.
    [GeneratedRegex(@"[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}]|['’](?=\p{L}))*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
