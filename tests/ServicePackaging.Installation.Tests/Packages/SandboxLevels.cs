using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests.Packages;

/// <summary>
/// The program SandboxProbe, packaged with each level of the sandbox, and how its output is compared with <see cref="SandboxTable"/>.
/// </summary>
internal static class SandboxLevels
{
    /// <summary>
    /// The shell commands that make what the checks find outside of the service's own directories, after the installation. The device is a
    /// second name of /dev/kmsg, which every kernel has; with that name, only the rules about devices apply to it.
    /// </summary>
    public const string Preparation = """
        useradd --create-home ann
        chmod 755 /home/ann
        echo note | tee /home/ann/note >/tmp/probe-note
        mkdir --mode=777 /srv/probe
        mknod --mode=666 /dev/probe c 1 11
        install --mode=4755 /usr/bin/id /usr/local/bin/probe-id
        groupadd probe-share
        install --mode=640 --group=probe-share /dev/null /srv/probe-group
        install --owner=ann /dev/null /srv/probe-owned
        for account in probe-none probe-default probe-strict; do usermod --append --groups probe-share $account; done
        ipcmk --shmem 4096 --mode 0666 | sed 's/.*: //' >/srv/probe/shared-memory
        """;

    /// <summary>What <see cref="ComparedAsync"/> says of all levels if each of them refuses what the table says.</summary>
    public static string Expected { get; } = string.Join('\n', SandboxTable.Levels.SelectMany(
        level => SandboxTable.Rows.Select(row => Line(level, row.Check, row.At(level)))));

    /// <summary>The unit of a level.</summary>
    public static string Unit(string level) => $"probe-{level.ToLowerInvariant()}";

    /// <summary>The packages for Debian, one for each level.</summary>
    public static async Task<IReadOnlyList<string>> DebsAsync(PackageFactory packages)
    {
        var debs = new List<string>();
        foreach (var level in SandboxTable.Levels)
        {
            debs.Add((await packages.ProgramAsync("SandboxProbe", "1.0.0", $"-p:Level={level}")).Deb);
        }

        return debs;
    }

    /// <summary>Each check in the log of a run with the words of its refusal; null if it works.</summary>
    public static Dictionary<string, string?> Read(string log) => log.Split('\n').Select(line => line.Split(": ", 2))
        .Where(words => words is [_, "ok"] || words[^1].StartsWith("refused ", StringComparison.Ordinal))
        .ToDictionary(words => words[0], words => words[1] == "ok" ? null : words[1]["refused ".Length..], StringComparer.Ordinal);

    /// <summary>What each level refused, in the words and the order of <see cref="Expected"/>.</summary>
    /// <param name="logOf">The log of a level's run.</param>
    public static async Task<string> ComparedAsync(Func<string, Task<string>> logOf)
    {
        var lines = new List<string>();
        foreach (var level in SandboxTable.Levels)
        {
            var results = Read(await logOf(level));
            Assert.Equal(
                SandboxTable.Rows.Select(row => row.Check).Order(StringComparer.Ordinal), results.Keys.Order(StringComparer.Ordinal));
            lines.AddRange(SandboxTable.Rows.Select(row => Line(level, row.Check, Shortened(results[row.Check], row.At(level)))));
        }

        return string.Join('\n', lines);
    }

    private static string Line(string level, string check, string? refusal) => $"{level} {check}: {refusal ?? "works"}";

    // The words that the table has, where the refusal contains them.
    private static string? Shortened(string? actual, string? expected) =>
        actual is not null && expected is not null && actual.Contains(expected, StringComparison.Ordinal) ? expected : actual;
}
