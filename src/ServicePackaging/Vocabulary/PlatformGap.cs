using System.Globalization;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Values;

namespace ServicePackaging.Vocabulary;

/// <summary>Something that a definition may ask for and a platform does not have.</summary>
/// <param name="Subject">The property or item.</param>
/// <param name="Value">What was asked for; null where it was not.</param>
/// <param name="Instead">What happens instead.</param>
/// <param name="InsteadForUser">What happens instead to a service of each user's, where that is something else.</param>
internal sealed record PlatformGap(string Subject, Func<ServiceDefinition, object?> Value, string Instead, string? InsteadForUser = null)
{
    /// <summary>The limits that are a control group's of Linux.</summary>
    /// <param name="instead">What happens instead.</param>
    public static IEnumerable<PlatformGap> ControlGroups(string instead) =>
    [
        new("ServiceMemoryMax", definition => definition.Limits.MemoryMax, instead),
        new("ServiceMemoryHigh", definition => definition.Limits.MemoryHigh, instead),
        new("ServiceMemorySwapMax", definition => definition.Limits.MemorySwapMax, instead),
        new("ServiceCpuQuota", definition => definition.Limits.CpuQuota is { } quota ? $"{quota.ToString(CultureInfo.InvariantCulture)}%" : null, instead),
        new("ServiceCpuWeight", definition => definition.Limits.CpuWeight, instead),
        new("ServiceIoWeight", definition => definition.Limits.IoWeight, instead),
        new("ServiceTasksMax", definition => definition.Limits.Tasks, instead),
    ];

    /// <summary>A duration as messages have it; null where there is none.</summary>
    public static string? Duration(TimeSpan? duration) => duration is { } time ? DurationText.ToSystemd(time) : null;

    /// <summary>Reports what is asked for in vain.</summary>
    /// <param name="gaps">What the platform does not have.</param>
    /// <param name="manager">How a message calls the platform's service manager.</param>
    /// <param name="definition">What is asked for.</param>
    /// <param name="diagnostics">Receives the findings.</param>
    public static void Report(IEnumerable<PlatformGap> gaps, string manager, ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        foreach (var gap in gaps)
        {
            if (gap.Value(definition) is { } value)
            {
                var instead = definition.Scope == ServiceScope.User ? gap.InsteadForUser ?? gap.Instead : gap.Instead;
                diagnostics.Report(DiagnosticCatalog.NotOnThisPlatform, gap.Subject, value, manager, instead);
            }
        }
    }
}
