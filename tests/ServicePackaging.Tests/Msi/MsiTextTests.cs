using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Msi;

namespace ServicePackaging.Tests.Msi;

/// <summary>The developer's arguments as texts that Windows Installer formats and the program splits.</summary>
public sealed partial class MsiTextTests
{
    private const string StatePath = @"C:\Program Data\my state\";

    private static readonly Arbitrary<string[]> Words = Gen.OneOf(
            Gen.Elements("", " ", "plain", "two words", "\\", "\\\\", "\"", "\\\"", "C:\\temp\\", "[x]", "[StateFolder]", "[\\x]", "{0}", "{}", "%PATH%", "'", "a\tb", "日本語 😀", "{StateDirectory}"),
            Gen.ArrayOf(Gen.Elements("a", "b", " ", "\t", "\"", "\\", "/", "[", "]", "{", "}", "~", "%", "$", "#", ";", "é", "{StateDirectory}", "{InstallDirectory}", "{Instance}"))
                .Select(string.Concat))
        .ArrayOf().ToArbitrary();

    private static string FolderOf(string token) => token == "StateDirectory" ? MsiNames.StateFolder : MsiNames.InstallFolder;

    [Fact]
    public void A_command_line_is_split_into_its_original_words() =>
        Prop.ForAll(Words, words => Assert.Equal(
            words.Select(word => Format(MsiText.Expand(word, "eu [1]", FolderOf))), Split(Format(MsiText.CommandLine(words, "eu [1]", FolderOf))))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_that_is_not_a_token_is_unchanged() =>
        Prop.ForAll(Words, words => Assert.All(
            words.Select(word => word.Replace("{StateDirectory}", "", StringComparison.Ordinal).Replace("{InstallDirectory}", "", StringComparison.Ordinal).Replace("{Instance}", "", StringComparison.Ordinal)),
            word => Assert.Equal(word, Format(MsiText.Expand(word, "", FolderOf))))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("--port 8080", "--port 8080")]
    [InlineData("'two words' \"\"", "\"two words\" \"\"")]
    [InlineData("{StateDirectory}", "\"[StateFolder]\\\"")]
    [InlineData("{StateDirectory}/", "\"[StateFolder]\\\"")]
    [InlineData("{StateDirectory}/sub/x.db", "\"[StateFolder]sub\\x.db\"")]
    [InlineData("--data={StateDirectory}/x --url=http://a/b", "\"--data=[StateFolder]x\" --url=http://a/b")]
    [InlineData("{InstallDirectory}/a;{ConfigDirectory}/b", "\"[INSTALLFOLDER]a;[ConfigFolder]b\"")]
    [InlineData("[not] {a:1}", "[\\[]not[\\]] [\\{]a:1[\\}]")]
    public void Directories_are_told_to_the_program(string arguments, string expected) => Assert.Equal(
        expected,
        new Support.Service().OnWindows().With("ServiceArguments", arguments).PlanMsiWithoutFindings().Plan.Package.Rows
            .Single(row => row.Table.Name == "ServiceInstall")["Arguments"].ToString());

    // Microsoft, "Formatted": [\x] is x, [name] is the property's value, and that of a directory ends with a backslash.
    private static string Format(string text) => Reference().Replace(text, match => match.Groups["escaped"].Success ? match.Groups["escaped"].Value : match.Value switch
    {
        "[StateFolder]" => StatePath,
        "[INSTALLFOLDER]" => @"D:\",
        _ => throw new InvalidOperationException($"{match.Value} would be empty"),
    });

    // Microsoft, "Parsing C++ command-line arguments".
    private static List<string> Split(string line)
    {
        var words = new List<string>();
        for (var i = 0; i < line.Length;)
        {
            if (line[i] is ' ' or '\t')
            {
                i++;
                continue;
            }

            words.Add(ReadWord(line, ref i));
        }

        return words;
    }

    private static string ReadWord(string line, ref int i)
    {
        var word = new StringBuilder();
        for (var quoted = false; i < line.Length && (quoted || line[i] is not (' ' or '\t'));)
        {
            var backslashes = line.AsSpan(i).IndexOfAnyExcept('\\') is >= 0 and var count ? count : line.Length - i;
            i += backslashes;
            var isQuote = i < line.Length && line[i] == '"';
            word.Append('\\', isQuote ? backslashes / 2 : backslashes);
            if (isQuote && backslashes % 2 == 1)
            {
                word.Append('"');
                i++;
            }
            else if (isQuote && quoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                word.Append('"');
                i += 2;
            }
            else if (isQuote)
            {
                quoted = !quoted;
                i++;
            }
            else if (backslashes == 0)
            {
                word.Append(line[i++]);
            }
        }

        return word.ToString();
    }

    [GeneratedRegex(@"\[\\(?<escaped>.)\]|\[[A-Za-z]+\]|[\[\]{}]", RegexOptions.Singleline)]
    private static partial Regex Reference();
}
