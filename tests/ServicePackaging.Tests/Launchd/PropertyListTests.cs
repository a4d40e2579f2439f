using System.Text.Json;
using ServicePackaging.Launchd;
using ServicePackaging.Tests.Support;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Tests.Launchd;

/// <summary>Jobs in the form of launchd.plist(5): whole files, and how other readers interpret them.</summary>
public sealed class PropertyListTests
{
    public static TheoryData<string> Files => [.. AllFiles.Select(file => file.Name)];

    public static TheoryData<string> ServiceNames => [.. Services.AllOnMacOS.Keys];

    private static IEnumerable<(string Name, string Text)> AllFiles =>
        from service in Services.AllOnMacOS
        where service.Key is "minimal" or "full" or "instances" or "variables" or "sockets" or "timers" or "user"
        from job in service.Value.PlanPkg().Jobs
        select ($"{service.Key}/{Path.GetFileName(job.Key)}", job.Value);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_job_is_this_file(string name)
    {
        var text = AllFiles.Single(file => file.Name == name).Text;
        var path = Path.Combine(Repository.Root, "tests", "ServicePackaging.Tests", "Launchd", "Expected", name);
        if (Environment.GetEnvironmentVariable("SERVICEPACKAGING_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public async Task Another_reader_reads_the_same(string name)
    {
        Availability.RequireProgram("python3");
        foreach (var (_, text) in Services.AllOnMacOS[name].PlanPkg().Jobs)
        {
            var read = await ProcessRunner.RunAsync(
                new ProcessOptions { StandardInput = text }, "python3", "-c", "import plistlib,json,sys; json.dump(plistlib.loads(sys.stdin.buffer.read()), sys.stdout)");
            using var json = JsonDocument.Parse(read.Succeeded().StandardOutput);
            Assert.Equal(MacPackages.KeysOf(text), Flatten("", json.RootElement));
        }
    }

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public async Task It_is_well_formed(string name)
    {
        Availability.RequireProgram("xmllint");
        foreach (var (_, text) in Services.AllOnMacOS[name].PlanPkg().Jobs)
        {
            (await ProcessRunner.RunAsync(new ProcessOptions { StandardInput = text }, "xmllint", "--noout", "--nonet", "-")).Succeeded();
        }
    }

    [Fact]
    public void It_has_the_head_that_Apples_tools_write() => Assert.StartsWith(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n\t<dict>\n\t\t<key>Label</key>\n\t\t<string>acme.acme</string>\n",
        Assert.Single(Services.OnMacOS.PlanPkg().Services).Value, StringComparison.Ordinal);

    [Fact]
    public void A_key_that_is_added_again_is_replaced()
    {
        var text = PropertyList.Render(new PropertyDictionary().Add("A", 1).Add("B", "x").Add("A", true).Add("B", null));
        Assert.Equal(["B \"x\"", "A true"], MacPackages.KeysOf(text));
    }

    private static IEnumerable<string> Flatten(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(pair => Flatten(path.Length == 0 ? pair.Name : $"{path}.{pair.Name}", pair.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((element, i) => Flatten($"{path}.{i}", element)),
        JsonValueKind.String => [$"{path} \"{value.GetString()}\""],
        _ => [$"{path} {value.GetRawText()}"],
    };
}
