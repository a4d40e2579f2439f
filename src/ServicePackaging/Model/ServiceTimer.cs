namespace ServicePackaging.Model;

/// <summary>A schedule that starts the service.</summary>
/// <param name="Calendar">Points in time as systemd.time(7) writes calendar events, or null.</param>
/// <param name="Every">The interval, or null.</param>
/// <param name="RandomDelay">How far a start may be put off at random.</param>
/// <param name="Persistent">Whether a start that was missed while the machine was off is made up for.</param>
public sealed record ServiceTimer(string? Calendar, TimeSpan? Every, TimeSpan? RandomDelay, bool Persistent);
