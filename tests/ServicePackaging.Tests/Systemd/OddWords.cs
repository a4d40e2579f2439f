namespace ServicePackaging.Tests.Systemd;

/// <summary>Words with characters that have a meaning to systemd or to a shell.</summary>
internal static class OddWords
{
    public static IReadOnlyList<string> All { get; } =
    [
        "", "plain", "two words", " leading", "trailing ", "a\tb", "a\nb", "\u0001\u001f\u007f", "\"", "'", "it's", "say \"hi\"", "\\", "\\\\", "C:\\temp\\",
        "\\x41", "\\n", "%", "%%", "%n", "100%", "%i/%I", "$", "$$", "$HOME", "${HOME}", "$$HOME", ";", ";;", "#", "# no comment", "a#b", "-", "--", "-x", "@x", "+x",
        "!x", "|", "&", "*", "?", "~", "~root", "[a]", "{a,b}", "`id`", "(", "<", ">", "=", "A=b c", "é", "日本語", "😀", "\u00a0", ".", "..", "/", "a/b",
    ];
}
