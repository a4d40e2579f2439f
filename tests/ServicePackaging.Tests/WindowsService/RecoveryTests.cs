using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.WindowsService;

/// <summary>What the service manager does when a service fails: the arguments of sc.exe.</summary>
public sealed class RecoveryTests
{
    [Theory]
    [InlineData("", "reset= 86400 actions= restart/5000/restart/5000/restart/5000")]
    [InlineData("ServiceRestartDelay=1500ms", "reset= 86400 actions= restart/1500/restart/1500/restart/1500")]
    [InlineData("ServiceRestartLimit=1;ServiceRestartWindow=1min", "reset= 60 actions= \"\"")]
    [InlineData("ServiceRestartLimit=3;ServiceRestartWindow=1h", "reset= 3600 actions= restart/5000/restart/5000/\"\"/0")]
    public void A_policy_becomes_a_row_of_actions_of_which_the_last_is_for_all_later_failures(string settings, string expected) =>
        Assert.Equal($"\"[System64Folder]sc.exe\" failure \"acme\" {expected}", Command(settings));

    [Fact]
    public void Actions_that_are_declared_one_by_one_are_used_unchanged() => Assert.EndsWith(
        " reset= 86400 actions= restart/1000/reboot/60000/\"\"/0",
        Of(new Service().Item("ServiceFailureAction", "Restart", ("Delay", "1s")).Item("ServiceFailureAction", "Reboot", ("Delay", "1min")).Item("ServiceFailureAction", "None", ("Delay", "0s"))),
        StringComparison.Ordinal);

    [Fact]
    public void Errors_that_a_service_reports_count_as_failures() =>
        Assert.Equal("1", new Service().OnWindows().PlanMsiWithoutFindings().Cell("MsiServiceConfig", "OnError", "Argument"));

    [Fact]
    public void Never_is_never()
    {
        var planned = new Service().OnWindows().With("ServiceRestart", "Never").PlanMsiWithoutFindings();
        Assert.False(planned.Has("CustomAction", "SetRecovery") || planned.Has("MsiServiceConfig", "OnError"));
    }

    [Fact]
    public void A_failure_of_sc_does_not_end_an_installation() =>
        Assert.Equal("3170", new Service().OnWindows().PlanMsiWithoutFindings().Cell("CustomAction", "SetRecovery", "Type"));

    [Fact]
    public void A_limit_that_does_not_fit_into_a_command_line_is_ignored_and_reported()
    {
        var planned = new Service().OnWindows().With("ServiceRestartLimit", "101").With("ServiceRestartWindow", "1h").PlanMsi();

        Assert.Equal(["SVCPKG2011"], planned.Codes);
        Assert.EndsWith("restart/5000/restart/5000/restart/5000", planned.Cell("CustomAction", "SetRecovery", "Target"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_limit_up_to_there_fits() => Assert.EndsWith("/\"\"/0", Command("ServiceRestartLimit=100;ServiceRestartWindow=1h"), StringComparison.Ordinal);

    private static string Command(string settings) => Of(settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Split('='))
        .Aggregate(new Service(), (service, words) => service.With(words[0], words[1])));

    private static string Of(Service service) => service.OnWindows().PlanMsiWithoutFindings().Cell("CustomAction", "SetRecovery", "Target");
}
