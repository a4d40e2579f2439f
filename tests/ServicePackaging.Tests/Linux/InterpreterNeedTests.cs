using ServicePackaging.Formats.Rpm;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Linux;

/// <summary>The interpreters that the scripts of a payload need.</summary>
public sealed class InterpreterNeedTests
{
    private static readonly Service NodeProgram = new Service().WithoutDotNet().With("ServiceExecutable", "node")
        .With("ServiceArguments", "{InstallDirectory}/dist/server.js").Publishes("dist/server.js");

    [Theory]
    [InlineData(">=18", "18")]
    [InlineData(">= 18.12.1", "18.12.1")]
    [InlineData("^20.1", "20.1")]
    [InlineData("~20.1.3", "20.1.3")]
    [InlineData("~>20", "20")]
    [InlineData("20", "20")]
    [InlineData("v20.11.0", "20.11.0")]
    [InlineData("=20.11", "20.11")]
    [InlineData("18.x", "18")]
    [InlineData("18.x || 20.x", "18")]
    [InlineData("^22 || ^20.9.0 || >=24", "20.9.0")]
    [InlineData("^9 || ^10", "9")]
    [InlineData(">=18 <23", "18")]
    [InlineData("<23 >=18", "18")]
    [InlineData(">=16.0.0 >=18", "18")]
    [InlineData("18 - 20", "18")]
    [InlineData(">18", "19")]
    [InlineData(">18.2.0", "18.2.1")]
    [InlineData(">=20.0.0-rc.1", "20.0.0")]
    [InlineData("<23", null)]
    [InlineData("*", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("18 || *", null)]
    [InlineData("lts", null)]
    [InlineData(">=lts/hydrogen", null)]
    [InlineData(">=18 latest", null)]
    [InlineData("=>18", null)]
    [InlineData(">=99999999999999999999", null)]
    [InlineData(">=1.2.3.4.5", null)]
    [InlineData("||", null)]
    public void The_engines_of_package_json_give_nodejs_its_oldest_version(string range, string? oldest)
    {
        var service = NodeProgram.Publishes("package.json", text: $$"""{ "engines": { "npm": ">=9", "node": "{{range}}" } }""");

        Assert.Contains(oldest is null ? "nodejs" : $"nodejs (>= {oldest})", Depends(service));
        var requires = service.PlanRpmWithoutFindings().Relations(RpmRelationKind.Requires).ToList();
        Assert.Contains("/usr/bin/node", requires);
        Assert.Equal(
            oldest is null ? [] : [$"nodejs(engine) >= {oldest}"],
            requires.Where(name => name.StartsWith("nodejs", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "engines": ">=18" }""")]
    [InlineData("""{ "engines": { "node": 18 } }""")]
    public void A_package_json_of_another_form_gives_none(string text) =>
        Assert.Contains("nodejs", Depends(NodeProgram.Publishes("package.json", text: text)));

    [Fact]
    public void The_nearest_package_json_above_the_script_counts()
    {
        var service = NodeProgram.Publishes("package.json", text: Engines("18")).Publishes("node_modules/x/package.json", text: Engines("24"));

        Assert.Contains("nodejs (>= 18)", Depends(service));
        Assert.Contains("nodejs (>= 20)", Depends(service.Publishes("dist/package.json", text: Engines("20"))));
    }

    [Fact]
    public void The_script_may_be_the_program()
    {
        var service = new Service().WithoutDotNet().With("ServiceExecutable", "bin/acme").PublishesScript("bin/acme", "#!/usr/bin/env node")
            .Publishes("package.json", text: Engines(">=18"));

        Assert.Contains("nodejs (>= 18)", Depends(service));
    }

    [Fact]
    public void The_developers_own_relation_replaces_the_version()
    {
        var service = NodeProgram.Publishes("package.json", text: Engines(">=18"))
            .Item("DebDependency", "nodejs", ("Version", ">= 22")).Item("RpmDependency", "nodejs", ("Version", ">= 1:22"));

        Assert.Equal(["nodejs (>= 22)"], Depends(service).Where(relation => relation.StartsWith("nodejs", StringComparison.Ordinal)));
        Assert.Equal(
            ["nodejs >= 1:22"],
            service.PlanRpmWithoutFindings().Relations(RpmRelationKind.Requires).Where(name => name.StartsWith("nodejs", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("app/node_modules/gyp/x.py", "app/node_modules")]
    [InlineData("node_modules/a/node_modules/b/x", "node_modules")]
    [InlineData("lib/python3/site-packages/x.py", "lib/python3/site-packages")]
    [InlineData("lib/dist-packages/x.py", "lib/dist-packages")]
    [InlineData("vendor/x/y.py", "vendor")]
    public void The_scripts_of_other_packages_only_recommend_an_interpreter(string path, string tree)
    {
        var service = new Service().PublishesScript(path, "#!/usr/bin/python3").PublishesScript(path + "2", "#!/usr/bin/env python3").PublishesScript(path + "3", "#!/bin/sh");
        var (deb, rpm) = (service.Plan(), service.PlanRpm());

        Assert.DoesNotContain("python3", Depends(service));
        Assert.Contains("python3", deb.Control("Recommends")!.Split(", "));
        Assert.DoesNotContain("/usr/bin/python3", rpm.Relations(RpmRelationKind.Requires));
        Assert.Contains("/usr/bin/python3", rpm.Relations(RpmRelationKind.Recommends));
        Assert.Equal(
            $"Scripts below '{tree}' are run by /usr/bin/python3, which the package only recommends, because they belong to other packages and may "
            + "never run. If the service runs them, write <DebDependency Include=\"python3\" /> <RpmDependency Include=\"/usr/bin/python3\" />.",
            Assert.Single(deb.Findings).Message);
        Assert.Equal(deb.Findings, rpm.Findings);
    }

    [Fact]
    public void Each_tree_has_one_warning_that_names_all_interpreters()
    {
        var service = new Service().PublishesScript("a/node_modules/x.py", "#!/usr/bin/python3").PublishesScript("a/node_modules/x.pl", "#!/usr/bin/perl")
            .PublishesScript("b/vendor/y.rb", "#!/usr/bin/env ruby");

        Assert.Equal(
            ["'a/node_modules' are run by /usr/bin/perl and /usr/bin/python3", "'b/vendor' are run by /usr/bin/ruby"],
            service.Plan().Findings.Select(finding => finding.Message["Scripts below ".Length..].Split(',')[0]));
    }

    [Fact]
    public void An_interpreter_that_the_service_needs_anyway_is_required_without_a_warning()
    {
        var service = NodeProgram.PublishesScript("node_modules/x/cli.js", "#!/usr/bin/env node");

        Assert.Contains("nodejs", Depends(service));
        Assert.Empty(service.Plan().Codes);
    }

    [Fact]
    public void A_script_elsewhere_requires_its_interpreter() =>
        Assert.Contains("python3", Depends(new Service().PublishesScript("tools/x.py", "#!/usr/bin/python3").PublishesScript("tools/vendor", "#!/usr/bin/perl")));

    [Theory]
    [InlineData("Depends")]
    [InlineData("Recommends")]
    [InlineData("None")]
    public void A_relation_to_the_interpreter_silences_the_warning(string kind)
    {
        var service = new Service().PublishesScript("vendor/x.py", "#!/usr/bin/python3").Item("DebDependency", "python3", ("Kind", kind))
            .Item("RpmDependency", "/usr/bin/python3", ("Kind", kind == "Depends" ? "Requires" : kind));

        Assert.Empty(service.Plan().Codes.Concat(service.PlanRpm().Codes));
    }

    private static string Engines(string range) => $$"""{ "engines": { "node": "{{range}}" } }""";

    private static string[] Depends(Service service) => service.Plan().Control("Depends")!.Split(", ");
}
