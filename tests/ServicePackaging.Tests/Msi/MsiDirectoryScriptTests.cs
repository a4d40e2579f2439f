using System.Text.RegularExpressions;
using ServicePackaging.Msi;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Msi;

/// <summary>The commands of PowerShell that a package runs in directories, in PowerShell on this machine. Get-Acl and icacls.exe are stand-ins: the owner
/// of a file is a stranger if its name contains "foreign".</summary>
public sealed class MsiDirectoryScriptTests : IDisposable
{
    private const string GetAcl =
        "function Get-Acl($LiteralPath) { @{ Sddl = $(if ($LiteralPath -match 'foreign[^/]*$') {'O:S-1-5-21-1-2-3-1001G:BUD:'} else {$env:OWNER + 'G:SYD:'}) } }; ";

    // PowerShell itself is not a Debian package; build.sh restores it.
    private static readonly Lazy<Task<Lack?>> PowerShell = new(FindAsync);

    private readonly TemporaryTree _tree = new();

    public MsiDirectoryScriptTests() =>
        _tree.Write("/windows/System32/icacls.exe", $"#!/bin/sh\necho \"$*\" >>'{_tree.PathOf("/icacls")}'\nexit \"${{ICACLS:-0}}\"\n", isProgram: true);

    private string Data => _tree.PathOf("/data");

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task What_a_stranger_put_there_is_moved_aside_with_all_that_is_in_it()
    {
        Files("acme/rules-foreign.toml", "acme/own.toml", "acme/data/db", "acme/data/foreign/deep/a", "acme/data/queue/b foreign's [1].txt");

        (await RunAsync("MoveForeignData1", Data + "/acme")).Succeeded();

        var aside = Assert.Single(Directory.GetDirectories(Data, "acme.insecure-*"));
        Assert.Equal(["data/db", "own.toml"], Found(Data + "/acme"));
        Assert.Equal(["data/foreign/deep/a", "data/queue/b foreign's [1].txt", "rules-foreign.toml"], Found(aside));
    }

    [Theory]
    [InlineData("O:SY")]
    [InlineData("O:BA")]
    [InlineData("O:LS")]
    [InlineData("O:NS")]
    [InlineData("O:S-1-5-80-1-2-3-4-5")]
    public async Task What_the_system_an_administrator_or_a_service_owns_stays(string owner)
    {
        Files("acme/own.toml", "acme/data/db");

        (await RunAsync("MoveForeignData1", Data + "/acme", owner)).Succeeded();

        Assert.Equal(["acme/data/db", "acme/own.toml"], Found(Data));
    }

    [Theory]
    [InlineData("O:S-1-5-21-1-2-3-500")]
    [InlineData("O:BU")]
    [InlineData("O:SYX")]
    [InlineData("")]
    public async Task Any_other_owner_is_a_stranger(string owner)
    {
        Files("acme/own.toml");

        (await RunAsync("MoveForeignData1", Data + "/acme", owner)).Succeeded();

        Assert.Single(Directory.GetDirectories(Data, "acme.insecure-*"));
    }

    [Fact]
    public async Task A_link_is_moved_aside_and_not_followed()
    {
        Files("victim/foreign", "acme/own.toml");
        Directory.CreateSymbolicLink(Data + "/acme/data", Data + "/victim");

        (await RunAsync("MoveForeignData1", Data + "/acme")).Succeeded();

        Assert.True(File.Exists(Data + "/victim/foreign"));
        Assert.Equal(Data + "/victim", new FileInfo(Assert.Single(Directory.GetDirectories(Data, "acme.insecure-*")) + "/data").LinkTarget);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme/data")]
    public async Task A_link_in_place_of_a_directory_ends_the_installation(string linked)
    {
        Files("victim/db");
        Directory.CreateDirectory(Path.GetDirectoryName(Data + "/" + linked)!);
        Directory.CreateSymbolicLink(Data + "/" + linked, Data + "/victim");

        Assert.Equal(1, (await RunAsync("RefuseLinkedDirectories", Data)).ExitCode);
    }

    [Fact]
    public async Task A_link_in_place_of_the_vendors_directory_ends_the_installation_before_anything_is_secured()
    {
        Files("victim/acme/db");
        Directory.CreateSymbolicLink(Data + "/Acme Ltd", Data + "/victim");

        Assert.Equal(1, (await RunAsync("RefuseLinkedDirectories", Data, planned: Services.FullOnWindows.PlanMsi())).ExitCode);
        Assert.Empty(Icacls);
    }

    [Fact]
    public async Task The_vendors_directory_is_secured_before_the_directories_in_it_are_looked_at()
    {
        Files("Acme Ltd/acme/data/db");

        (await RunAsync("RefuseLinkedDirectories", Data, planned: Services.FullOnWindows.PlanMsi())).Succeeded();

        Assert.Equal(
            [
                "Acme Ltd /setowner *S-1-5-18 /L /Q", "Acme Ltd /reset /L /Q",
                "Acme Ltd /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F *S-1-5-32-545:(RX) /L /Q",
            ],
            Icacls);
    }

    [Fact]
    public async Task A_vendors_directory_that_cannot_be_secured_ends_the_installation()
    {
        Files("Acme Ltd/acme/data/db");
        Assert.Equal(1, (await RunAsync("RefuseLinkedDirectories", Data, planned: Services.FullOnWindows.PlanMsi(), icacls: "5")).ExitCode);
    }

    [Fact]
    public async Task Nothing_is_there_before_most_installations()
    {
        Directory.CreateDirectory(Data);

        (await RunAsync("RefuseLinkedDirectories", Data, planned: Services.FullOnWindows.PlanMsi())).Succeeded();
        (await RunAsync("MoveForeignData1", Data)).Succeeded();
        (await RunAsync("InheritAccess1", Data)).Succeeded();
        Assert.Empty(Icacls);
        Assert.Empty(Directory.GetFileSystemEntries(Data));
    }

    [Fact]
    public async Task What_is_there_inherits_and_a_directory_with_permissions_of_its_own_keeps_them()
    {
        Files("acme/own.toml", "acme/other/deep/a", "acme/data/db", "acme/data/queue/b", "victim/c");
        Directory.CreateSymbolicLink(Data + "/acme/data/out", Data + "/victim");
        Directory.CreateSymbolicLink(Data + "/acme/other/out", Data + "/victim");

        (await RunAsync("InheritAccess1", Data + "/acme")).Succeeded();

        // Outside of Windows, PowerShell replaces a pattern by the names. It covers the links in a directory, which icacls.exe does not follow with /L.
        Assert.Equal(
            ["data/db", "data/queue/b", "other", "other/deep other/out", "other/deep/a", "own.toml"],
            Icacls.Select(line => line.Replace(Data + "/acme/", "", StringComparison.Ordinal).Replace(" /reset /C /Q /L", "", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_name_is_literal_whatever_quotation_marks_it_contains() => Assert.Contains(
        "@('O''Neil’’s ‘‘x')", MsiDirectoryScripts.InheritAccess(MsiProduct.Create(Definition(), new()), ["O'Neil’s ‘x"]), StringComparison.Ordinal);

    private static ServicePackaging.Model.ServiceDefinition Definition() => Services.OnWindows.Read("msi").Definition;

    private static async Task<Lack?> FindAsync()
    {
        var result = await ProcessRunner.RunAsync(new ProcessOptions { WorkingDirectory = Repository.Root }, "dotnet", "pwsh", "-Version");
        return result.ExitCode == 0 ? null : new("PowerShell is not installed", "dotnet tool restore");
    }

    private IReadOnlyList<string> Icacls => File.Exists(_tree.PathOf("/icacls")) ? File.ReadAllLines(_tree.PathOf("/icacls")) : [];

    private static IEnumerable<string> Found(string directory) =>
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(directory, file)).Order(StringComparer.Ordinal);

    private void Files(params IEnumerable<string> names) => Assert.All(names, name => _tree.Write("/data/" + name, name));

    // The command line as Windows Installer gives it to the program, in a directory.
    private async Task<ProcessResult> RunAsync(string action, string directory, string owner = "O:SY", Planned<MsiPlan>? planned = null, string icacls = "0")
    {
        Availability.Require(await PowerShell.Value);
        planned ??= Services.OnWindows.Item("ServiceDirectory", "queue").PlanMsi();
        var target = planned.Cell("CustomAction", action, "Target");
        var start = target.IndexOf("-Command \"", StringComparison.Ordinal) + "-Command \"".Length;
        var script = Unescape(target[start..^1]);
        Assert.DoesNotContain('"', script);
        var options = new ProcessOptions
        {
            WorkingDirectory = Repository.Root,
            Environment = new Dictionary<string, string?> { ["SystemRoot"] = _tree.PathOf("/windows"), ["OWNER"] = owner, ["ICACLS"] = icacls },
        };
        return await ProcessRunner.RunAsync(
            options, "dotnet", "pwsh", "-NoProfile", "-NonInteractive", "-WorkingDirectory", directory, "-Command", GetAcl + script);
    }

    // Microsoft, "Formatted": [\x] is the character x.
    private static string Unescape(string text) => Regex.Replace(text, @"\[\\(.)\]", "$1");
}
