using System.Xml.Linq;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Tables;
using ServicePackaging.Msi;
using ServicePackaging.Msi.Wix;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Msi;

/// <summary>The project for WiX that ServicePackageEmitSource leaves beside a package.</summary>
public sealed class WixSourceTests
{
    private static readonly Service Full = new Service().OnWindows("win-arm64")
        .Built(project => project with { SelfContained = false, Homepage = "https://acme.example", IconPath = "/project/acme.ico", Frameworks = [new("Microsoft.AspNetCore.App", "10.0.0")] })
        .Source("acme.ico").Source("conf/acme.toml").Source("tools/acme tool.exe")
        .With("ServiceDisplayName", "Acme -- \"Collector\" $(Name) !(loc.Name) <&>")
        .With("ServiceDescription", "Collects\nwhat there is $$(to) collect-")
        .With("ServiceArguments", "--config {ConfigDirectory}/acme.toml --greeting \"hello [you] {there}\"")
        .With("ServiceStartMode", "Delayed")
        .With("ServiceStopTimeout", "1500ms")
        .Publishes("appsettings.json").Publishes("runtimes/win/a long name.dll").Publishes("$(x) !(bind.y).txt")
        .Item("ServiceConfigFile", "conf/acme.toml").Item("ServicePackageFile", "tools/acme tool.exe")
        .Item("ServiceEnvironment", "GREETING", ("Value", "$(hello) [there] !(wix.x)")).Item("ServiceEnvironment", "MORE", ("Value", "{StateDirectory}/more"))
        .Item("ServiceDependency", "postgresql", ("Windows", "postgresql-x64-18")).Item("ServiceDirectory", "queue").Item("ServiceDirectory", ".", ("Kind", "Cache"))
        .Item("WindowsFirewallRule", "8080").Item("WindowsFirewallRule", "53", ("Protocol", "Udp"))
        .Item("MsiProperty", "ACMEMODE", ("Value", "fast")).Item("MsiProperty", "ARPHELPTELEPHONE", ("Value", "1-800-ACME"))
        .Source("installed.ps1", "exit 0\n").Item("ServicePackageScript", "installed.ps1", ("Stage", "AfterInstall"))
        .Source("removed.cmd", "exit /b 0\n").Item("ServicePackageScript", "removed.cmd", ("Stage", "BeforeRemove"));

    private static readonly Dictionary<string, Service> Services = new()
    {
        ["minimal"] = new Service().OnWindows(),
        ["full"] = Full,
        ["of 32 bits"] = new Service().OnWindows("win-x86"),
        ["manual"] = new Service().OnWindows().With("ServiceStartMode", "Manual"),
        ["disabled"] = new Service().OnWindows().With("ServiceStartMode", "Disabled"),
        ["LocalSystem"] = new Service().OnWindows().With("WindowsServiceUser", "LocalSystem"),
        ["an account with a password"] = new Service().OnWindows().With("WindowsServiceUser", @"ACME\collector"),
        ["with a management command"] = new Service().OnWindows().With("ServiceControlCommand", "acmectl"),
        ["no recovery"] = new Service().OnWindows().With("ServiceRestart", "Never"),
        ["instances"] = new Service().OnWindows().With("ServiceArguments", "--name {Instance}").Item("ServiceInstance", "east").Item("ServiceInstance", "west"),
        ["each user's"] = new Service().OnWindows().With("ServiceScope", "User"),
    };

    public static TheoryData<string> Names => [.. Services.Keys];

    [Fact]
    public void A_small_service_is_a_source_that_reads_well()
    {
        var plan = Plan(Services["minimal"]);

        Check("acme.wxs", Text(plan, "acme.wxs"));
        Check("acme.wixproj", Text(plan, "acme.wixproj"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiled_a_source_has_the_rows_of_the_package(string service)
    {
        var plan = Plan(Services[service]);
        var is64Bit = plan.Package.Summary.Platform != MsiPlatform.Intel;

        var files = plan.Package.Files.Select(file => $"File\t{file.Key}\t{file.Component}\t{file.FileName}");

        Assert.Equal(Comparable(plan.Package.Rows.Select(row => row.ToString()).Concat(files)), Comparable(WixCompiler.Compile(Source(plan), is64Bit)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_source_has_only_what_the_schema_has(string service) => Assert.Empty(WixSchema.FaultsOf(Source(Plan(Services[service]))));

    [Theory]
    [MemberData(nameof(Names))]
    public void One_row_has_no_element_and_is_told_of(string service)
    {
        var source = Source(Plan(Services[service]));
        var left = source.DescendantNodes().OfType<XComment>().SkipWhile(comment => !comment.Value.Contains("no element", StringComparison.Ordinal)).Skip(1);

        Assert.Equal([" InstallExecuteSequence|MsiConfigureServices|VersionMsi >= \"5.00\"|5850 "], left.Select(comment => comment.Value));
    }

    [Fact]
    public void A_row_that_WiX_cannot_express_is_a_comment()
    {
        var plan = Plan(Services["minimal"]);
        MsiRow[] rows =
        [
            MsiTables.ActionText.Row("Purge1", "Deleting -- all of it", MsiValue.Null), MsiTables.CustomAction.Row("Odd", 1, "Library", "Entry", MsiValue.Null),
            MsiTables.Environment.Row("Odd", "=+*ODD", "[INSTALLFOLDER]", "Program"),
        ];
        var files = new WixFiles([.. plan.Package.Files.Select(file => new WixSourceFile(file.Key, "Acme.exe", file.Content, "Acme.exe"))]);
        var source = WixSource.Create(plan.Package with { Rows = [.. plan.Package.Rows, .. rows] }, files);

        Assert.Equal(rows.ToHashSet(), source.LeftOut.Intersect(rows).ToHashSet());
        Assert.Contains("<!-- ActionText|Purge1|Deleting - - all of it| -->", source.Text, StringComparison.Ordinal);
        Assert.Contains("<!-- CustomAction|Odd|1|Library|Entry| -->", source.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_in_which_files_are_found_means_nothing() =>
        Assert.Equal(Text(Plan(Full), "acme.wxs"), Text(Plan(Full.Shuffled(7)), "acme.wxs"));

    [Fact]
    public void Files_are_found_where_they_were_published_or_among_the_developers_or_beside_the_source()
    {
        using var directory = new TemporaryTree();
        var (config, tool) = (directory.Write("/conf/acme.toml", "text"), directory.Write("/tools/acme.exe", "program"));
        var files = new WixFiles(
        [
            new("a", @"ProgramFiles\Acme\lib\x.dll", FileContent.FromText("x"), "lib/x.dll"),
            new("b", @"ProgramData\Acme\acme.toml", FileContent.FromFile(config), null),
            new("c", @"ProgramFiles\Acme\acme.exe", FileContent.FromFile(tool), null),
            new("d", @"ProgramFiles\Acme\hooks\AfterInstall-1.cmd", FileContent.FromText("echo\r\n"), null),
        ]);

        Assert.Equal(
            [
                @"!(bindpath.Published)\lib\x.dll", @"!(bindpath.Project)\conf\acme.toml", @"!(bindpath.Project)\tools\acme.exe",
                @"!(bindpath.Source)\files\ProgramFiles\Acme\hooks\AfterInstall-1.cmd",
            ],
            new[] { "a", "b", "c", "d" }.Select(key => files[key].Reference));
        Assert.Equal([KeyValuePair.Create("files/ProgramFiles/Acme/hooks/AfterInstall-1.cmd", "echo\r\n")], files.Generated);
    }

    [Fact]
    public void A_project_requires_unknown_directories_and_accepts_no_agreement()
    {
        var project = XElement.Parse(Text(Plan(Full), "acme.wixproj"));

        Assert.Equal("WixToolset.Sdk/5.0.2", (string?)project.Attribute("Sdk"));
        Assert.Equal("arm64", (string?)project.Descendants("Platform").Single());
        Assert.Equal(["Published", "Source"], project.Descendants("BindPath").Select(path => (string?)path.Attribute("BindName")));
        Assert.Empty(project.Descendants("AcceptEula"));
    }

    // With -p:ServicePackage=msi, dotnet publish -o leaves only the package in that directory.
    [Fact]
    public void A_project_explains_how_to_publish()
    {
        Assert.Contains(
            "PublishedDirectory is the output of: dotnet publish -r win-arm64 -p:SelfContained=false -p:ServicePackage= -o <directory>.",
            Text(Plan(Full), "acme.wixproj"), StringComparison.Ordinal);
        var payload = new Service().WithoutDotNet("win-x64").Publishes("acme.exe", ExecutableKind.NativePortableExecutable).With("ServiceExecutable", "acme.exe");
        Assert.Contains(
            "PublishedDirectory is the directory that ServicePayloadDirectory names.", Text(Plan(payload), "acme.wixproj"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Comparable(IEnumerable<string> rows) => rows.Select(Comparable).OfType<string>().Order(StringComparer.Ordinal);

    // What WiX derives: the keys of the settings of services. What it has its own way of: an empty list, and the condition of one action.
    private static string? Comparable(string row)
    {
        var cells = row.Split('\t');
        return cells[0] switch
        {
            "MsiServiceConfig" => string.Join('\t', cells.Where((_, i) => i != 1)),
            "ServiceInstall" when cells[8] == "[~]" => string.Join('\t', cells.Select((cell, i) => i == 8 ? "" : cell)),
            "InstallExecuteSequence" when cells[1] == "MsiConfigureServices" => null,
            _ => row,
        };
    }

    private static MsiPlan Plan(Service service)
    {
        var planned = service.PlanMsi();
        Assert.DoesNotContain(planned.Findings, finding => finding.Descriptor.Severity == DiagnosticSeverity.Error);
        return planned.Plan;
    }

    private static XElement Source(MsiPlan plan) => XElement.Parse(Text(plan, "acme.wxs"));

    private static string Text(MsiPlan plan, string name) => plan.Sources.Single(text => text.Key == name).Value;

    private static void Check(string name, string actual)
    {
        var path = Path.Combine(Repository.Root, "tests/ServicePackaging.Tests/Msi/Expected", name);
        if (Environment.GetEnvironmentVariable("SERVICEPACKAGING_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
