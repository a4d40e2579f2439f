using ServicePackaging.Model;
using ServicePackaging.Templates;

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
    /// <param name="logsOf">The files that a service prints to, as words of the script; none where the platform has a log of its own.</param>
    public static IReadOnlyList<ControlledService> Services(
        ServiceDefinition definition, Func<string, string> unitOf, Func<ServiceDefinition, IReadOnlyList<string>>? logsOf = null) =>
        [.. definition.Services.Select(service => new ControlledService(service.Instance, unitOf(service.Instance), UrlOf(service)) { Logs = logsOf?.Invoke(service) ?? [] })];

    private static string? UrlOf(ServiceDefinition service) => service.HealthUrl?.Replace(ServiceDefinition.AnyInstance, service.Instance, StringComparison.Ordinal);

    /// <summary>The script.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="key">Which of <see cref="GeneratedTexts"/>.</param>
    /// <param name="services">What it manages.</param>
    /// <param name="quote">How a word is written in the script's language.</param>
    /// <param name="further">What one platform's template uses beside the common names.</param>
    public static string Create(
        ServiceDefinition definition, string key, IReadOnlyList<ControlledService> services, Func<string, string> quote, object further)
    {
        var instances = services.Where(service => service.Instance.Length > 0).ToList();
        return TemplateRenderer.Render(definition, key, new
        {
            command = definition.ControlCommand,
            display = definition.DisplayName,
            version = definition.Package.Version.ToNormalizedString(),
            units = string.Join(' ', services.Select(service => quote(service.Unit))),
            instances = instances.Select(service => new { name = service.Instance, unit = quote(service.Unit) }).ToList(),
            instanceNames = string.Join(' ', instances.Select(service => service.Instance)),
            instanceUsage = instances.Count > 0 ? " [INSTANCE]" : "",
            addresses = services.Where(service => service.Url is not null).Select(service => new { unit = quote(service.Unit), url = quote(service.Url!) }).ToList(),
            logs = services.Where(service => service.Logs.Count > 0).Select(service => new { unit = quote(service.Unit), paths = string.Join(' ', service.Logs) }).ToList(),
            further,
        });
    }
}
