using ServicePackaging.Model;
using ServicePackaging.Values;

namespace ServicePackaging.Systemd;

/// <summary>The .timer unit (systemd.timer(5)).</summary>
internal static class TimerUnit
{
    private const string Timer = "Timer";

    private static readonly TimeSpan CoarseInterval = TimeSpan.FromHours(1);

    public static UnitFile Create(ServiceDefinition definition)
    {
        var unit = new UnitFile().Add("Unit", "Description", $"Schedule of {UnitSyntax.EscapeSpecifiers(definition.DisplayName)}");
        foreach (var timer in definition.Timers)
        {
            unit.Add(Timer, "OnCalendar", timer.Calendar is { } calendar ? UnitSyntax.EscapeSpecifiers(calendar) : null);
            if (timer.Every is { } every)
            {
                // The first run after boot or installation is due at once, the next ones count from there.
                unit.Add(Timer, "OnActiveSec", "0").Add(Timer, "OnUnitActiveSec", DurationText.ToSystemd(every));
            }
        }

        var delays = definition.Timers.Select(timer => timer.RandomDelay).OfType<TimeSpan>().ToList();
        unit.Add(Timer, "RandomizedDelaySec", delays.Count > 0 ? DurationText.ToSystemd(delays.Max()) : null);
        unit.Add(Timer, "Persistent", definition.Timers.Any(timer => timer is { Calendar: not null, Persistent: true }) ? "yes" : null);
        if (definition.Timers.Any(timer => timer.Every < CoarseInterval))
        {
            // systemd's default accuracy of one minute, within which it may combine timers, would be longer than a short interval itself.
            unit.Add(Timer, "AccuracySec", "1s");
        }

        unit.Add("Install", "WantedBy", "timers.target");
        return ServiceUnit.ApplyDirectives(unit, definition, Timer);
    }
}
