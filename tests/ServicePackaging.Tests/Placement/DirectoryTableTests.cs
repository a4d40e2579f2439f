using System.Text;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Placement;

/// <summary>The directories of about thirty services on Linux, macOS and Windows. A difference between platforms has its reason in the
/// table: the last column of <c>Expected/directories.txt</c> names sentences at the top of that file.</summary>
public sealed class DirectoryTableTests
{
    private const string Reasons = "# Reasons";
    private const string Unknown = "?";

    private static readonly string ExpectedPath =
        Path.Combine(Repository.Root, "tests/ServicePackaging.Tests/Placement/Expected/directories.txt");

    private static readonly string[] Expected = File.ReadAllLines(ExpectedPath);

    [Fact]
    public void The_directories_are_those_of_the_table() => Assert.Equal(string.Join('\n', Expected), string.Join('\n', Render()));

    [Fact]
    public void Every_difference_has_a_reason()
    {
        var known = Sentences();
        Assert.Empty(
            from service in DirectoryTable.Services
            from row in DirectoryTable.Of(service.Value)
            let reason = ReasonOf(service.Key, row.Name)
            where row.Differs ? !reason.Split(", ").All(known.ContainsKey) : reason != Unknown
            select $"{service.Key}, {row.Name}: '{reason}'");
    }

    [Fact]
    public void Every_reason_is_a_sentence_that_explains_a_difference() =>
        Assert.All(Sentences(), reason =>
        {
            Assert.EndsWith(".", reason.Value, StringComparison.Ordinal);
            Assert.Contains(Expected, line => line.Split('|')[^1].Trim().Split(", ").Contains(reason.Key));
        });

    private static IEnumerable<string> Render()
    {
        foreach (var line in Expected.TakeWhile(line => line.Length > 0))
        {
            yield return line;
        }

        foreach (var (name, service) in DirectoryTable.Services)
        {
            yield return "";
            yield return $"# {name}";
            var rows = DirectoryTable.Of(service).Select(row => (string[])
                [row.Name, .. row.Cells, .. row.Differs ? [ReasonOf(name, row.Name)] : Array.Empty<string>()]).ToList();
            foreach (var row in rows)
            {
                yield return Align(row, rows);
            }
        }
    }

    private static string Align(string[] row, List<string[]> rows)
    {
        var line = new StringBuilder();
        for (var column = 0; column < row.Length; column++)
        {
            var width = rows.Max(other => column < other.Length ? other[column].Length : 0);
            line.Append(column > 0 ? " | " : "").Append(row[column].PadRight(width));
        }

        return line.ToString().TrimEnd();
    }

    private static Dictionary<string, string> Sentences() =>
        Expected.SkipWhile(line => line != Reasons).Skip(1).TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    // What the table has in the last column.
    private static string ReasonOf(string service, string directory)
    {
        var line = Expected.SkipWhile(line => line != $"# {service}").Skip(1).TakeWhile(line => line.Length > 0)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).FirstOrDefault(cells => cells[0] == directory);
        return line is { Length: > 4 } ? line[4] : Unknown;
    }
}
