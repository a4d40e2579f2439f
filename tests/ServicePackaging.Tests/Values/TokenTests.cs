using ServicePackaging.Deb;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Values;

/// <summary>Braces in texts: directory tokens, misspelled tokens, and text.</summary>
public sealed class TokenTests
{
    private const string Unit = "/usr/lib/systemd/system/acme.service";

    private static readonly Service Base = new();

    [Theory]
    [InlineData("--data {StateDir}", "{StateDir}")]
    [InlineData("{DataDirectory}", "{DataDirectory}")]
    [InlineData("{stateDirectory}", "{stateDirectory}")]
    [InlineData("{instance}", "{instance}")]
    [InlineData("{State}", "{State}")]
    [InlineData("{Name}x", "{Name}")]
    [InlineData("{{StateDir}", "{StateDir}")]
    public void A_word_in_the_style_of_tokens_is_refused(string text, string token)
    {
        foreach (var format in new[] { "deb", "rpm", "pkg", "msi" })
        {
            var finding = Base.With("ServiceArguments", text).Read(format).Findings.First(finding => finding.Descriptor.Code == "SVCPKG2004");

            Assert.Contains($"'{token}'", finding.Message, StringComparison.Ordinal);
            Assert.EndsWith($"or {{{token}}} for the text {token}.", finding.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"json":1}""")]
    [InlineData("{}")]
    [InlineData("{0}")]
    [InlineData("{name}")]
    [InlineData("{{name}}")]
    [InlineData("{ID}")]
    [InlineData("{Timestamp:HH:mm}")]
    [InlineData("${Name}")]
    [InlineData("%{User}i")]
    [InlineData("{Two words}")]
    [InlineData("{{.Names}}")]
    public void Other_braces_are_text(string text)
    {
        var plan = Base.Item("ServiceEnvironment", "FORMAT", ("Value", text)).PlanWithoutFindings();

        Assert.Equal("FORMAT=" + text, VariableOf(plan));
    }

    [Theory]
    [InlineData("[{{Level}}] {Message:lj}{{NewLine}}", "[{Level}] {Message:lj}{NewLine}")]
    [InlineData("{{StateDirectory}}", "{StateDirectory}")]
    [InlineData("{{{Name}}}", "{{Name}}")]
    [InlineData("{{{StateDirectory}}}", "{{StateDirectory}}")]
    public void Double_braces_are_text_in_all_formats(string text, string expected)
    {
        var service = Base.Item("ServiceEnvironment", "FORMAT", ("Value", text)).With("ServiceArguments", $"\"{text}\"");

        var deb = service.PlanWithoutFindings();
        Assert.Equal("FORMAT=" + expected, VariableOf(deb));
        Assert.Contains(expected.Contains(' ', StringComparison.Ordinal) ? $"Acme \"{expected}\"\n" : $"Acme {expected}\n", deb.Text(Unit), StringComparison.Ordinal);
        Assert.Contains($"#FORMAT={expected}\n", service.PlanRpmWithoutFindings().Text("/etc/sysconfig/acme"), StringComparison.Ordinal);
        var job = service.OnMacOS().PlanPkgWithoutFindings().Text("/Library/LaunchDaemons/acme.acme.plist");
        Assert.Equal(2, job.Split($">{expected}<").Length - 1);
        var rows = service.OnWindows().PlanMsiWithoutFindings().Plan.Package.Rows.SelectMany(row => row.Cells).Select(cell => cell.ToString());
        Assert.Contains(rows, cell => cell == "FORMAT=" + Escaped(expected) || cell == Escaped(expected) || cell?.Contains(Escaped(expected), StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_token_that_is_only_text_makes_no_directory() =>
        Assert.DoesNotContain("CacheDirectory=", Base.With("ServiceArguments", "{{CacheDirectory}}").PlanWithoutFindings().Text(Unit), StringComparison.Ordinal);

    [Theory]
    [InlineData("deb")]
    [InlineData("rpm")]
    [InlineData("pkg")]
    [InlineData("msi")]
    public void No_directory_property_contains_a_token(string format)
    {
        foreach (var property in new[] { "ServiceInstallDirectory", "ServiceConfigDirectory", "ServiceStateDirectory", "ServiceLogDirectory" })
        {
            foreach (var token in new[] { "{StateDirectory}", "{InstallDirectory}", "{Instance}", "{{StateDirectory}}", "{StateDir}" })
            {
                var findings = Base.With(property, $"/srv/{token}/x").Read(format).Findings;
                Assert.Contains(findings, finding => finding.Descriptor.Code == "SVCPKG2019" && finding.Message.StartsWith($"{property} is", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("/srv/{{StateDirectory}}")]
    [InlineData("{StateDirectory}/{{LogDirectory}}")]
    public void Not_even_an_instances_directory_means_itself(string directory)
    {
        var service = Base.Item("ServiceInstance", "eu", ("StateDirectory", directory)).With("ServiceArguments", "{StateDirectory}");

        Assert.NotNull(service.Plan().Plan);
        Assert.NotNull(service.OnMacOS().PlanPkg().Plan);
    }

    [Fact]
    public void A_directive_contains_tokens()
    {
        var service = Base.Item("SystemdDirective", "ExecReload", ("Value", "{InstallDirectory}/caddy reload --data {StateDirectory} ${Name} %n"));

        Assert.Contains(
            "\nExecReload=/usr/libexec/acme/caddy reload --data /var/lib/acme ${Name} %n\n", service.PlanWithoutFindings().Text(Unit), StringComparison.Ordinal);
        Assert.Equal("SVCPKG2004", Base.Item("SystemdDirective", "ExecReload", ("Value", "{InstallDir}/x")).Read().Finding.Descriptor.Code);
    }

    [Theory]
    [InlineData("ServiceStandardOutput", "{StateDirectory}")]
    [InlineData("ServiceStandardError", "{InstallDirectory}")]
    [InlineData("ServiceStandardOutput", "{{StateDirectory}}")]
    public void An_output_file_is_not_a_directory(string property, string value)
    {
        foreach (var scope in new[] { "System", "User" })
        {
            var service = Base.With("ServiceScope", scope).With(property, value);
            Assert.Contains("SVCPKG2007", service.Plan().Codes);
            Assert.Contains("SVCPKG2007", service.OnMacOS().PlanPkg().Codes);
        }
    }

    private static string VariableOf(Planned<DebPlan> plan)
    {
        var line = plan.Text(Unit).Split('\n').Single(line => line.Contains("FORMAT=", StringComparison.Ordinal))["Environment=".Length..];
        return (line[0] == '"' ? line[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal) : line).Replace("%%", "%", StringComparison.Ordinal);
    }

    private static string Escaped(string text) => string.Concat(text.Select(c => c is '[' or ']' or '{' or '}' ? $"[\\{c}]" : c.ToString()));
}
