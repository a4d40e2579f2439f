using System.Text.RegularExpressions;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Sdk.Tests;

/// <summary>The samples' packages for macOS, byte for byte as they were published, on a Mac as far as their scripts see it.</summary>
public sealed partial class SampleOnMacTests(SdkFeed feed, SamplePublisher samples)
{
    // A Mac has .NET where the package asks for it; the service, which nobody runs here, answers; and somebody is at the screen.
    private const string StandIns = """
        mkdir -p /usr/local/share/dotnet /usr/local/bin /sandbox/user /Users/ann
        printf '#!/bin/sh\necho well\n' >/usr/local/share/dotnet/dotnet
        printf '#!/bin/sh\necho 501\n' >/sandbox/user/id
        chmod 755 /usr/local/share/dotnet/dotnet /sandbox/user/id
        cp /usr/local/share/dotnet/dotnet /sandbox/bin/curl
        """;

    public static TheoryData<string> Samples => [.. PublishedSample.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task It_is_installed_managed_by_its_command_and_removed(string sample)
    {
        var published = await samples.PublishAsync(feed, sample);
        var package = published.Package("pkg");
        var root = package.Identity + ".source";
        string[] texts = [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories).Select(file => file[root.Length..])];
        var jobs = texts.Where(path => JobFile().IsMatch(path)).ToList();
        var command = texts.Select(path => CommandFile().Match(path)).Single(match => match.Success);
        var (name, home) = (command.Groups["name"].Value, command.Groups["home"].Value);
        var isUsers = jobs.TrueForAll(path => path.StartsWith("/Library/LaunchAgents/", StringComparison.Ordinal));
        var logs = isUsers ? [] : jobs.Select(path => Log().Match(File.ReadAllText(root + path)).Groups["path"].Value).Where(path => path.Length > 0).Distinct().ToList();

        var machine = (isUsers ? new MacMachine().WithUserAtScreen(501) : new MacMachine()).Given(StandIns)
            .Install(package.Version, path => File.Copy(package.Identity, path), fileName: package.FileName);
        logs.ForEach(path => machine.Given($"echo 'a line' >'{path}'"));
        var story = await Type(machine, "status", "health --wait 1", "stop", "status", "health", "start", "restart", "disable", "enable", "logs -n 1", "version", "help", "dance")
            .Do($"{home}/uninstall.sh --purge; ls -d {home} {string.Join(' ', jobs)} /usr/local/bin/{name} 2>/dev/null || echo nothing is left")
            .RunAsync();

        var parts = story.Split("\n# ").Select(part => part.Split('\n')).ToList();
        string[] managed = [.. parts[1][1..].Select(line => line[2..].Split(' ')[0])];
        Assert.NotEmpty(managed);
        Assert.All(jobs, path => Assert.Contains($"start {Path.GetFileNameWithoutExtension(path)} {package.Version}", parts[0]));
        Happens(1, managed.Select(label => $"| {label} is running"));
        Assert.All(parts[2][1..], (line, index) => Assert.StartsWith($"| {managed[index]} is healthy", line, StringComparison.Ordinal));
        Happens(3, managed.Select(label => $"stop {label} {package.Version}"));
        Happens(4, [.. managed.Select(label => $"| {label} is not running"), "exit code 3"]);
        Assert.Equal("exit code 1", parts[5][^1]);
        string[] started = [.. managed.SelectMany(label => new[] { $"load {label}", $"start {label} {package.Version}" })];
        Happens(6, started);
        Assert.Equal(managed.Select(label => $"stop {label} {package.Version}").Concat(started).Order(StringComparer.Ordinal), parts[7][1..].Order(StringComparer.Ordinal));
        Happens(8, []);
        Happens(9, []);
        Assert.True(isUsers || parts[10].Contains("| a line"), story);
        Happens(11, [$"| {name} {package.Version}"]);
        Assert.StartsWith($"| Usage: {name} start|", parts[12][1], StringComparison.Ordinal);
        Assert.Equal("exit code 64", parts[13][^1]);
        Assert.All(managed, label => Assert.Contains($"stop {label} {package.Version}", parts[14]));
        Assert.Equal("| nothing is left", parts[14][^1]);

        MacMachine Type(MacMachine mac, params string[] lines) =>
            lines.Aggregate(mac, (each, line) => each.Do($"{(isUsers ? "HOME=/Users/ann PATH=/sandbox/user:$PATH " : "")}/usr/local/bin/{name} {line}"));

        void Happens(int part, IEnumerable<string> lines)
        {
            if (!parts[part][1..].SequenceEqual(lines))
            {
                Assert.Fail($"Not what was expected of '{parts[part][0]}':\n{story}");
            }
        }
    }

    [GeneratedRegex("^/Library/Launch(Daemons|Agents)/.*\\.plist$")]
    private static partial Regex JobFile();

    [GeneratedRegex("^(?<home>/opt/[^/]*)/bin/(?<name>[^/]*)$")]
    private static partial Regex CommandFile();

    [GeneratedRegex("<key>StandardOutPath</key>\\s*<string>(?<path>[^<]*)</string>")]
    private static partial Regex Log();
}
