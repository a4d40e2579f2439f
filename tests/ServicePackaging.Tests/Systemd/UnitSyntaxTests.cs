using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Systemd;

namespace ServicePackaging.Tests.Systemd;

/// <summary>Words that the SDK writes, read back by the rules of systemd.syntax(7) and systemd.service(5), "Command Lines".</summary>
public sealed class UnitSyntaxTests
{
    private static readonly Arbitrary<string[]> Words = Gen.OneOf(
            Gen.Elements(OddWords.All.ToArray()),
            Gen.ArrayOf(Gen.Elements("ab \t\n\"'\\%$;#{}x4é日\u0001\u007f-=".ToCharArray())).Select(letters => new string(letters)))
        .ArrayOf().ToArbitrary();

    [Fact]
    public void A_command_line_is_read_back_as_its_original_words() =>
        Prop.ForAll(Words, words => Assert.Equal(
            words,
            Split(string.Join(' ', words.Select(word => UnitSyntax.Quote(UnitSyntax.EscapeArgument(word)))))
                .Select(word => ExpandVariables(ExpandSpecifiers(word))))).QuickCheckThrowOnFailure();

    [Fact]
    public void An_assignment_is_read_back_with_its_dollars_as_they_were() =>
        Prop.ForAll(Words, words => Assert.Equal(
            words.Select(word => "NAME=" + word),
            words.SelectMany(word => Split(UnitSyntax.Quote("NAME=" + UnitSyntax.EscapeSpecifiers(word)))).Select(ExpandSpecifiers))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_quoted_word_is_one_line() =>
        Prop.ForAll(Words, words => Assert.All(words, word => Assert.DoesNotContain('\n', UnitSyntax.Quote(word)))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("plain-1.2/_:@,=+", "plain-1.2/_:@,=+")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("", "\"\"")]
    [InlineData(";", "\";\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("a\u0001\tb\n", "\"a\\x01\\tb\\n\"")]
    public void A_word_is_quoted_where_it_has_to_be(string word, string expected) => Assert.Equal(expected, UnitSyntax.Quote(word));

    // extract_first_word() with EXTRACT_UNQUOTE|EXTRACT_CUNESCAPE, from its description in systemd.syntax(7), "Quoting".
    private static List<string> Split(string line)
    {
        var words = new List<string>();
        var i = 0;
        while (true)
        {
            while (i < line.Length && line[i] is ' ' or '\t' or '\n' or '\r')
            {
                i++;
            }

            if (i >= line.Length)
            {
                return words;
            }

            words.Add(ReadWord(line, ref i));
        }
    }

    private static string ReadWord(string line, ref int i)
    {
        var bytes = new List<byte>();
        var quote = '\0';
        for (; i < line.Length && (quote != '\0' || line[i] is not (' ' or '\t' or '\n' or '\r')); i++)
        {
            var c = line[i];
            if (c == '\\')
            {
                bytes.AddRange(Unescape(line, ref i));
            }
            else if (quote == '\0' && c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == quote)
            {
                quote = '\0';
            }
            else
            {
                var length = char.IsHighSurrogate(c) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(line.Substring(i, length)));
                i += length - 1;
            }
        }

        Assert.Equal('\0', quote);
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static byte[] Unescape(string line, ref int i) => line[++i] switch
    {
        'n' => [(byte)'\n'],
        't' => [(byte)'\t'],
        's' => [(byte)' '],
        'x' => [byte.Parse(line.AsSpan((i += 2) - 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)],
        '\\' or '"' or '\'' => [(byte)line[i]],
        var other => throw new FormatException($"systemd knows no \\{other}"),
    };

    private static string ExpandSpecifiers(string text) => Expand(text, '%');

    private static string ExpandVariables(string text) => Expand(text, '$');

    private static string Expand(string text, char sign)
    {
        var pairs = text.Replace($"{sign}{sign}", "\0", StringComparison.Ordinal);
        Assert.DoesNotContain(sign, pairs);
        return pairs.Replace('\0', sign);
    }
}
