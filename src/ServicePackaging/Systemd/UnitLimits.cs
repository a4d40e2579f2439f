using ServicePackaging.Model;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Systemd;

/// <summary>The limits of a service as directives of its unit (systemd.resource-control(5), systemd.exec(5)),
/// in the order of the unit.</summary>
internal static class UnitLimits
{
    /// <summary>The properties, and the directives that take their values as they are.</summary>
    public static readonly IReadOnlyList<(ServiceProperty Property, string Directive)> Rows =
    [
        (ServiceProperties.MemoryHigh, "MemoryHigh"),
        (ServiceProperties.MemoryMax, "MemoryMax"),
        (ServiceProperties.MemorySwapMax, "MemorySwapMax"),
        (ServiceProperties.CpuQuota, "CPUQuota"),
        (ServiceProperties.CpuWeight, "CPUWeight"),
        (ServiceProperties.IoWeight, "IOWeight"),
        (ServiceProperties.TasksMax, "TasksMax"),
        (ServiceProperties.OpenFilesLimit, "LimitNOFILE"),
        (ServiceProperties.ProcessLimit, "LimitNPROC"),
        (ServiceProperties.OomScoreAdjust, "OOMScoreAdjust"),
    ];

    /// <summary>Adds the limits that a service has to its unit.</summary>
    public static void Add(UnitFile unit, string section, ServiceDefinition definition)
    {
        foreach (var (property, directive) in Rows)
        {
            unit.Add(section, directive, property.FindValue(definition));
        }
    }
}
