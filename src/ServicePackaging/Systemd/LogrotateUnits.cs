using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Systemd;

/// <summary>The timer and the service that rotate the log files of a user's service as that user. Root must not rotate files in a home,
/// because its owner may replace them by links.</summary>
internal static class LogrotateUnits
{
    /// <summary>The program.</summary>
    public const string Program = "/usr/sbin/logrotate";

    private const string Timer = "Timer";
    private const string Service = "Service";

    /// <summary>Whether a service needs them.</summary>
    public static bool AreFor(ServiceDefinition definition) => definition.Scope == ServiceScope.User && definition.Logs.Count > 0;

    /// <summary>The timer's name.</summary>
    public static string TimerOf(ServiceDefinition definition) => $"{definition.Name}-logrotate.timer";

    /// <summary>The path of logrotate's configuration.</summary>
    public static string ConfigurationOf(ServiceDefinition definition) => $"{definition.Layout.Config}/logrotate.conf";

    /// <summary>The files by name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Files(ServiceDefinition definition)
    {
        var name = UnitSyntax.EscapeSpecifiers(definition.DisplayName);
        // The service wants the timer, and the timer stops when it is not needed. So it runs as long as the service does, no matter who
        // enables, disables, starts or stops the service.
        yield return new(TimerOf(definition), new UnitFile()
            .Add("Unit", "Description", $"Schedule of the log rotation of {name}").Add("Unit", "StopWhenUnneeded", "yes")
            .Add(Timer, "OnCalendar", "daily").Add(Timer, "Persistent", "yes").Add(Timer, "AccuracySec", "1h")
            .ToString());
        yield return new($"{definition.Name}-logrotate.service", Rotation(definition, name).ToString());
    }

    private static UnitFile Rotation(ServiceDefinition definition, string name)
    {
        var unit = new UnitFile().Add("Unit", "Description", $"Log rotation of {name}").Add(Service, "Type", "oneshot");
        var isInHome = HomePaths.IsIn(definition.Layout.State);
        var directory = isInHome ? definition.Layout.State : $"{{{DirectoryTokens.State}}}";
        var text = new UnitText(definition);
        unit.Add(Service, "StateDirectory", isInHome ? null : UnitSyntax.Quote(UnitSyntax.EscapeSpecifiers(definition.Name)));
        return unit.Add(
            Service, "ExecStart",
            $"{Program} --state {text.PathWord(directory + "/logrotate.status")} {text.PathWord(ConfigurationOf(definition))}");
    }
}
