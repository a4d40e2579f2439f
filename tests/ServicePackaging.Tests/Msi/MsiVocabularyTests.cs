using ServicePackaging.Diagnostics;
using ServicePackaging.Tests.Model;
using ServicePackaging.Tests.Support;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests.Msi;

/// <summary>Every name of the vocabulary has an effect on Windows, or is reported as unsupported.</summary>
public sealed class MsiVocabularyTests
{
    public static TheoryData<string> Names => [.. WindowsMeanings.Rows.Select(row => row.Name)];

    public static TheoryData<string> OfOthers => [.. WindowsMeanings.OfOthers];

    [Fact]
    public void The_table_holds_the_whole_vocabulary() => Assert.Equal(
        ServiceProperties.All.Where(property => property.IsOfModel).Select(property => property.Name)
            .Concat(PackageFormats.Items.Where(item => !WindowsMeanings.OfOthers.Contains(item.Name))
                .SelectMany(item => InstanceTests.OwnMetadata(item).Select(metadata => $"{item.Name} {metadata}").Prepend(item.Name)))
            .Order(StringComparer.Ordinal),
        WindowsMeanings.Rows.Select(row => row.Name).Concat(WindowsMeanings.WithoutField).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void It_becomes_a_row_or_is_reported(string name)
    {
        var meaning = WindowsMeanings.Rows.Single(row => row.Name == name);
        var without = meaning.Before(OnWindows);
        var planned = meaning.Says(without).PlanMsi();

        if (meaning.Row is { } row)
        {
            Assert.Contains(planned.Rows().Concat(planned.Files).Except(without.PlanMsi().Rows()), line => line.Contains(row, StringComparison.Ordinal));
        }

        var said = planned.Findings.Where(finding => finding.Message.StartsWith(name.Split(' ')[0], StringComparison.Ordinal)).ToList();
        Assert.Equal(meaning.Code is { } code ? [code] : [], said.Select(finding => finding.Descriptor.Code));
        Assert.All(planned.Findings, finding => Assert.Equal(DiagnosticSeverity.Warning, finding.Descriptor.Severity));
    }

    [Theory]
    [MemberData(nameof(OfOthers))]
    public void Settings_of_another_platform_are_ignored(string type)
    {
        var include = type is "ServicePackageTemplate" or "MacOSInstallerResource" ? "x.conf" : "Kernel";
        var planned = OnWindows.ItemOfAnyType(type, include, ("Value", "1"), ("Replaces", "systemd/service"), ("Page", "License")).PlanMsiWithoutFindings();
        Assert.Equal(OnWindows.PlanMsi().Dump(), planned.Dump());
    }

    [Theory]
    [InlineData("ServiceUser", "root", "SVCPKG2010")]
    [InlineData("ServiceName", @"a\b", "SVCPKG2006")]
    [InlineData("ServiceName", "a ", "")]
    [InlineData("ServiceName", "a[b]", "SVCPKG2006")]
    [InlineData("ServiceInstallDirectory", @"C:\Acme", "SVCPKG2007")]
    [InlineData("ServiceInstallDirectory", "/usr/libexec/acme", "SVCPKG2007")]
    [InlineData("ServiceInstallDirectory", "ProgramFiles", "SVCPKG2007")]
    [InlineData("ServiceInstallDirectory", @"ProgramFiles\..\Windows", "SVCPKG2007")]
    [InlineData("ServiceInstallDirectory", @"ProgramFiles\Acme\", "SVCPKG2007")]
    [InlineData("ServiceStateDirectory", @"ProgramData\NUL", "SVCPKG2007")]
    [InlineData("ServiceStateDirectory", @"programdata\acme\state", "")]
    public void Directories_and_names_are_those_of_Windows(string property, string value, string code)
    {
        Assert.Equal(code.Length > 0 ? [code] : [], OnWindows.With(property, value).PlanMsi().Codes);
        Assert.Equal(code.Length > 0 ? [code] : [], OnWindows.With("Windows" + property, value).PlanMsi().Codes);
        Assert.Empty(OnWindows.With("Linux" + property, value).PlanMsi().Findings);
    }

    private static Service OnWindows => new Service().OnWindows().Source("x.conf").Source("x.ps1");
}
