using ServicePackaging.Tests.Support;
using ServicePackaging.WindowsService;

namespace ServicePackaging.Tests.WindowsService;

/// <summary>The security identifier of a service, which Windows knows before the service exists.</summary>
public sealed class ServiceSidTests
{
    // Microsoft, "Security identifiers", "Well-known SIDs" (TrustedInstaller) and "Configure Windows service accounts and permissions" (SQL Server).
    [Theory]
    [InlineData("TrustedInstaller", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464")]
    [InlineData("MSSQLSERVER", "S-1-5-80-3880718306-3832830129-1677859214-2598158968-1052248003")]
    [InlineData("SQLSERVERAGENT", "S-1-5-80-344959196-2060754871-2302487193-2804545603-1466107430")]
    [InlineData("ALG", "S-1-5-80-2387347252-3645287876-2469496166-3824418187-3586569773")]
    public void It_is_the_one_that_Windows_gives(string service, string sid) => Assert.Equal(sid, ServiceSid.For(service));

    [Fact]
    public void The_case_of_the_name_does_not_count() => Assert.Equal(ServiceSid.For("TrustedInstaller"), ServiceSid.For("TRUSTEDINSTALLER"));

    [Fact]
    public void What_a_service_keeps_is_the_systems_the_administrators_and_its_own() => Assert.Equal(
        $"O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1201bf;;;{ServiceSid.For("acme")})(A;OICIIO;0x1301bf;;;{ServiceSid.For("acme")})",
        Descriptor(new Service(), "StateFolder"));

    [Fact]
    public void What_the_administrator_edits_a_service_only_reads() => Assert.Equal(
        $"O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;{ServiceSid.For("acme")})",
        Descriptor(new Service().With("ServiceArguments", "--config {ConfigDirectory}/a"), "ConfigFolder"));

    [Fact]
    public void The_program_is_for_everybody_to_run_and_for_administrators_to_change_wherever_it_is_put() => Assert.Equal(
        "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)", Descriptor(new Service(), "INSTALLFOLDER"));

    [Fact]
    public void An_instance_reads_shared_files_and_has_its_own_directory()
    {
        var service = new Service().Item("ServiceInstance", "eu").Item("ServiceInstance", "us");

        Assert.Contains(ServiceSid.For("acme-eu"), Descriptor(service, "eu"), StringComparison.Ordinal);
        Assert.DoesNotContain(ServiceSid.For("acme-us"), Descriptor(service, "eu"), StringComparison.Ordinal);
        Assert.Contains(ServiceSid.For("acme-us"), Descriptor(service, "StateFolder"), StringComparison.Ordinal);
    }

    private static string Descriptor(Service service, string directory) => service.OnWindows().PlanMsiWithoutFindings().Plan.Package.Rows
        .Single(row => row.Table.Name == "MsiLockPermissionsEx" && row["LockObject"].Text is { } locked && (locked == directory || locked.StartsWith($"d_{directory}_", StringComparison.Ordinal)))["SDDLText"].ToString();
}
