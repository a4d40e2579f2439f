using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Msi;

/// <summary>The administrator may set a variable when running msiexec, and an upgrade keeps the value.</summary>
public sealed class MsiVariableTests
{
    [Theory]
    [InlineData("ACME_URL", "http://a/", true)]
    [InlineData("GREETING", "50% [of] {x}", true)]
    [InlineData("Acme_Url", "http://a/", false)] // no property that could be said
    [InlineData("REMOVE", "ALL", false)] // Windows Installer's own
    [InlineData("INSTALLFOLDER", "x", false)] // ours
    [InlineData("ARPSIZE", "5", false)]
    [InlineData("DATA", "{StateDirectory}/x", false)] // not known yet when properties are set
    [InlineData("CHANNEL", "#5", false)] // a number in the registry (Microsoft, "Registry Table")
    [InlineData("EMPTY", "", false)]
    public void A_name_in_capitals_with_a_value_is_a_property(string name, string value, bool isProperty)
    {
        var planned = new Service().OnWindows().Item("ServiceEnvironment", name, ("Value", value)).PlanMsiWithoutFindings();

        Assert.Equal(isProperty, planned.Rows("Registry").Any(row => row.Contains($"[~]{name}=[{name}][~]", StringComparison.Ordinal)));
        Assert.Equal(isProperty, planned.Rows("CustomAction").Any(row => row.StartsWith("CustomAction\tSetVariable1\t51\t" + name, StringComparison.Ordinal)));
        Assert.Equal(isProperty, planned.Cell("Property", "SecureCustomProperties", "Value").Split(';').Contains("PREVIOUSVARIABLE1"));
    }

    [Fact]
    public void A_value_of_the_administrator_is_distinguished_from_the_default()
    {
        var planned = new Service().OnWindows().Item("ServiceEnvironment", "URL", ("Value", "a")).Item("ServiceEnvironment", "MODE", ("Value", "b")).PlanMsiWithoutFindings();

        Assert.Equal(
            ["PREVIOUSVARIABLE1 AND NOT URL AND PREVIOUSVARIABLE1<>STANDARDVARIABLE1", "PREVIOUSVARIABLE2 AND NOT MODE AND PREVIOUSVARIABLE2<>STANDARDVARIABLE2"],
            planned.Plan.Package.Rows.Where(row => row.Table.Name == "InstallExecuteSequence" && row.Key.StartsWith("KeepVariable", StringComparison.Ordinal)).Select(row => row["Condition"].Text));
        Assert.Contains(planned.Rows("RegLocator"), row => row.EndsWith("SOFTWARE\\acme\\Environment\tURL\t18", StringComparison.Ordinal));
        Assert.Contains(planned.Rows("RegLocator"), row => row.EndsWith("SOFTWARE\\acme\\Environment\\Standard\tURL\t18", StringComparison.Ordinal));
    }

    [Fact]
    public void A_property_of_the_developer_is_not_a_variable() => Assert.DoesNotContain(
        new Service().OnWindows().Item("ServiceEnvironment", "URL", ("Value", "a")).Item("MsiProperty", "URL", ("Value", "b")).PlanMsiWithoutFindings().Rows("CustomAction"),
        row => row.Contains("Variable1", StringComparison.Ordinal));

    [Fact]
    public void An_instances_own_value_is_its_own()
    {
        var rows = new Service().OnWindows().Item("ServiceEnvironment", "URL", ("Value", "a"))
            .Item("ServiceInstance", "eu", ("Environment", "URL=b")).Item("ServiceInstance", "us").PlanMsiWithoutFindings().Rows("Registry").ToList();

        Assert.Contains(rows, row => row.Contains("acme-eu\tEnvironment\t", StringComparison.Ordinal) && row.Contains("[~]URL=b[~]", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains("acme-us\tEnvironment\t", StringComparison.Ordinal) && row.Contains("[~]URL=[URL][~]", StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_of_each_users_finds_it_among_the_machines()
    {
        var planned = Services.UserOnWindows.Item("ServiceEnvironment", "ACME_URL", ("Value", "a")).PlanMsi();

        Assert.EndsWith("\t=-*ACME_URL\t[ACME_URL]\tProgram", Assert.Single(planned.Rows("Environment")), StringComparison.Ordinal);
        Assert.Contains(planned.Rows("RegLocator"), row => row.Contains(@"Session Manager\Environment", StringComparison.Ordinal));
    }
}
