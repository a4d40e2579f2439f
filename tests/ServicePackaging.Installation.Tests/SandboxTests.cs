using ServicePackaging.Installation.Tests.Boxes;
using ServicePackaging.Installation.Tests.Packages;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Installation.Tests;

/// <summary>What each level of <c>ServiceHardening</c> refuses, tried by a .NET service that does what services do.</summary>
public sealed class SandboxTests(PackageFactory packages)
{
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

        var actual = await SandboxLevels.ComparedAsync(level => LogAsync(box, SandboxLevels.Unit(level)));

        Assert.Equal(SandboxLevels.Expected, actual);
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
            var unit = SandboxLevels.Unit(row.AtDefault is null ? "Strict" : "Default");
            var lines = row.Lift.Directives.SelectMany(directive => DropIn(directive.Name, directive.Value));
            await box.EditUnitAsync(unit, string.Join("\\n", lines.Append($"Environment=PROBE_CHECKS={row.Check}")));
            var result = SandboxLevels.Read(await LogAsync(box, unit))[row.Check];
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
                $"systemd-analyze security --no-pager {SandboxLevels.Unit(level)} | grep -oP 'Overall exposure level.*: \\K[0-9.]+ [A-Z]+'");
            rated.Add(level, rating);
            Assert.Contains($"| `{level}` | {rating} |", Documentation.Read("docs/guides/sandbox.md"), StringComparison.Ordinal);
        }

        Assert.Equal(SandboxTable.Exposure, rated);
    }

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
        var debs = await SandboxLevels.DebsAsync(packages);
        var box = await SystemdBox.StartAsync(system == "Debian 13" ? BoxImage.Trixie : BoxImage.Systemd);
        try
        {
            (await box.AptAsync(["install", .. debs.Select(box.Share)])).Succeeded();
            await box.ReadAsync(SandboxLevels.Preparation);
            return box;
        }
        catch
        {
            await box.DisposeAsync();
            throw;
        }
    }

    // What a new run of the unit printed.
    private static async Task<string> LogAsync(SystemdBox box, string unit)
    {
        var started = await box.ExecAsync("systemctl", "start", unit);
        var log = await box.ReadAsync(
            $"journalctl --sync; journalctl --cursor-file=/root/{unit}.cursor --output=cat --no-pager --unit {unit}");
        Assert.True(started.ExitCode == 0, $"{started}\n{log}");
        return log;
    }
}
