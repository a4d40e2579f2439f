using ServicePackaging.Model;

namespace ServicePackaging.Control;

/// <summary>One service that the management command speaks of.</summary>
/// <param name="Instance">The instance's name; empty where there are no instances.</param>
/// <param name="Unit">The name that the platform's service manager has for it.</param>
/// <param name="Url">What its health is asked at, or null.</param>
internal sealed record ControlledService(string Instance, string Unit, string? Url)
{
    /// <summary>The files that it prints to, as words of the script.</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];
}

/// <summary>The management command of a package: one small script with the same words on every platform.</summary>
internal static class ControlCommand
{
    /// <summary>The services of a definition.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="unitOf">The name that the service manager has for an instance; empty for the service without instances.</param>
    /// <param name="logsOf">The files that a service prints to, as words of the script; none where the platform has its own log.</param>
    public static IReadOnlyList<ControlledService> Services(
        ServiceDefinition definition, Func<string, string> unitOf, Func<ServiceDefinition, IReadOnlyList<string>>? logsOf = null) =>
    [
        .. from service in definition.Services
           let logs = logsOf?.Invoke(service) ?? []
           select new ControlledService(service.Instance, unitOf(service.Instance), UrlOf(service)) { Logs = logs },
    ];

    private static string? UrlOf(ServiceDefinition service) =>
        service.HealthUrl?.Replace(ServiceDefinition.AnyInstance, service.Instance, StringComparison.Ordinal);
}
