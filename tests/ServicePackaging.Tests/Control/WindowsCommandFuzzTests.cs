using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Control;

/// <summary>No text of a project, and no word that is typed, makes the management command run something else. Wine's cmd executes the scripts; what it
/// reads differently from Windows' cmd is checked in the text.</summary>
public sealed partial class WindowsCommandFuzzTests(WineMachine machine) : IClassFixture<WineMachine>
{
    private const int Sample = 40;
    private const string Canary = "canary";
    private const string Plain = "x";

    // What ends a word or a line, or is replaced, in cmd or in PowerShell; and what creates the canary if it is not part of a text.
    private static readonly string[] Pieces =
    [
        "\"", "'", "\u2018", "\u2019", "\u201a", "\u201b", "\u201c", "\u201d", "&", "|", "<", ">", "^", "%", "%%", "!", "(", ")", ";", ",", "=", "`", "$", "@", "#", "\\", "/", "*", "?", "~", " ", "é", "日",
        "&echo x>canary&", "\"&echo x>canary&\"", "|echo x>canary", "'+(ni canary)+'", "\u2019;ni canary;\u2019", "$(ni canary)", "%CANARY%", "!CANARY!", "%~x", "%~$PATH:c", "%1", "%time:~0,1%",
        ")&echo x>canary&(", "^&echo x>canary", "\"^&echo x>canary", " rem ", ";x", "x", "0", "08", "-n", "]", "[char]34", "&&canary.cmd",
    ];

    // Files with the names of what the script runs, in the directory of whoever types the command.
    private static readonly string[] Planted = ["sc", "net", "find", "ping", "curl", "powershell", "canary"];

    [Fact]
    public async Task A_sample_of_texts_runs_nothing() => await RunAsync(Texts(Sample, seed: 17));

    [Fact]
    public async Task A_text_that_is_not_escaped_would_be_noticed()
    {
        await machine.RunInAsync("/naive", [new("naive.cmd", "@echo off\r\nset text=&echo x>canary\r\n")], "naive.cmd");

        Assert.True(machine.HasFile("/naive/" + Canary));
    }

    [Fact]
    public void Every_text_stays_in_its_place()
    {
        var standard = Script("").Split("\r\n");
        foreach (var text in Texts(400, seed: 5))
        {
            var lines = Script(text).Split("\r\n");
            Assert.Equal(standard.Length, lines.Length);
            var places = standard.Zip(lines).Where(pair => pair.First != pair.Second).Select(pair => pair.Second).ToList();
            Assert.All(places, line => Assert.Matches(Place(), line));
            Assert.Contains(places, line => line.Contains("$source=", StringComparison.Ordinal) && Source(line) == Literal(text));
        }
    }

    [Fact]
    public void Percent_signs_are_those_of_the_script()
    {
        foreach (var text in Texts(400, seed: 6).Append("%TEMP%").Append("%~x"))
        {
            Assert.DoesNotContain("%", Percents().Replace(Script(text), ""), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Programs_are_those_of_Windows()
    {
        var lines = Script(Plain).Split("\r\n").Where(line => !line.StartsWith("rem ", StringComparison.Ordinal) && !line.StartsWith("echo ", StringComparison.Ordinal));

        Assert.All(lines, line => Assert.DoesNotMatch(Bare(), line));
        Assert.Contains("set \"NoDefaultCurrentDirectoryInExePath=1\"", Script(Plain), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\"b'c")]
    [InlineData("'\"")]
    public void A_source_with_both_kinds_of_quotes_is_reported(string source) =>
        Assert.Contains("SVCPKG2001", Command().With("ServiceLogIdentifier", source).PlanMsi().Codes);

    [Theory]
    [InlineData("logs -n \";x\"", "acmectl: \";x\" is no number")]
    [InlineData("health --wait \"1;x\"", "acmectl: \"1;x\" is no number")]
    [InlineData("logs -n \"1&x\"", "acmectl: \"1&x\" is no number")]
    [InlineData("logs -n \"0 x\"", "acmectl: \"0 x\" is no number")]
    [InlineData("logs -n 012345678901", "acmectl: 12345678901 is too large")]
    [InlineData("logs -n -1", "acmectl: \"-1\" is no number")]
    [InlineData("health --wait \"\"", "acmectl: a number is missing")]
    public async Task A_number_has_only_digits(string words, string said)
    {
        var calls = await machine.RunInAsync("/number", [new("acmectl.cmd", Script(Plain)), new("run.cmd", $"@call acmectl.cmd {words} 2>said\r\n")], "run.cmd");

        Assert.Equal(said, machine.TextOf("/number/said"));
        Assert.Empty(calls);
    }

    [Theory]
    [InlineData("007", "7")]
    [InlineData("08", "8")]
    [InlineData("000", "0")]
    public async Task Zeros_before_a_number_mean_nothing(string typed, string lines)
    {
        var calls = await machine.RunInAsync("/number", [new("acmectl.cmd", Script(Plain)), new("run.cmd", $"@call acmectl.cmd logs -n {typed}\r\n")], "run.cmd");

        Assert.Contains($"[Math]::Max(1,{lines})", Assert.Single(calls), StringComparison.Ordinal);
    }

    private static Service Command() => ControlServices.Command(new Service().OnWindows());

    private static string Script(string text)
    {
        var service = Command().With("ServiceDisplayName", text).With("ServiceLogIdentifier", Named(text)).With("ServiceHealthUrl", "http://127.0.0.1:1/" + text);
        return WindowsCommands.Text(service);
    }

    // A name has one kind of quotes.
    private static string Named(string text) => "s" + (text.Contains('"', StringComparison.Ordinal) ? text.Replace("'", "", StringComparison.Ordinal) : text);

    internal static List<string> Texts(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Pieces[random.Next(Pieces.Length)])))];
    }

    internal async Task RunAsync(IReadOnlyList<string> texts)
    {
        machine.IsInState("4  RUNNING");
        machine.Says("curl", 0);
        var directory = "/fuzz" + Guid.NewGuid().ToString("N");
        var files = texts.Select((text, i) => KeyValuePair.Create($"c{i}.cmd", Script(text)))
            .Concat(Planted.Select(name => KeyValuePair.Create($"{name}.cmd", "@echo x>canary\r\n")))
            .Append(new("run.cmd", string.Concat(texts.SelectMany(Lines))));

        var calls = await machine.RunInAsync(directory, files, "run.cmd");

        Assert.False(machine.HasFile($"{directory}/{Canary}"), machine.HasFile($"{directory}/where") ? Where(machine.TextOf($"{directory}/where"), texts) : "");
        Assert.Equal(texts.Count, calls.Count(call => call.StartsWith("powershell ", StringComparison.Ordinal)));
        Assert.All(calls, call => Assert.Matches(@"\A(sc query|curl --globoff|powershell -NoProfile) ", call));
    }

    // What an administrator may type in quotes. Percent signs are left out: CALL replaces variables in them, before the script begins. No variable
    // has a command in it: Wine replaces what is between doubled percent signs when it runs the command after a condition, which Windows does not.
    private static IEnumerable<string> Lines(string text, int number)
    {
        var typed = text.Replace("\"", "", StringComparison.Ordinal).Replace("%", "", StringComparison.Ordinal);
        string[] words = ["logs", "health", $"\"x{typed}\"", $"start \"x{typed}\"", $"health --wait \"x{typed}\"", $"logs -n \"x{typed}\""];
        foreach (var (i, word) in words.Index())
        {
            yield return $"@call c{number}.cmd {word} >nul 2>nul\r\n@if not exist where if exist {Canary} echo {number} {i}>where\r\n";
        }
    }

    private static string Where(string said, IReadOnlyList<string> texts) => $"{said}: {texts[int.Parse(said.Split(' ')[0], CultureInfo.InvariantCulture)]}";

    private static string Literal(string text)
    {
        var name = string.Join(' ', Named(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return name.Contains('"', StringComparison.Ordinal) ? $"'{name}'" : $"\"{name}\"";
    }

    // Evaluates the expression like PowerShell: texts in quotes and characters by their numbers.
    private static string Source(string line)
    {
        var expression = line[(line.IndexOf("$source=", StringComparison.Ordinal) + 8)..line.IndexOf(';', StringComparison.Ordinal)];
        var text = new StringBuilder();
        foreach (var part in expression.Split('+'))
        {
            text.Append(part.StartsWith("[char]", StringComparison.Ordinal) ? ((char)int.Parse(part[6..], CultureInfo.InvariantCulture)).ToString() : part[1..^1]);
        }

        return text.ToString();
    }

    [GeneratedRegex(
        @"\Arem Manages [A-Za-z0-9 .,+()'_-]*\. It runs sc, net, PowerShell and curl\.\z"
            + @"|\Aif /i %1==""acme"" set url=""(?:[^""%\\\x00-\x1F\x7F-\uFFFF]|%%)*""\z"
            + @"|-Command ""\$source=''(?:\+\[char\][0-9]+|\+'[A-Za-z0-9 ._-]+')+; [^""]*""\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    // Doubled ones, arguments, and variables with what is selected or replaced in them.
    [GeneratedRegex(@"%%|%~?[0-9]|%[a-zA-Z_]+(:~[0-9,]+|:""=|: =0)?%", RegexOptions.CultureInvariant)]
    private static partial Regex Percents();

    [GeneratedRegex(@"(?:^|[|&(]\s*|do\s+)(?:sc|net|find|ping|curl|powershell)(?:\.exe)?\s", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Bare();
}
