using ServicePackaging.Model;

namespace ServicePackaging.Linux;

/// <summary>Which programs of the system a generated unit or the management command runs.</summary>
internal static class CalledTools
{
    /// <summary>Whether a unit sends its reload signal with <c>/bin/kill</c>.</summary>
    public static bool NeedsKill(ServiceDefinition definition) =>
        definition.Services.Any(service => service.Process.ReloadSignal is not null);

    /// <summary>Whether the management command requests an address, with curl or wget.</summary>
    public static bool RequestsHealth(ServiceDefinition definition) =>
        definition.ControlCommand is not null && definition.Services.Any(service => service.HealthUrl is not null);
}
