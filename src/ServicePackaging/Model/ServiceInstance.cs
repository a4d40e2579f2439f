namespace ServicePackaging.Model;

/// <summary>One of several named instances of a service.</summary>
/// <param name="Service">The service as this instance is it: a whole definition with places of its own,
/// and what was said of it alone.</param>
/// <param name="HasOverrides">Whether it overrides a setting that its process is started with, so that it needs a unit of its own.</param>
public sealed record ServiceInstance(ServiceDefinition Service, bool HasOverrides)
{
    /// <summary>The instance's name.</summary>
    public string Name => Service.Instance;
}
