using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServicePackaging.Diagnostics;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Docs;

/// <summary>Links, length, language and placeholders of the pages.</summary>
public sealed partial class DocumentationTests
{
    // The patterns that CONTRIBUTING.md forbids, if they can be found without understanding the sentence.
    private static readonly string[] BadEnglish =
    [
        "is none", "there is none", "are none", "behind", "of our own", "has it not", "have it not", "has not[.,;:]", "is said", "was said", "be said", "nothing is said",
        "says nothing", "for who", "what is not there", "anew", "brings along", "word for it", "no equal", "takes the place of", "left-over",
    ];

    private static readonly string[] OtherTexts = ["samples/Memexd/README.md", "samples/Tetra/README.md", "samples/Tokentap/README.md", "samples/Toobix/README.md", "samples/Vocoder/README.md"];

    public static TheoryData<string> Pages => [.. Documentation.Pages.Concat(OtherTexts)];

    // WriteLinesToFile replaces backslashes when the page is packed.
    [Fact]
    public void The_readme_is_short_and_has_no_backslash()
    {
        var readme = File.ReadAllBytes(Path.Combine(Repository.Root, "README.md"));
        Assert.InRange(readme.Length, 1, 8192);
        Assert.DoesNotContain((byte)'\\', readme);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files_and_headings(string page)
    {
        var folder = Path.GetDirectoryName(page)!;
        Assert.Empty(
            from Match match in Link().Matches(Documentation.Prose(page))
            let target = match.Groups["target"].Value
            where !target.Contains("://", StringComparison.Ordinal)
            let parts = target.Split('#', 2)
            let file = parts[0].Length == 0 ? page : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, parts[0]))).Replace('\\', '/')
            where !File.Exists(Path.Combine(Repository.Root, file)) || (parts.Length > 1 && !AnchorsOf(file).Contains(parts[1]))
            select $"{page}: {target}");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Pages_avoid_what_the_style_sheet_forbids(string page)
    {
        // The style sheet itself lists what it forbids.
        var text = Code().Replace(Documentation.Prose(page), "code");
        Assert.Empty(
            from line in text.Split('\n')
            where page != "CONTRIBUTING.md" || !line.StartsWith('|')
            from pattern in BadEnglish
            where Regex.IsMatch(line, $@"(?<![\w-])({pattern})(?![\w-])", RegexOptions.IgnoreCase)
            select $"{page}: '{pattern}' in: {line}");
    }

    [Fact]
    public void Every_page_is_in_the_table_of_contents()
    {
        var contents = File.ReadAllText(Path.Combine(Repository.Root, "docs", "toc.yml"));
        Assert.Empty(
            from page in Documentation.Guides
            where page != "README.md" && !contents.Contains($"href: {page["docs/".Length..]}\n", StringComparison.Ordinal)
            select page);
    }

    [Fact]
    public void Every_diagnostic_has_the_anchor_that_its_help_link_names()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src", "ServicePackaging.Tasks", "DiagnosticLog.cs"));
        var anchors = AnchorsOf(Regex.Match(source, "HelpPage = \"(?<page>.*?)\"").Groups["page"].Value);
        Assert.Empty(DiagnosticCatalog.All.Select(descriptor => descriptor.Code.ToLowerInvariant()).Except(anchors));
    }

    [Fact]
    public void Addresses_are_those_of_the_placeholders()
    {
        var placeholders = XDocument.Load(Path.Combine(Repository.Root, "Placeholders.props")).Descendants().Where(element => !element.HasElements)
            .ToDictionary(element => element.Name.LocalName, element => element.Value);
        var repository = $"{placeholders["RepositoryUrl"]}/blob/{placeholders["RepositoryBranch"]}/";

        Assert.Contains($"Write to {placeholders["SecurityContact"]}.", Documentation.Read("SECURITY.md"), StringComparison.Ordinal);
        Assert.Contains($"violation to {placeholders["ConductContact"]}.", Documentation.Read("CODE_OF_CONDUCT.md"), StringComparison.Ordinal);
        Assert.All(
            Regex.Matches(Documentation.Read(".github/ISSUE_TEMPLATE/config.yml"), "url: (?<url>.*)").Select(match => match.Groups["url"].Value),
            url =>
            {
                Assert.StartsWith(repository, url, StringComparison.Ordinal);
                Assert.True(File.Exists(Path.Combine(Repository.Root, url[repository.Length..])), url);
            });
    }

    // The anchors that GitHub and docfx generate, and explicit ones.
    private static HashSet<string> AnchorsOf(string page)
    {
        var text = Documentation.Prose(page);
        return
        [
            .. Heading().Matches(text).Select(match => Unwanted().Replace(Markup().Replace(match.Groups["text"].Value, "$1").ToLowerInvariant(), "").Replace(' ', '-')),
            .. Identifier().Matches(text).Select(match => match.Groups["id"].Value),
        ];
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("(`+).+?\\1")]
    private static partial Regex Code();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(.*?)\]\(.*?\)")]
    private static partial Regex Markup();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Unwanted();

    [GeneratedRegex("<a id=\"(?<id>.*?)\"")]
    private static partial Regex Identifier();
}
