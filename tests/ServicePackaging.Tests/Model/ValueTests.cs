using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Values;

namespace ServicePackaging.Tests.Model;

/// <summary>The strict readers of values.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("30s", 30_000)]
    [InlineData("30 sec", 30_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("250ms", 250)]
    [InlineData("1h 30min", 5_400_000)]
    [InlineData("1h30min", 5_400_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("1w", 604_800_000)]
    [InlineData("00:00:30", 30_000)]
    [InlineData("1:02:03", 3_723_000)]
    [InlineData("1.00:00:00", 86_400_000)]
    [InlineData("00:00:00.250", 250)]
    public void Durations(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var value));
        Assert.Equal(milliseconds, (long)value.TotalMilliseconds);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1,5s")]
    [InlineData("1.5.2s")]
    [InlineData("30S")]
    [InlineData("30 seconds ago")]
    [InlineData("5 5s")]
    [InlineData("infinity")]
    [InlineData("00:30")]
    [InlineData("24:00:00")]
    [InlineData("00:60:00")]
    [InlineData("-00:00:30")]
    [InlineData("999999999999999999999h")]
    [InlineData("٣s")]
    public void No_durations(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void A_duration_written_for_systemd_is_read_back() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Select(number => TimeSpan.FromMilliseconds(number * 10L)).ToArbitrary(),
        value => DurationText.TryParse(DurationText.ToSystemd(value), out var read) && read == value).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("512M", "512M")]
    [InlineData("2g", "2G")]
    [InlineData("1073741824", "1073741824")]
    [InlineData("1T", "1T")]
    [InlineData("25%", "25%")]
    [InlineData("100%", "100%")]
    [InlineData("INFINITY", "infinity")]
    public void Memory(string text, string expected)
    {
        Assert.True(MemoryText.TryParse(text, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("007M")]
    [InlineData("M")]
    [InlineData("%")]
    [InlineData("2 G")]
    [InlineData("2GB")]
    [InlineData("1.5G")]
    [InlineData("-1")]
    [InlineData("+5%")]
    [InlineData("0%")]
    [InlineData("101%")]
    [InlineData("9999999999999999999")]
    public void No_memory(string text) => Assert.False(MemoryText.TryParse(text, out _));

    [Theory]
    [InlineData("640", 0b110_100_000)]
    [InlineData("0640", 0b110_100_000)]
    [InlineData("4755", 0b100_111_101_101)]
    [InlineData("64", null)]
    [InlineData("06400", null)]
    [InlineData("0o640", null)]
    [InlineData("680", null)]
    [InlineData("+640", null)]
    public void Modes(string text, int? expected) =>
        Assert.Equal((UnixFileMode?)expected, ValueKinds.FileMode.TryParse(text, out var mode) ? mode : null);

    [Theory]
    [InlineData("SIGHUP", "SIGHUP")]
    [InlineData("usr1", "SIGUSR1")]
    [InlineData("SIGKILL", null)]
    [InlineData("1", null)]
    [InlineData("SIG", null)]
    [InlineData("SIGSIGHUP", null)]
    public void Signals(string text, string? expected) => Assert.Equal(expected, SignalText.TryParse(text, out var signal) ? signal : null);

    [Theory]
    [InlineData("", "")]
    [InlineData("  a \t b ", "a|b")]
    [InlineData("'a b' \"c d\"", "a b|c d")]
    [InlineData("a'b 'c", "ab c")]
    [InlineData("''", "")]
    [InlineData("\"a\\\"b\\\\c\\d\"", "a\"b\\c\\d")]
    [InlineData("C:\\temp\\", "C:\\temp\\")]
    [InlineData("'a\\'", "a\\")]
    [InlineData("--json={\"x\":1}", "--json={x:1}")]
    public void Command_lines(string text, string words)
    {
        Assert.True(CommandLineText.TryParse(text, out var parsed));
        Assert.Equal(words, string.Join('|', parsed));
    }

    [Theory]
    [InlineData("'")]
    [InlineData("a \"b")]
    [InlineData("\"a\\\"")]
    [InlineData("'a\"")]
    public void Command_lines_with_an_open_quote(string text) => Assert.False(CommandLineText.TryParse(text, out _));

    [Fact]
    public void A_command_line_can_contain_any_words() => Prop.ForAll(
        Gen.Elements("ab \t\"'\\=;".ToCharArray()).ArrayOf().Select(letters => new string(letters)).ArrayOf().ToArbitrary(),
        words => CommandLineText.TryParse(string.Join(' ', words.Select(Quote)), out var read) && read.SequenceEqual(words)).QuickCheckThrowOnFailure();

    [Fact]
    public void Whole_numbers_have_no_more_than_digits_and_a_sign() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<string>(), (number, junk) =>
    {
        var kind = ValueKinds.Integer(-1000, 1000);
        var text = number.ToString(CultureInfo.InvariantCulture);
        var isIn = number is >= -1000 and <= 1000;
        return kind.TryParse(text, out var read) == isIn && (!isIn || read == number)
            && !kind.TryParse(text + " ", out _) && !kind.TryParse(text + ".0", out _) && (junk is null || junk.All(c => char.IsAsciiDigit(c) || c is '-' or '+') || !kind.TryParse(junk, out _));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_text_causes_a_reader_to_fail() => Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(text => !string.IsNullOrWhiteSpace(text)), text =>
    {
        text = text.Trim();
        bool[] outcomes =
        [
            DurationText.TryParseOrInfinity(text, out _), MemoryText.TryParseOrZero(text, out _), MemoryText.TryParseSize(text, out _),
            SignalText.TryParse(text, out _), CommandLineText.TryParse(text, out _), ValueKinds.FileMode.TryParse(text, out _),
            ValueKinds.CpuQuota.TryParse(text, out _), ValueKinds.Boolean.TryParse(text, out _),
        ];
        return outcomes.Length > 0;
    }).QuickCheckThrowOnFailure();

    private static string Quote(string word) => "\"" + word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
