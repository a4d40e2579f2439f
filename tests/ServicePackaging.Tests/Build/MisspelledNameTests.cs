using ServicePackaging.Build;
using ServicePackaging.Diagnostics;
using ServicePackaging.Tests.Support;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests.Build;

/// <summary>A misspelled name is reported with the name that was meant, and names of others never are.</summary>
public sealed class MisspelledNameTests
{
    [Theory]
    [InlineData("ServiceRestartDely", "ServiceRestartDelay")]
    [InlineData("ServiceRestratDelay", "ServiceRestartDelay")]
    [InlineData("ServiceArgument", "ServiceArguments")]
    [InlineData("ServicePackages", "ServicePackage")]
    [InlineData("LinuxServiceUsr", "LinuxServiceUser")]
    [InlineData("MacosServiceUserr", "MacOSServiceUser")]
    [InlineData("ServicePackageVersoin", "ServicePackageVersion")]
    public void A_property_is_recognized(string written, string meant) => Assert.Equal(
        [$"Warning SVCPKG2020: The property {written} in the command line is unknown. Did you mean {meant}?"], Findings("", written));

    [Theory]
    [InlineData("DebugType")]
    [InlineData("ServiceWorker")]
    [InlineData("WindowsSdkPackageVersion")]
    [InlineData("Version")]
    [InlineData("RuntimeIdentifier")]
    [InlineData("RuntimeIdentifiers")]
    [InlineData("AssemblyName")]
    [InlineData("ServerGarbageCollection")]
    [InlineData("ServiceUser")]
    [InlineData("serviceuser")]
    [InlineData("WindowsServiceUser")]
    [InlineData("ServicePackageInParallel")]
    [InlineData("_ServicePackageRids")]
    public void Names_of_others_and_right_ones_are_not_reported(string name) => Assert.Empty(Findings("", name));

    [Fact]
    public void Items_and_confusions_of_items_and_properties_are_recognized() => Assert.Equal(
        [
            "ServiceEnvironment is an item, and acme.csproj sets a property of that name. Write <ServiceEnvironment Include=\"…\" /> in an "
            + "ItemGroup.",
            "The item ServiceConfigFiles in acme.csproj is unknown. Did you mean ServiceConfigFile?",
            "ServiceUser is a property, and acme.csproj contains an item of that name. Write <ServiceUser>…</ServiceUser> in a PropertyGroup.",
        ],
        Findings(
            """
            <Project>
              <PropertyGroup><ServiceEnviroment>A=1</ServiceEnviroment></PropertyGroup>
              <ItemGroup><ServiceConfigFiles Include="x" /><ServiceUser Include="y" /><Content Include="z" /></ItemGroup>
            </Project>
            """).Select(finding => finding[(finding.IndexOf(':', StringComparison.Ordinal) + 2)..]));

    [Fact]
    public void Every_name_of_the_vocabulary_is_right()
    {
        var suggestions = new NameSuggestions(PackageFormats.Items);
        Assert.All(ServiceProperties.All, property => Assert.Null(suggestions.FindProperty(property.Name)));
        Assert.All(PackageFormats.Items, item => Assert.Null(suggestions.FindItem(item.Name)));
    }

    [Fact]
    public void A_file_that_is_not_xml_is_left_to_MSBuild()
    {
        Assert.Empty(Findings("#!/usr/bin/env dotnet"));
        MisspelledNames.Report(new ProjectXml(), ["/absent/Directory.Build.props"], [], new DiagnosticBag());
    }

    private static IEnumerable<string> Findings(string project, params string[] globalProperties)
    {
        using var tree = new TemporaryTree();
        File.WriteAllText(tree.PathOf("/acme.csproj"), project.Length > 0 ? project : "<Project />");
        var findings = new DiagnosticBag();
        MisspelledNames.Report(new ProjectXml(), [tree.PathOf("/acme.csproj")], globalProperties, findings);
        return findings.Items.Select(finding => finding.ToString());
    }
}
