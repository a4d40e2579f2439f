using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServicePackaging.Model;
using ServicePackaging.TestSupport;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests;

/// <summary>What editors show about properties and items: plain text, made from the vocabulary.</summary>
internal static partial class EditorText
{
    private const string Reference = "docs/reference";

    private static readonly Lazy<string> Pages = new(FindPages);

    /// <summary>A property for which a platform's prefix is allowed, in all its forms; the first is the common one.</summary>
    public static IEnumerable<string> Forms(ServiceProperty property) =>
        property.HasPlatformForms || property == ServiceProperties.PayloadDirectory
            ? [property.Name, .. Enum.GetNames<Platform>().Select(platform => platform + property.Name)]
            : [property.Name];

    /// <summary>What a property means, and what holds if it is not set.</summary>
    public static string Describe(ServiceProperty property) =>
        $"{Sentence(property.Meaning)} Default: {Sentence(property.DefaultText)}";

    /// <summary>A text of the vocabulary without its Markdown, as a sentence.</summary>
    public static string Sentence(string text)
    {
        var plain = Plain(text);
        return plain.EndsWith('.') ? plain : plain + ".";
    }

    /// <summary>A text of the vocabulary without its Markdown.</summary>
    public static string Plain(string text) => text.Replace("`", "", StringComparison.Ordinal);

    /// <summary>The words of a list such as <c>Daily, Weekly</c> or <c>`Restart` or `Reboot`</c>; empty for other texts.</summary>
    public static IReadOnlyList<string> Words(string text) =>
        WordList().IsMatch(text) ? [.. Plain(text).Split([", ", " or "], StringSplitOptions.None)] : [];

    /// <summary>The address of a property in the reference.</summary>
    public static string HelpUrl(ServiceProperty property) => HelpUrl("properties", property);

    /// <summary>The address of an item in the reference.</summary>
    public static string HelpUrl(ServiceItem item) => HelpUrl("items", item);

    private static string HelpUrl(string page, INamedRow row) => $"{Pages.Value}/{page}.md#{row.Name.ToLowerInvariant()}";

    // The repository's address is a placeholder until the project is published.
    private static string FindPages()
    {
        var values = XDocument.Load(Path.Combine(Repository.Root, "Placeholders.props"));
        return $"{Value("RepositoryUrl")}/blob/{Value("RepositoryBranch")}/{Reference}";

        string Value(string name) => values.Descendants(name).Single().Value;
    }

    [GeneratedRegex("^`?[A-Za-z-]+`?((, | or )`?[A-Za-z-]+`?)+$")]
    private static partial Regex WordList();
}
