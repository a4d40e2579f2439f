using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

/// <summary>What each level of <c>ServiceHardening</c> refuses, tried by a .NET service that does what services do.</summary>
public sealed class SandboxTests(PackageFactory packages)
{
    // What the checks find outside of the service's own directories. The device is a second name of /dev/kmsg, which every kernel has; with
    // that name, only the rules about devices apply to it.
    private const string Preparation = """
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

    // Directives that collect values: an empty one forgets those of the unit, as a SystemdDirective replaces the generated lines.
    private static readonly string[] Lists =
        ["SystemCallFilter", "RestrictAddressFamilies", "CapabilityBoundingSet", "AmbientCapabilities", "DeviceAllow"];

    /// <summary>The systems that the page names.</summary>
    public static TheoryData<string> Systems => ["Debian 12", "Debian 13"];

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Each_level_refuses_what_the_table_says(string system)
    {
        await using var box = await BootAsync(system);

        var rows = SandboxTable.Rows;
        var expected = SandboxTable.Levels.SelectMany(level => rows.Select(row => Line(level, row.Check, row.At(level)))).ToList();
        var actual = new List<string>();
        foreach (var level in SandboxTable.Levels)
        {
            var results = await RunAsync(box, Unit(level));
            Assert.Equal(rows.Select(row => row.Check).Order(StringComparer.Ordinal), results.Keys.Order(StringComparer.Ordinal));
            actual.AddRange(rows.Select(row => Line(level, row.Check, Shortened(results[row.Check], row.At(level)))));
        }

        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
    }

    [Fact]
    public async Task What_the_table_advises_lifts_each_rule()
    {
        await using var box = await BootAsync("Debian 12");
        var refused = SandboxTable.Rows.Where(row => row.Lift.Directives.Length > 0).ToList();
        Assert.NotEmpty(refused);

        var still = new List<string>();
        foreach (var row in refused)
        {
            var unit = Unit(row.AtDefault is null ? "Strict" : "Default");
            var lines = row.Lift.Directives.SelectMany(directive => DropIn(directive.Name, directive.Value));
            await box.EditUnitAsync(unit, string.Join("\\n", lines.Append($"Environment=PROBE_CHECKS={row.Check}")));
            var result = (await RunAsync(box, unit))[row.Check];
            if (result is not null)
            {
                still.Add($"{row.Check}: {result}");
            }
        }

        Assert.Equal([], still);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Systemd_rates_the_levels_as_documented(string system)
    {
        await using var box = await BootAsync(system);

        var rated = new Dictionary<string, string>();
        foreach (var level in SandboxTable.Levels)
        {
            var rating = await box.ReadAsync(
                $"systemd-analyze security --no-pager {Unit(level)} | grep -oP 'Overall exposure level.*: \\K[0-9.]+ [A-Z]+'");
            rated.Add(level, rating);
            Assert.Contains($"| `{level}` | {rating} |", Documentation.Read("docs/guides/sandbox.md"), StringComparison.Ordinal);
        }

        Assert.Equal(SandboxTable.Exposure, rated);
    }

    private static string Unit(string level) => $"probe-{level.ToLowerInvariant()}";

    private static string Line(string level, string check, string? refusal) => $"{level} {check}: {refusal ?? "works"}";

    // The words that the table has, where the refusal contains them.
    private static string? Shortened(string? actual, string? expected) =>
        actual is not null && expected is not null && actual.Contains(expected, StringComparison.Ordinal) ? expected : actual;

    // As the package has them: the bounding set follows the ambient capabilities, and a device that is allowed is also visible.
    private static IEnumerable<string> DropIn(string name, string value)
    {
        if (Lists.Contains(name))
        {
            yield return $"{name}=";
        }

        yield return $"{name}={value}";
        switch (name)
        {
            case "AmbientCapabilities":
                yield return $"CapabilityBoundingSet={value}";
                break;
            case "DeviceAllow":
                yield return "PrivateDevices=no";
                break;
        }
    }

    private async Task<SystemdBox> BootAsync(string system)
    {
        var debs = new List<string>();
        foreach (var level in SandboxTable.Levels)
        {
            debs.Add((await packages.ProgramAsync("SandboxProbe", "1.0.0", $"-p:Level={level}")).Deb);
        }

        var box = await SystemdBox.StartAsync(system == "Debian 13" ? BoxImage.Trixie : BoxImage.Systemd);
        try
        {
            (await box.AptAsync(["install", .. debs.Select(box.Share)])).Succeeded();
            await box.ReadAsync(Preparation);
            return box;
        }
        catch
        {
            await box.DisposeAsync();
            throw;
        }
    }

    // Each check of a new run with the words of its refusal; null if it works.
    private static async Task<Dictionary<string, string?>> RunAsync(SystemdBox box, string unit)
    {
        var started = await box.ExecAsync("systemctl", "start", unit);
        var log = await box.ReadAsync(
            $"journalctl --sync; journalctl --cursor-file=/root/{unit}.cursor --output=cat --no-pager --unit {unit}");
        Assert.True(started.ExitCode == 0, $"{started}\n{log}");
        return log.Split('\n').Select(line => line.Split(": ", 2))
            .Where(words => words is [_, "ok"] || words[^1].StartsWith("refused ", StringComparison.Ordinal))
            .ToDictionary(words => words[0], words => words[1] == "ok" ? null : words[1]["refused ".Length..], StringComparer.Ordinal);
    }
}
