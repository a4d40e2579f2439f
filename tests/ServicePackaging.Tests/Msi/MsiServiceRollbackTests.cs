using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Msi;

/// <summary>What restores the old service when an upgrade fails. A rollback runs backwards: the first action runs last.</summary>
public sealed class MsiServiceRollbackTests
{
    private const string IsRemoved = "REMOVE=\"ALL\"";

    [Fact]
    public void A_service_gets_its_settings_again_and_is_then_started() => Assert.Equal(
        ["RollBackStart", "RollBackRecovery", "RollBackOnError", "RollBackSid", "RollBackPrivileges", "RollBackDelayed"],
        Rollbacks(new Service().OnWindows().With("ServiceStartMode", "Delayed").With("ServiceHardening", "Strict")).Select(step => step.Action));

    [Fact]
    public void A_setting_that_the_service_does_not_have_is_not_set() => Assert.Equal(
        ["RollBackStart", "RollBackSid"],
        Rollbacks(new Service().OnWindows().With("ServiceStartMode", "Manual").With("ServiceRestart", "Never")).Select(step => step.Action));

    [Fact]
    public void Each_instance_is_brought_back()
    {
        var planned = new Service().OnWindows().Item("ServiceInstance", "east").Item("ServiceInstance", "west").PlanMsiWithoutFindings();

        Assert.Equal("\"[System64Folder]sc.exe\" sidtype \"acme-east\" unrestricted", planned.Cell("CustomAction", "RollBackSid", "Target"));
        Assert.Equal("\"[System64Folder]sc.exe\" sidtype \"acme-west\" unrestricted", planned.Cell("CustomAction", "RollBackSid2", "Target"));
        Assert.Equal(IsRemoved, planned.Cell("InstallExecuteSequence", "RollBackStart2", "Condition"));
    }

    [Fact]
    public void It_happens_at_the_rollback_of_every_removal()
    {
        var service = new Service().OnWindows();

        Assert.All(Rollbacks(service), step => Assert.StartsWith(IsRemoved, step.Condition, StringComparison.Ordinal));
        Assert.All(Rollbacks(service), step => Assert.Equal("3426", service.PlanMsiWithoutFindings().Cell("CustomAction", step.Action, "Type")));
    }

    // The administrator's choice is in the configuration that DeleteServices' rollback uses.
    [Fact]
    public void A_service_that_the_administrator_set_to_another_start_type_is_not_delayed() => Assert.EndsWith(
        " AND PREVIOUSSTART=\"#2\"",
        Assert.Single(Rollbacks(new Service().OnWindows().With("ServiceStartMode", "Delayed")), step => step.Action == "RollBackDelayed").Condition,
        StringComparison.Ordinal);

    // The note is in a key that the removal deletes, which is rolled back before.
    [Fact]
    public void Only_a_service_that_ran_is_started_again()
    {
        var planned = new Service().OnWindows().PlanMsiWithoutFindings();

        Assert.Equal(
            """
            "[System64Folder]cmd.exe" /d /v:off /c ""[System64Folder]reg.exe" delete "HKLM\SOFTWARE\acme\Running" /v "acme" /f >nul 2>nul & "[System64Folder]net.exe" stop "acme" <nul && "[System64Folder]reg.exe" add "HKLM\SOFTWARE\acme\Running" /v "acme" /f"
            """,
            planned.Cell("CustomAction", "WaitForStop", "Target"));
        Assert.Equal(
            """
            "[System64Folder]cmd.exe" /d /v:off /c ""[System64Folder]net.exe" stop "acme" <nul && "[System64Folder]net.exe" start "acme" || "[System64Folder]reg.exe" query "HKLM\SOFTWARE\acme\Running" /v "acme" >nul && "[System64Folder]net.exe" start "acme""
            """,
            planned.Cell("CustomAction", "RollBackStart", "Target"));
        Assert.Contains(planned.Rows("Registry"), row => row.EndsWith("\tSOFTWARE\\acme\\Running\t-\t\tSettings", StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_of_each_user_has_no_service_to_bring_back() => Assert.Empty(Rollbacks(new Service().OnWindows().With("ServiceScope", "User")));

    private static IReadOnlyList<(string Action, string Condition, int Number)> Rollbacks(Service service) =>
        [.. service.PlanMsi().Sequence("InstallExecuteSequence").Where(step => step.Action.StartsWith("RollBack", StringComparison.Ordinal))];
}
