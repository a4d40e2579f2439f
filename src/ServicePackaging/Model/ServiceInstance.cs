namespace ServicePackaging.Model;

/// <summary>One of several named instances of a service.</summary>
/// <param name="Service">The service as this instance runs it: a complete definition with its own directories and its own settings.</param>
/// <param name="HasOverrides">Whether it overrides a setting that its process is started with, so that it needs its own unit.</param>
public sealed record ServiceInstance(ServiceDefinition Service, bool HasOverrides)
{
    /// <summary>The instance's name.</summary>
    public string Name => Service.Instance;
}
