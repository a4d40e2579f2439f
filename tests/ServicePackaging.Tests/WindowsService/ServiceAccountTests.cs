using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.WindowsService;

/// <summary>The account that a service runs as.</summary>
public sealed class ServiceAccountTests
{
    [Theory]
    [InlineData("", @"NT AUTHORITY\LocalService")]
    [InlineData("localservice", @"NT AUTHORITY\LocalService")]
    [InlineData(@"NT AUTHORITY\Local Service", @"NT AUTHORITY\LocalService")]
    [InlineData("NetworkService", @"NT AUTHORITY\NetworkService")]
    [InlineData("Virtual", @"NT SERVICE\acme")]
    [InlineData(@"NT SERVICE\other", @"NT SERVICE\acme")]
    [InlineData(@"ACME\svc$", @"ACME\svc$")]
    public void An_account_that_Windows_keeps_needs_no_password(string user, string account)
    {
        var planned = Service(user).PlanMsiWithoutFindings();
        Assert.Equal((account, ""), (planned.Cell("ServiceInstall", "Service", "StartName"), planned.Cell("ServiceInstall", "Service", "Password")));
    }

    [Theory]
    [InlineData(@"ACME\svc")]
    [InlineData(@".\collector")]
    public void Any_other_account_requires_a_password_that_is_not_logged(string user)
    {
        var planned = Service(user).PlanMsiWithoutFindings();

        Assert.Equal("[SERVICEUSER]", planned.Cell("ServiceInstall", "Service", "StartName"));
        Assert.Equal("[SERVICEPASSWORD]", planned.Cell("ServiceInstall", "Service", "Password"));
        Assert.Equal(user, planned.Cell("CustomAction", "SetServiceUser", "Target"));
        Assert.Equal("[PREVIOUSUSER]", planned.Cell("CustomAction", "KeepServiceUser", "Target"));
        Assert.Contains(planned.Rows("Registry"), row => row.Contains("\tServiceUser\t[SERVICEUSER]\t", StringComparison.Ordinal));
        Assert.Equal("SERVICEPASSWORD", planned.Cell("Property", "MsiHiddenProperties", "Value"));
        Assert.Contains(";SERVICEPASSWORD;SERVICEUSER;", planned.Cell("Property", "SecureCustomProperties", "Value"), StringComparison.Ordinal);
        Assert.False(planned.Has("Property", "SERVICEPASSWORD"));
    }

    [Fact]
    public void Hidden_properties_of_the_developer_and_the_password_are_hidden() => Assert.Equal(
        "SERVICEPASSWORD;TOKEN", new Service().Item("MsiProperty", "MsiHiddenProperties", ("Value", "TOKEN")).OnWindows().PlanMsi().Cell("Property", "MsiHiddenProperties", "Value"));

    [Theory]
    [InlineData("root")]
    [InlineData("LocalSystem")]
    [InlineData(@"NT AUTHORITY\SYSTEM")]
    public void Every_right_is_allowed_with_a_warning(string user)
    {
        var planned = Service(user).PlanMsi();

        Assert.Equal($"Warning SVCPKG2010: ServiceUser is '{user}', so the service has full control of the machine. Remove it to get a dedicated account, 'LocalService'.", Assert.Single(planned.Findings).ToString());
        Assert.Equal("", planned.Cell("ServiceInstall", "Service", "StartName"));
    }

    [Fact]
    public void An_account_for_Linux_is_not_created_on_Windows()
    {
        var planned = Service("collector").PlanMsi();

        Assert.Equal(["SVCPKG2011"], planned.Codes);
        Assert.Equal(@"NT AUTHORITY\LocalService", planned.Cell("ServiceInstall", "Service", "StartName"));
        Assert.Empty(Service("").With("LinuxServiceUser", "collector").PlanMsiWithoutFindings().Findings);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData(@"ACME\")]
    [InlineData(@"A\B\C")]
    [InlineData(@"ACME\[svc]")]
    public void An_invalid_account_is_refused(string user) => Assert.Equal(["SVCPKG2001"], Service(user).PlanMsi().Codes);

    [Fact]
    public void Each_instance_has_its_own_virtual_account() => Assert.Equal(
        [@"NT SERVICE\acme-eu", @"NT SERVICE\acme-us"],
        Service("Virtual").Item("ServiceInstance", "eu").Item("ServiceInstance", "us").PlanMsiWithoutFindings().Plan.Package.Rows
            .Where(row => row.Table.Name == "ServiceInstall").Select(row => row["StartName"].ToString()));

    private static Service Service(string user) => new Service().OnWindows().With("ServiceUser", user);
}
