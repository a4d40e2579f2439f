using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Msi;

/// <summary>The order of the actions of an installation.</summary>
public sealed class MsiSequenceTests
{
    // Microsoft, "Suggested InstallExecuteSequence", "Suggested InstallUISequence", "Suggested AdminExecuteSequence" and "Suggested AdvtExecuteSequence".
    private static readonly string[] Order =
    [
        "FindRelatedProducts", "AppSearch", "LaunchConditions", "ValidateProductID", "CostInitialize", "FileCost", "CostFinalize", "MigrateFeatureStates", "ExecuteAction",
        "InstallValidate", "InstallInitialize", "RemoveExistingProducts", "ProcessComponents", "UnpublishFeatures", "StopServices", "DeleteServices", "RemoveRegistryValues",
        "RemoveEnvironmentStrings", "RemoveFiles", "RemoveFolders", "CreateFolders", "InstallAdminPackage", "InstallFiles", "WriteRegistryValues", "WriteEnvironmentStrings", "InstallServices",
        "MsiConfigureServices", "StartServices", "RegisterUser", "RegisterProduct", "PublishFeatures", "PublishProduct", "InstallFinalize",
    ];

    // Where each kind of custom action has to be: after the first, before the second.
    private static readonly (string Action, string After, string Before)[] Places =
    [
        ("KeepInstallFolder", "AppSearch", "CostInitialize"),
        ("RepairWhenInstalled", "AppSearch", "CostInitialize"),
        ("SetInstallLocation", "CostFinalize", "InstallValidate"),
        ("RollBackStart", "RemoveExistingProducts", "StopServices"),
        ("RollBackRecovery", "RemoveExistingProducts", "StopServices"),
        ("RollBackOnError", "RemoveExistingProducts", "StopServices"),
        ("RollBackSid", "RemoveExistingProducts", "StopServices"),
        ("RollBackPrivileges", "RemoveExistingProducts", "StopServices"),
        ("RollBackDelayed", "RemoveExistingProducts", "StopServices"),
        ("RunBeforeRemove", "RemoveExistingProducts", "StopServices"),
        ("WaitForStop", "UnpublishFeatures", "StopServices"),
        ("RestoreFirewallRule", "RemoveExistingProducts", "StopServices"),
        ("RemoveFirewallRule", "RemoveExistingProducts", "StopServices"),
        ("ForgetAccess", "RemoveExistingProducts", "RemoveRegistryValues"),
        ("RestoreConfiguration", "DeleteServices", "RemoveFiles"),
        ("WithdrawConfiguration", "DeleteServices", "RemoveFiles"),
        ("RemoveKeepers", "DeleteServices", "RemoveFiles"),
        ("Purge", "RemoveFolders", "CreateFolders"),
        ("RefuseLinkedDirectories", "RemoveFolders", "CreateFolders"),
        ("RefuseLinkedInstallFolder", "RemoveFolders", "CreateFolders"),
        ("MoveForeignPrograms", "CreateFolders", "InstallFiles"),
        ("MoveForeignData", "CreateFolders", "InstallFiles"),
        ("InheritAccess", "CreateFolders", "InstallFiles"),
        ("RollBackConfiguration", "InstallFiles", "InstallServices"),
        ("CreateConfiguration", "InstallFiles", "InstallServices"),
        ("RunAfterInstall", "WriteRegistryValues", "InstallServices"),
        ("RunAfterUpgrade", "WriteRegistryValues", "InstallServices"),
        ("AddFirewallRule", "InstallFiles", "StartServices"),
        ("SetRecovery", "MsiConfigureServices", "StartServices"),
        ("KeepDemand", "MsiConfigureServices", "StartServices"),
        ("KeepDisabled", "MsiConfigureServices", "StartServices"),
    ];

    private static readonly string[] Tables =
        ["InstallExecuteSequence", "InstallUISequence", "AdminExecuteSequence", "AdminUISequence", "AdvtExecuteSequence"];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(30)]
    public void Every_action_has_its_position_and_its_own_number(int instances)
    {
        var planned = Busy(instances).PlanMsiWithoutFindings();

        Assert.All(Tables, table =>
        {
            var sequence = planned.Sequence(table);
            Assert.Distinct(sequence.Select(step => step.Number));
            Assert.Equal(Order.Intersect(sequence.Select(step => step.Action)), sequence.Select(step => step.Action).Intersect(Order));
        });
        var execute = planned.Sequence("InstallExecuteSequence").Select(step => step.Action).ToList();
        var own = execute.Except(Order).Where(action => !action.StartsWith("RollBackFirewall", StringComparison.Ordinal)).ToList();
        Assert.All(own, action =>
        {
            var place = Assert.Single(Places, place => action.TrimEnd("0123456789".ToCharArray()) == place.Action);
            Assert.InRange(execute.IndexOf(action), execute.IndexOf(place.After) + 1, execute.IndexOf(place.Before) - 1);
        });
    }

    [Fact]
    public void What_is_done_to_the_machine_is_done_between_InstallInitialize_and_InstallFinalize()
    {
        var planned = Busy(2).PlanMsiWithoutFindings();
        var execute = planned.Sequence("InstallExecuteSequence").Select(step => step.Action).ToList();
        var inScript = planned.Plan.Package.Rows.Where(row => row.Table.Name == "CustomAction" && (row["Type"].Number & 1024) != 0).Select(row => row.Key).ToList();

        Assert.NotEmpty(inScript);
        Assert.All(inScript, action => Assert.InRange(execute.IndexOf(action), execute.IndexOf("InstallInitialize") + 1, execute.IndexOf("InstallFinalize") - 1));
        Assert.All(inScript, action => Assert.DoesNotContain(planned.Sequence("InstallUISequence"), step => step.Action == action));
    }

    [Fact]
    public void The_action_that_removes_a_rule_precedes_the_one_that_adds_it()
    {
        var execute = Busy(1).PlanMsiWithoutFindings().Sequence("InstallExecuteSequence").Select(step => step.Action).ToList();
        Assert.All(Enumerable.Range(1, 10), number => Assert.Equal(execute.IndexOf($"AddFirewallRule{number}") - 1, execute.IndexOf($"RollBackFirewallRule{number}")));
    }

    [Fact]
    public void Nothing_is_between_the_start_of_the_changes_and_the_removal_of_older_versions()
    {
        var execute = Busy(1).PlanMsiWithoutFindings().Sequence("InstallExecuteSequence").Select(step => step.Action).ToList();
        Assert.Equal(execute.IndexOf("InstallInitialize") + 1, execute.IndexOf("RemoveExistingProducts"));
    }

    [Fact]
    public void Every_action_is_defined_and_every_defined_action_is_done()
    {
        var planned = Busy(3).PlanMsiWithoutFindings();
        Assert.Equal(
            planned.Plan.Package.Rows.Where(row => row.Table.Name == "CustomAction").Select(row => row.Key).Order(StringComparer.Ordinal),
            Tables.SelectMany(table => planned.Sequence(table).Select(step => step.Action)).Except(Order).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(31, 0, 0, 0)]
    [InlineData(40, 0, 0, 0)]
    [InlineData(400, 0, 0, 0)]
    [InlineData(0, 0, 26, 0)]
    [InlineData(0, 200, 0, 0)]
    [InlineData(0, 0, 0, 100)]
    public void More_actions_than_numbers_are_an_error(int instances, int hooks, int rules, int configs)
    {
        // What a plan refuses the build reports as SVCPKG3012.
        var exception = Assert.Throws<ArgumentException>(Busy(instances, hooks, rules, configs).PlanMsi);
        Assert.Contains("more service instances, hooks, firewall rules or configuration files than fit", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(31, true)]
    public void A_package_has_room_for_29_instances_that_are_delayed_and_hardened(int instances, bool isRefused)
    {
        var service = Busy(instances, hooks: 3, rules: 0, configs: 0).With("ServiceStartMode", "Delayed").With("ServiceHardening", "Strict");

        Assert.Equal(isRefused, Record.Exception(service.PlanMsi) is ArgumentException);
    }

    [Fact]
    public void Hooks_run_in_the_order_of_their_declaration()
    {
        var execute = Busy(0).PlanMsiWithoutFindings().Sequence("InstallExecuteSequence").Select(step => step.Action);
        Assert.Equal(["RunBeforeRemove3", "RunBeforeRemove6", "RunBeforeRemove9"], execute.Where(action => action.StartsWith("RunBeforeRemove", StringComparison.Ordinal)));
    }

    private static Service Busy(int instances, int hooks = 10, int rules = 10, int configs = 5)
    {
        string[] stages = ["AfterInstall", "AfterUpgrade", "BeforeRemove"];
        var service = new Service().OnWindows();
        service = Enumerable.Range(1, instances).Aggregate(service, (all, number) => all.Item("ServiceInstance", $"i{number}"));
        service = Enumerable.Range(0, hooks).Aggregate(service, (all, number) => all.Source($"h{number}.ps1").Item("ServicePackageScript", $"h{number}.ps1", ("Stage", stages[number % 3])));
        service = Enumerable.Range(1, rules).Aggregate(service, (all, number) => all.Item("WindowsFirewallRule", $"{number}"));
        return Enumerable.Range(0, configs).Aggregate(service, (all, number) => all.Source($"c{number}.json").Item("ServiceConfigFile", $"c{number}.json"));
    }
}
