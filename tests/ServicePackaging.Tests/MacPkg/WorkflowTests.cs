using System.Text.RegularExpressions;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.MacPkg;

/// <summary>The workflow that tries a package on a Mac (docs/ci/macos.yml).</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "ci", "macos.yml"));

    [Theory]
    [InlineData("A refused upgrade leaves the old version running")]
    [InlineData("Rotation follows no link of the service")]
    [InlineData("launchd opens the output as the account of the service")]
    [InlineData("A service may install its own update")]
    [InlineData("Remove")]
    public void It_has_a_step(string name) => Assert.Contains($"\n      - name: {name}\n", Text, StringComparison.Ordinal);

    [Fact]
    public async Task Its_scripts_are_clean()
    {
        Availability.RequireProgram("shellcheck");
        using var directory = new TemporaryTree();
        foreach (Match block in Blocks().Matches(Text))
        {
            directory.Write($"/{directory.Files.Count()}.sh", "#!/bin/bash\nset -euo pipefail\n" + block.Groups["text"].Value.Replace("\n          ", "\n", StringComparison.Ordinal)[10..] + "\n");
        }

        Assert.True(directory.Files.Count() > 8);
        Assert.Equal("", (await ProcessRunner.RunAsync("shellcheck", ["--norc", "-f", "gcc", .. directory.Files])).StandardOutput);
    }

    [Fact]
    public void It_is_indented_by_spaces_as_YAML_requires() => Assert.All(
        Text.Split('\n'), line => Assert.False(line.Contains('\t', StringComparison.Ordinal) || line.EndsWith(' ') || (line.Length - line.TrimStart().Length) % 2 != 0, line));

    // The lines below "run: |", which are indented by ten spaces.
    [GeneratedRegex(@"        run: \|\n(?<text>(?: {10}.*(?:\n|\z))+)", RegexOptions.CultureInvariant)]
    private static partial Regex Blocks();
}
