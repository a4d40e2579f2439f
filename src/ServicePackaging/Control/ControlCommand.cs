using ServicePackaging.Model;

namespace ServicePackaging.Control;

/// <summary>A service that the management command manages.</summary>
/// <param name="Instance">The instance's name; empty if there are no instances.</param>
/// <param name="Unit">Its name in the platform's service manager.</param>
/// <param name="Url">The address of its health check, or null.</param>
internal sealed record ControlledService(string Instance, string Unit, string? Url)
{
    /// <summary>The files that it prints to, as words of the script.</summary>
    public IReadOnlyList<string> Logs { get; init; } = [];
}

/// <summary>The management command of a package: a small script with the same subcommands on every platform.</summary>
internal static class ControlCommand
{
    /// <summary>The services of a definition.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="unitOf">Returns the service manager's name for an instance. The instance is empty for a service without
    /// instances.</param>
    /// <param name="logsOf">Returns the files that a service prints to, as words of the script; none if the platform has its own
    /// log.</param>
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
