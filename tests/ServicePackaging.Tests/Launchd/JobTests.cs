using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Launchd;

/// <summary>When launchd starts and restarts a service, and the settings of its process.</summary>
public sealed class JobTests
{
    // launchd.plist(5): KeepAlive of SuccessfulExit=false starts again what ended with another code than 0 or by a signal; either starts it when it is
    // loaded too, which is why what is not to be started is not kept alive. A service that is done when it exits is started again until it has succeeded.
    [Theory]
    [InlineData("Exec", "Automatic", "Always", "RunAtLoad true", "KeepAlive true")]
    [InlineData("Exec", "Automatic", "OnFailure", "RunAtLoad true", "KeepAlive.SuccessfulExit false")]
    [InlineData("Exec", "Automatic", "Never", "RunAtLoad true", "")]
    [InlineData("Exec", "Delayed", "Always", "RunAtLoad true", "KeepAlive true", "SVCPKG2011 ServiceStartMode")]
    [InlineData("Exec", "Disabled", "Always", "Disabled true|RunAtLoad true", "KeepAlive true")]
    [InlineData("Exec", "Disabled", "OnFailure", "Disabled true|RunAtLoad true", "KeepAlive.SuccessfulExit false")]
    [InlineData("Exec", "Manual", "Always", "RunAtLoad false", "", "SVCPKG2011 ServiceStartMode")]
    [InlineData("Exec", "Manual", "OnFailure", "RunAtLoad false", "", "SVCPKG2011 ServiceStartMode")]
    [InlineData("Exec", "Manual", "Never", "RunAtLoad false", "")]
    [InlineData("Notify", "Automatic", "OnFailure", "RunAtLoad true", "KeepAlive.SuccessfulExit false")]
    [InlineData("Simple", "Automatic", "Always", "RunAtLoad true", "KeepAlive true")]
    [InlineData("Oneshot", "Automatic", "OnFailure", "RunAtLoad true", "KeepAlive.SuccessfulExit false")]
    [InlineData("Oneshot", "Automatic", "Never", "RunAtLoad true", "")]
    [InlineData("Oneshot", "Automatic", "Always", "RunAtLoad true", "", "SVCPKG2009 ServiceType")]
    public void It_is_started(string type, string mode, string restart, string load, string keepAlive, string finding = "")
    {
        var planned = Services.OnMacOS.With("ServiceType", type).With("ServiceStartMode", mode).With("ServiceRestart", restart).PlanPkg();

        Assert.Equal(load, string.Join('|', planned.Key("Disabled").Concat(planned.Key("RunAtLoad"))));
        Assert.Equal(keepAlive, string.Join('|', planned.Key("KeepAlive")));
        Assert.Equal(finding, string.Join('|', planned.Findings.Select(found => $"{found.Descriptor.Code} {found.Message.Split(' ')[0]}")));
    }

    [Theory]
    [InlineData("0s", 0)]
    [InlineData("1ms", 1)]
    [InlineData("1500ms", 2)]
    [InlineData("10s", 10)]
    [InlineData("1000000h", int.MaxValue)]
    public void The_delay_is_the_least_time_from_start_to_start_in_whole_seconds(string delay, int seconds) =>
        Assert.Equal([$"ThrottleInterval {seconds}"], Services.OnMacOS.With("ServiceRestartDelay", delay).PlanPkg().Key("ThrottleInterval"));

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("100ms", 1)]
    [InlineData("infinity", 0)]
    public void A_service_that_does_not_stop_is_killed(string timeout, int seconds) =>
        Assert.Equal([$"ExitTimeOut {seconds}"], Services.OnMacOS.With("ServiceStopTimeout", timeout).PlanPkgWithoutFindings().Key("ExitTimeOut"));

    // A property list has only decimal numbers: 0027 is 23.
    [Theory]
    [InlineData("0027", "Default", 23)]
    [InlineData("", "Default", 23)]
    [InlineData("0077", "None", 63)]
    [InlineData("", "None", -1)]
    public void The_mask_is_a_decimal_number(string mask, string hardening, int expected)
    {
        var planned = Services.OnMacOS.With("ServiceUMask", mask).With("ServiceHardening", hardening).PlanPkgWithoutFindings();
        Assert.Equal(expected < 0 ? [] : [$"Umask {expected}"], planned.Key("Umask"));
    }

    [Fact]
    public void A_service_of_the_clock_is_not_started_at_boot_and_so_is_not_kept_alive()
    {
        var service = Services.OnMacOS.Item("ServiceTimer", "t", ("Calendar", "03:15"), ("Persistent", "false"));
        var planned = service.PlanPkg();

        Assert.Equal(["RunAtLoad false", "StartCalendarInterval.0.Hour 3", "StartCalendarInterval.0.Minute 15"], planned.Key("RunAtLoad").Concat(planned.Key("StartCalendarInterval")));
        Assert.Empty(planned.Key("KeepAlive"));
        Assert.StartsWith("ServiceRestart is 'OnFailure'", Assert.Single(planned.Findings).Message, StringComparison.Ordinal);
        Assert.Empty(service.With("ServiceRestart", "Never").PlanPkg().Findings);
    }

    [Fact]
    public void Of_several_intervals_launchd_knows_one()
    {
        var planned = Services.OnMacOS.With("ServiceRestart", "Never").Item("ServiceTimer", "a", ("Every", "1h")).Item("ServiceTimer", "b", ("Every", "90s")).PlanPkg();
        Assert.Equal(["StartInterval 3600"], planned.Key("StartInterval"));
        Assert.StartsWith("ServiceTimer Every is '90s'", Assert.Single(planned.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Directories_that_launchd_uses_before_the_program_are_created_at_installation()
    {
        var planned = Services.OnMacOS.With("ServiceWorkingDirectory", "{CacheDirectory}").Item("ServiceSocket", "{RuntimeDirectory}/s").PlanPkg();

        Assert.Contains("make_directory 0750 _acme:_acme /Library/Caches/acme", planned.Script("postinstall"), StringComparison.Ordinal);
        Assert.Contains("make_directory 0750 _acme:_acme '/Library/Application Support/acme/run'", planned.Script("postinstall"), StringComparison.Ordinal);
        Assert.Contains("Sockets.Listeners.0.SockPathName \"/Library/Application Support/acme/run/s\"", planned.Keys);
    }

    [Fact]
    public void Each_instance_listens_at_its_own_addresses()
    {
        var keys = MacPackages.KeysOf(Services.SocketInstances.OnMacOS().PlanPkg().Jobs.ToDictionary()["/Library/LaunchDaemons/acme.acme.7002.plist"]);

        Assert.Contains("Sockets.Listeners.0.SockNodeName \"127.0.0.1\"", keys);
        Assert.Contains("Sockets.Listeners.0.SockServiceName \"7002\"", keys);
        Assert.Contains("Sockets.Listeners.1.SockPathName \"/Library/Application Support/acme/run/7002/acme.sock\"", keys);
    }

    [Fact]
    public void At_a_path_that_differs_from_user_to_user_a_program_listens_itself()
    {
        var planned = Services.OnMacOS.With("ServiceScope", "User").Item("ServiceSocket", "{RuntimeDirectory}/s").Item("ServiceSocket", "8080").PlanPkg();

        Assert.Equal(
            ["8080", "{RuntimeDirectory}/s"],
            planned.Findings.Where(finding => finding.Message.StartsWith("ServiceSocket ", StringComparison.Ordinal)).Select(finding => finding.Message.Split('\'')[1]));
        Assert.Contains("Sockets.Listeners.0.SockServiceName \"8080\"", planned.Keys);
        Assert.DoesNotContain(planned.Keys, key => key.Contains("SockPathName", StringComparison.Ordinal));
    }

    // launchd starts programs with 256 open files; OPEN_MAX of sys/syslimits.h.
    [Theory]
    [InlineData(true, "", "", "")]
    [InlineData(false, "", "", "SoftResourceLimits.NumberOfFiles 10240")]
    [InlineData(false, "500", "", "SoftResourceLimits.NumberOfFiles 500|HardResourceLimits.NumberOfFiles 500")]
    [InlineData(false, "", "7", "SoftResourceLimits.NumberOfFiles 10240|SoftResourceLimits.NumberOfProcesses 7|HardResourceLimits.NumberOfProcesses 7")]
    public void A_program_that_is_not_DotNet_may_open_more_files(bool isDotNet, string files, string processes, string expected)
    {
        var planned = Services.OnMacOS.With("ServiceOpenFilesLimit", files).With("ServiceProcessLimit", processes)
            .Built(project => project with { IsDotNet = isDotNet }).With("ServiceExecutable", isDotNet ? "" : "Acme").PlanPkg();

        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), planned.Key("SoftResourceLimits").Concat(planned.Key("HardResourceLimits")));
    }

    [Fact]
    public void Each_instance_has_its_own_directories()
    {
        var jobs = Services.AllOnMacOS["instances"].With("ServiceWorkingDirectory", "{StateDirectory}").PlanPkgWithoutFindings().Services.ToDictionary();
        var keys = MacPackages.KeysOf(jobs["/Library/LaunchDaemons/acme.acme.us.plist"]);

        Assert.Equal(2, jobs.Count);
        Assert.Contains("Label \"acme.acme.us\"", keys);
        Assert.Contains("WorkingDirectory \"/Library/Application Support/acme/data/us\"", keys);
        Assert.Contains("EnvironmentVariables.STATE_DIRECTORY \"/Library/Application Support/acme/data/us\"", keys);
        Assert.Contains("EnvironmentVariables.REGION \"us\"", keys);
        Assert.Contains("StandardOutPath \"/Library/Logs/acme/us/acme.log\"", keys);
        Assert.DoesNotContain(keys, key => key.Contains("eu-west", StringComparison.Ordinal));
    }

    [Fact]
    public void The_label_is_the_services_identifier()
    {
        var finding = Assert.Single(Services.OnMacOS.Item("LaunchdKey", "Label", ("Value", "x")).PlanPkg().Findings);
        Assert.Equal("SVCPKG2009", finding.Descriptor.Code);
    }
}
