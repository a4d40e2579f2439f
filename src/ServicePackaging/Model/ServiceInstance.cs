namespace ServicePackaging.Model;

/// <summary>One of several named instances of a service.</summary>
/// <param name="Service">The service as this instance is it: a whole definition with places of its own,
/// and what was said of it alone.</param>
/// <param name="IsOwnKind">Whether something was said of it alone that its process is started with.</param>
public sealed record ServiceInstance(ServiceDefinition Service, bool IsOwnKind)
{
    /// <summary>The instance's name.</summary>
    public string Name => Service.Instance;
}
