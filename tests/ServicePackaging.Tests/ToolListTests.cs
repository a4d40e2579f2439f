using System.Text.RegularExpressions;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests;

/// <summary>tests/Shared/tools.txt has every program that tests run. <c>./build.sh --target=TestTools</c> tries its packages on a bare Debian.</summary>
public sealed partial class ToolListTests
{
    // The programs that run the tests, which are not packages of Debian.
    private const string Dotnet = "dotnet";

    private static readonly string[] Scripts = ["tests/ServicePackaging.Installation.Tests/Boxes/box.sh", "tests/ServicePackaging.Installation.Tests/Boxes/image.sh"];

    [Fact]
    public void Every_program_that_a_test_names_is_listed()
    {
        var named = Sources("*.cs").SelectMany(text => Named().Matches(text)).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.Superset(new HashSet<string> { "busybox", "7z", "rpmbuild", "gcc" }, named);
        Assert.Equal([], named.Where(name => name != Dotnet && !ToolList.Packages.ContainsKey(name)));
    }

    [Fact]
    public void Every_listed_program_is_named_by_a_test()
    {
        var text = string.Join('\n', Sources("*.cs").Concat(Scripts.Select(script => File.ReadAllText(Path.Combine(Repository.Root, script)))));

        Assert.Equal([], ToolList.Packages.Keys.Where(name => !name.StartsWith("/usr/include/", StringComparison.Ordinal)
            && !Regex.IsMatch(text, $@"(?<![\w.-]){Regex.Escape(name)}(?![\w.-])")));
    }

    [Fact]
    public void Lists_are_sorted() => Assert.Equal(ToolList.Packages.Keys.Order(StringComparer.Ordinal), ToolList.Packages.Keys);

    [Fact]
    public void A_program_that_is_not_listed_fails_the_test_that_requires_it()
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Availability.RequireProgram("no-such-program"));

        Assert.Contains("tests/Shared/tools.txt", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_does_it_run() =>
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => ProcessRunner.RunAsync("no-such-program"));

    private static IEnumerable<string> Sources(string pattern) =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), pattern, SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')
        where !path.StartsWith("tests/ServicePackaging.Benchmarks/", StringComparison.Ordinal) && Path.GetFileName(file) != "ToolListTests.cs"
        select File.ReadAllText(file);

    // A program in a call that runs or requires one, its arguments after a space; and the command of a variable before it is passed to Tool.
    [GeneratedRegex("""
        (?: ProcessRunner\.RunAsync\(\s*(?:\w+,\s*)? | (?:Oracle|Tool)\.(?:Run|Try)\(\s* | Availability\.(?:RequireProgram|Program|Missing)\(\s* | ProcessStartInfo(?:\s\w+\s=\snew)?\( )
        \$?"(?:env\s(?:\S+=\S+\s)*)?(?<name>[a-z0-9][\w.+-]*)[\s"]
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Named();
}
