using ServicePackaging.Model;
using ServicePackaging.Msi;
using ServicePackaging.Planning;
using ServicePackaging.Tests.Control;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Templates;

/// <summary>A template of the developer can include what the shipped one would have generated.</summary>
public sealed class GeneratedPartTests
{
    private const string Before = "# before\n";
    private const string After = "# after\n";

    // With everything that adds lines to the texts: hooks, an account, configuration, logs, a management command and an environment file.
    private static readonly Service Everything = Hooked(new Service()
        .With("ServiceControlCommand", "acmectl")
        .With("ServiceHealthUrl", "http://127.0.0.1:8765/health")
        .With("ServiceStandardOutput", "/var/log/acme-output/acme.log")
        .Item("ServiceEnvironment", "COLOUR", ("Value", "red"))
        .Source("acme.toml").Item("ServiceConfigFile", "acme.toml")
        .Item("ServiceLog", "{LogDirectory}/*.log", ("Reload", "true"))
        .With("ServiceReloadSignal", "SIGHUP"));

    public static TheoryData<string> Keys => [.. TemplateNameTests.Shipped];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Own_lines_stand_around_the_generated_part(string key)
    {
        // Only what runs on the shared runtime has the trigger.
        var service = key == "rpm/runtime" ? Everything.Built(project => project with { SelfContained = false }) : Everything;
        var shipped = TextsOf(service, key);
        var template = $"{Before}{{{{ include 'generated' ~}}}}\n{After}";
        var own = TextsOf(service.Source("own", template).Item("ServicePackageTemplate", "own", ("Replaces", key)), key);

        Assert.Equal(shipped.Keys, own.Keys);
        // preinst has the digests of the configuration files.
        var name = Assert.Single(shipped.Keys, text => shipped[text] != own[text] && (text != "preinst" || key == "deb/preinst"));
        Assert.Equal(Before + GeneratedPartOf(key, shipped[name]) + After, own[name]);
    }

    [Fact]
    public void A_template_without_the_include_has_only_its_own_lines()
    {
        const string template = "#!/bin/sh\necho acme\n";
        var own = Everything.Source("own", template).Item("ServicePackageTemplate", "own", ("Replaces", "deb/prerm"));

        Assert.Contains(template, TextsOf(own, "deb/prerm").Values);
    }

    // The first line and the last one do not belong to the generated part.
    private static string GeneratedPartOf(string key, string text)
    {
        const string shebang = "#!/bin/sh\n";
        var end = key switch
        {
            "macos/preinstall" or "macos/postinstall" => "\nexit 0\n",
            "macos/logrotate" or "rpm/pre" or "rpm/post" or "rpm/preun" or "rpm/postun" or "rpm/posttrans" or "rpm/runtime" => "exit 0\n",
            _ => "",
        };
        Assert.EndsWith(end, text, StringComparison.Ordinal);
        var part = text[..^end.Length];
        return part.StartsWith(shebang, StringComparison.Ordinal) ? part[shebang.Length..] : part;
    }

    private static Dictionary<string, string> TextsOf(Service service, string key)
    {
        if (key == MsiTemplates.Control)
        {
            return new() { [key] = WindowsCommands.Text(service.OnWindows()).ReplaceLineEndings("\n") };
        }

        PackagePlan plan = key.Split('/') switch
        {
            ["rpm", _] => service.PlanRpm().Plan,
            ["macos", _] or ["control", "launchd"] => OnMacOS(service).PlanPkg().Plan,
            _ => service.Plan().Plan,
        };
        return plan.Texts.ToDictionary(text => text.Key, text => text.Value);
    }

    private static Service OnMacOS(Service service) => service.OnMacOS().Without("ServiceStandardOutput")
        .Source("acme.env").Item("ServiceEnvironmentFile", "acme.env");

    private static Service Hooked(Service service) => Enum.GetNames<ScriptStage>()
        .Aggregate(service, (hooked, stage) => hooked.Hook(stage, $"echo {stage}\n"));
}
