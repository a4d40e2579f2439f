using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Systemd;

/// <summary>A service that fails again and again.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public void It_waits_longer_each_time_and_ends_as_failed_after_hours()
    {
        var lines = Lines(new Service());

        Assert.Contains("RestartSec=5s", lines);
        Assert.Contains("RestartSteps=4", lines);
        Assert.Contains("RestartMaxDelaySec=1min", lines);
        // At five seconds each, which is what systemd before 254 waits, 360 starts take half an hour; at a minute each, six hours.
        Assert.Contains("StartLimitBurst=360", lines);
        Assert.Contains("StartLimitIntervalSec=12h", lines);
    }

    [Theory]
    [InlineData("1s", "StartLimitIntervalSec=60h", "StartLimitBurst=1800")]
    [InlineData("2min", "StartLimitIntervalSec=45min", "StartLimitBurst=15")]
    [InlineData("1h", "StartLimitIntervalSec=610min", "StartLimitBurst=10")]
    public void A_delay_of_the_developer_stays_and_the_limit_follows_it(string delay, string interval, string burst)
    {
        var lines = Lines(new Service().With("ServiceRestartDelay", delay));

        Assert.DoesNotContain(lines, line => line.StartsWith("RestartSteps", StringComparison.Ordinal));
        Assert.Contains(interval, lines);
        Assert.Contains(burst, lines);
    }

    [Fact]
    public void A_limit_of_the_developer_is_the_limit()
    {
        var lines = Lines(new Service().With("ServiceRestartLimit", "3").With("ServiceRestartWindow", "5min"));

        Assert.Contains("StartLimitBurst=3", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("RestartSteps", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ServiceRestart", "Never")]
    public void What_is_not_restarted_has_no_limit(string property, string value) =>
        Assert.Contains("StartLimitIntervalSec=0", Lines(new Service().With(property, value)));

    private static string[] Lines(Service service) => service.PlanWithoutFindings().Text("/usr/lib/systemd/system/acme.service").Split('\n');
}
