using System.Text.RegularExpressions;

namespace ServicePackaging.Installation.Tests.Boxes;

/// <summary>What was on drive C: and in the registry at one moment, a line for each file, directory, key and value.</summary>
internal sealed partial class WineSnapshot
{
    private readonly HashSet<string> _lines;

    private WineSnapshot(IEnumerable<string> lines) => _lines = new(lines.Where(line => !Noise().IsMatch(line)), StringComparer.Ordinal);

    /// <summary>What is new since another snapshot (<c>+</c>) or gone (<c>-</c>), sorted; what is different is both.</summary>
    public WineChanges ChangesSince(WineSnapshot before) => new(
    [
        .. _lines.Except(before._lines).Select(line => "+ " + line)
            .Concat(before._lines.Except(_lines).Select(line => "- " + line))
            .Order(StringComparer.Ordinal),
    ]);

    /// <param name="files">A line for each path below drive C:.</param>
    /// <param name="machine">Wine's system.reg.</param>
    /// <param name="user">Wine's user.reg.</param>
    public static WineSnapshot Of(string files, string machine, string user) =>
        new(files.Split('\n').Select(path => @"C:\" + path.Replace('/', '\\'))
            .Concat(KeysAndValues("HKLM", machine)).Concat(KeysAndValues("HKCU", user)));

    // A key is "[Name\\Name] time", its values follow, one each line and more where a line ends in a backslash.
    private static IEnumerable<string> KeysAndValues(string root, string hive)
    {
        var key = root;
        foreach (var line in hive.Replace("\\\n", "", StringComparison.Ordinal).Split('\n'))
        {
            if (line.StartsWith('['))
            {
                key = $@"{root}\{line[1..line.LastIndexOf(']')].Replace(@"\\", @"\", StringComparison.Ordinal)}";
                yield return key;
            }
            else if (line.StartsWith('"') || line.StartsWith('@'))
            {
                yield return $"{key} {line}";
            }
        }
    }

    // The display driver's date is that of the boot; and the places where the installer keeps its books, which it makes at its first
    // installation. What it writes into them is no noise.
    [GeneratedRegex("""
        "DriverDateData"=
        | ^C:\\windows\\Installer$
        | ^HKLM\\Software\\(Classes|Microsoft\\Windows\\CurrentVersion)\\Installer\\
            (Features|Products|UpgradeCodes|UserData\\S-1-5-18\\(Components|Products))$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Noise();
}

/// <summary>The differences of two snapshots.</summary>
internal sealed record WineChanges(IReadOnlyList<string> Lines)
{
    private const string Components = @"HKLM\Software\Microsoft\Windows\CurrentVersion\Installer\UserData\S-1-5-18\Components\";

    private const string SearchPath = @"HKLM\System\CurrentControlSet\Control\Session Manager\Environment ""PATH""";

    /// <summary>The differences without the installer's list of components, in which permanent ones stay.</summary>
    public WineChanges WithoutBooks() => new([.. Lines.Where(line => !line.AsSpan(2).StartsWith(Components, StringComparison.Ordinal) && !IsSeparatorAlone(line))]);

    // Wine takes a directory out of the search path and leaves the semicolon that stood before it.
    private bool IsSeparatorAlone(string line) =>
        line.AsSpan(2).StartsWith(SearchPath, StringComparison.Ordinal)
        && Lines.Any(other => other[0] != line[0] && other[2..].Replace(";", "", StringComparison.Ordinal) == line[2..].Replace(";", "", StringComparison.Ordinal));

    /// <summary>Fails the test, with every difference, unless they are these: of files, the path alone.</summary>
    public void Are(params string[] expected)
    {
        string[] paths = [.. Lines.Select(line => line.Split('|')[0])];
        Assert.True(paths.SequenceEqual(expected, StringComparer.Ordinal), string.Join('\n', Lines));
    }
}
