namespace ServicePackaging.Model;

/// <summary>A schedule that starts the service.</summary>
/// <param name="Calendar">Points in time as systemd.time(7) writes calendar events, or null.</param>
/// <param name="Every">The interval, or null.</param>
/// <param name="RandomDelay">The maximum random delay of a start.</param>
/// <param name="Persistent">Whether a start that was missed while the machine was off happens later.</param>
public sealed record ServiceTimer(string? Calendar, TimeSpan? Every, TimeSpan? RandomDelay, bool Persistent);
