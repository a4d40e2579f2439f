using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Model;

/// <summary>A service does not run as an account or group that the system uses for something else.</summary>
public sealed class SystemAccountTests
{
    private const string Code = "SVCPKG2018";

    // base-passwd(8), setup's uidgid, systemd's sysusers.d, and servers that everybody knows.
    public static TheoryData<string> OnLinux =>
    [
        "backup", "shadow", "disk", "docker", "mysql", "www-data", "www", "proxy", "list", "irc", "sudo", "wheel", "adm", "nobody", "nogroup", "postgres", "apache", "nginx", "sshd",
        "messagebus", "polkitd", "systemd-network", "systemd-timesync", "systemd-coredump", "kvm", "libvirt", "lxd", "ssl-cert", "wwwrun", "_apt",
    ];

    // files-972; the underscore is Apple's convention and is added if it is missing.
    public static TheoryData<string> OnMacOS => ["mysql", "postgres", "www", "calendar", "_www", "daemon", "nobody", "staff", "admin", "_developer"];

    [Theory]
    [MemberData(nameof(OnLinux))]
    public void On_Linux_neither_a_user_nor_a_group_nor_a_package_has_such_a_name(string name)
    {
        Assert.Equal([Code], new Service().With("ServiceUser", name).Plan().Codes);
        Assert.Equal([Code], new Service().With("ServiceGroup", name).PlanRpm().Codes);
        // Some of them are also packages of a distribution.
        Assert.Equal(
            name[0] == '_' ? ["SVCPKG2006"] : [Code], new Service().With("ServicePackageName", name).Plan().Codes.Except(["SVCPKG4015"]));
    }

    [Theory]
    [MemberData(nameof(OnMacOS))]
    public void On_macOS_neither_a_user_nor_a_group_has_such_a_name(string name)
    {
        Assert.Equal([Code], Services.OnMacOS.With("ServiceUser", name).PlanPkg().Codes);
        Assert.Equal([Code], Services.OnMacOS.With("ServiceGroup", name).PlanPkg().Codes);
    }

    [Theory]
    [InlineData(@".\Administrator")]
    [InlineData(@"ACME\administrator")]
    [InlineData("Guest")]
    [InlineData(@".\DefaultAccount")]
    [InlineData(@"BUILTIN\Users")]
    [InlineData(@"NT AUTHORITY\ANONYMOUS LOGON")]
    public void On_Windows_no_account_that_Windows_created_for_others_runs_it(string user) =>
        Assert.Equal([Code], new Service().OnWindows().With("WindowsServiceUser", user).PlanMsi().Codes);

    [Theory]
    [InlineData("LocalService")]
    [InlineData("NetworkService")]
    [InlineData(@"NT AUTHORITY\Network Service")]
    [InlineData("Virtual")]
    [InlineData(@"ACME\svc$")]
    public void Those_that_Windows_has_for_services_may(string user) => Assert.Empty(new Service().OnWindows().With("WindowsServiceUser", user).PlanMsi().Codes);

    [Theory]
    [InlineData("acme")]
    [InlineData("backup-service")]
    [InlineData("my-docker")]
    [InlineData("systemdash")]
    public void Any_other_name_is_the_services_own(string name)
    {
        Assert.Empty(new Service().With("ServiceUser", name).Plan().Codes);
        Assert.Empty(Services.OnMacOS.With("ServiceUser", name).PlanPkg().Codes);
    }

    [Fact]
    public void A_package_with_such_a_name_has_to_specify_its_account()
    {
        Assert.Equal(
            "Error SVCPKG2018: ServiceUser defaults to the package's name, 'backup', a user or group that Linux or one of its usual packages already has. "
            + "Set ServiceUser to a name that only this service has, such as 'backup-service'.",
            Assert.Single(new Service().With("ServicePackageName", "backup").Plan().Findings).ToString());
        Assert.Contains("such as '_mysql-service'.", Assert.Single(Services.OnMacOS.With("ServicePackageName", "mysql").PlanPkg().Findings).ToString(), StringComparison.Ordinal);
        Assert.Empty(new Service().With("ServicePackageName", "backup").With("ServiceUser", "acme-backup").Plan().Codes);
    }

    // Only a name that is set can be a name of macOS without an underscore.
    [Fact]
    public void On_macOS_a_package_called_admin_has_its_own_account() =>
        Assert.Contains("_admin", Services.OnMacOS.With("ServicePackageName", "admin").PlanPkgWithoutFindings().Services.Single().Value, StringComparison.Ordinal);

    [Fact]
    public void What_is_written_is_left_out_or_written_otherwise() => Assert.EndsWith(
        "Remove it to get a dedicated account, 'acme', or use another name.",
        Assert.Single(new Service().With("LinuxServiceUser", "www-data").Plan().Findings).ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_rights_of_a_group_come_by_other_ways()
    {
        Assert.EndsWith(
            "To give the service the rights of 'docker', set ServiceSupplementaryGroups to 'docker'.",
            Assert.Single(new Service().With("ServiceGroup", "docker").Plan().Findings).ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "\nSupplementaryGroups=docker\n", new Service().Item("SystemdDirective", "SupplementaryGroups", ("Value", "docker")).PlanWithoutFindings().Text("/usr/lib/systemd/system/acme.service"),
            StringComparison.Ordinal);
        Assert.EndsWith(
            ": dseditgroup -o edit -a USER -t user staff", Assert.Single(Services.OnMacOS.With("ServiceGroup", "staff").PlanPkg().Findings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Root_and_its_group_are_allowed()
    {
        Assert.Equal(["SVCPKG2010"], new Service().With("ServiceUser", "root").Plan().Codes);
        Assert.Equal(["SVCPKG2010"], new Service().With("ServiceUser", "root").With("ServiceGroup", "root").Plan().Codes);
        Assert.Equal(["SVCPKG2010"], Services.OnMacOS.With("ServiceUser", "root").With("ServiceGroup", "wheel").PlanPkg().Codes);
        Assert.Empty(new Service().With("ServiceGroup", "root").Plan().Codes);
        Assert.Empty(Services.OnMacOS.With("ServiceGroup", "wheel").PlanPkg().Codes);
    }

    [Fact]
    public void An_instance_does_not_have_one_either() => Assert.Equal(
        $"{Code} ServiceInstance 'dev' User",
        new Service().Item("ServiceInstance", "dev", ("User", "backup")).Plan().Findings.Select(finding => $"{finding.Descriptor.Code} {finding.Message.Split(" is ")[0]}").Single());

    [Fact]
    public void A_users_service_has_no_account_that_could_be_the_systems() =>
        Assert.Empty(new Service().With("ServicePackageName", "backup").With("ServiceScope", "User").Plan().Codes);
}
