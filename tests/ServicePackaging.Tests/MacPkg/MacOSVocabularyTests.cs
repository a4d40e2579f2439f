using ServicePackaging.Diagnostics;
using ServicePackaging.Tests.Model;
using ServicePackaging.Tests.Support;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests.MacPkg;

/// <summary>Every name of the vocabulary has an effect on macOS, or is reported as unsupported.</summary>
public sealed class MacOSVocabularyTests
{
    public static TheoryData<string> Names => [.. MacOSMeanings.Rows.Select(row => row.Name)];

    public static TheoryData<string> OfOthers => [.. MacOSMeanings.OfOthers];

    [Fact]
    public void The_table_holds_the_whole_vocabulary() => Assert.Equal(
        ServiceProperties.All.Where(property => property.IsOfModel).Select(property => property.Name)
            .Concat(PackageFormats.Items.Where(item => !MacOSMeanings.OfOthers.Contains(item.Name))
                .SelectMany(item => InstanceTests.OwnMetadata(item).Select(metadata => $"{item.Name} {metadata}").Prepend(item.Name)))
            .Order(StringComparer.Ordinal),
        MacOSMeanings.Rows.Select(row => row.Name).Concat(MacOSMeanings.WithoutField).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void It_becomes_a_line_or_is_reported(string name)
    {
        var meaning = MacOSMeanings.Rows.Single(row => row.Name == name);
        var without = meaning.Before(OnMacOS);
        var planned = meaning.Says(without).PlanPkg();

        if (meaning.Line is { } line)
        {
            Assert.Contains(planned.Lines().Except(without.PlanPkg().Lines()), text => text.Contains(line, StringComparison.Ordinal));
        }

        var said = planned.Findings.Where(finding => finding.Message.StartsWith(name.Split(' ')[0], StringComparison.Ordinal)).ToList();
        Assert.Equal(meaning.Code is { } code ? [code] : [], said.Select(finding => finding.Descriptor.Code));
        Assert.All(planned.Findings, finding => Assert.Equal(DiagnosticSeverity.Warning, finding.Descriptor.Severity));
    }

    [Theory]
    [MemberData(nameof(OfOthers))]
    public void Settings_of_another_platform_are_ignored(string type)
    {
        var include = type switch { "ServicePackageTemplate" => "x.conf", "WindowsFirewallRule" => "80", _ => "Kernel" };
        var planned = OnMacOS.ItemOfAnyType(type, include, ("Value", "1"), ("Replaces", "systemd/service")).PlanPkgWithoutFindings();
        Assert.Equal(OnMacOS.PlanPkg().Dump(), planned.Dump());
    }

    [Fact]
    public void A_template_replaces_a_text()
    {
        var planned = OnMacOS.Source("own", "#!/bin/sh\nexec {{ command }}\n").Item("ServiceEnvironmentFile", "x.conf")
            .Item("ServicePackageTemplate", "own", ("Replaces", "macos/run")).PlanPkgWithoutFindings();
        Assert.Equal("#!/bin/sh\nexec /opt/acme/Acme\n", planned.Text("/opt/acme/libexec/acme"));
    }

    private static Service OnMacOS => Services.OnMacOS.Source("x.conf").Source("x.sh").Source("x.txt");
}
