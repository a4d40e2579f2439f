using ServicePackaging.Model;

namespace ServicePackaging.Control;

/// <summary>The names that the management commands of all platforms have in common.</summary>
internal abstract record ControlModel
{
    /// <summary>Describes the services.</summary>
    /// <param name="definition">The service.</param>
    /// <param name="services">The services that the command manages.</param>
    /// <param name="quote">Quotes a word in the script's language.</param>
    protected ControlModel(ServiceDefinition definition, IReadOnlyList<ControlledService> services, Func<string, string> quote)
    {
        var instances = services.Where(service => service.Instance.Length > 0).ToList();
        Command = definition.ControlCommand ?? "";
        Display = definition.DisplayName;
        Version = definition.Package.Version.ToNormalizedString();
        Units = string.Join(' ', services.Select(service => quote(service.Unit)));
        Instances = [.. instances.Select(service => new ControlInstanceModel { Name = service.Instance, Unit = quote(service.Unit) })];
        InstanceNames = string.Join(' ', instances.Select(service => service.Instance));
        InstanceUsage = instances.Count > 0 ? " [INSTANCE]" : "";
        Addresses =
        [
            .. from service in services
               let url = service.Url
               where url is not null
               select new ControlAddressModel { Unit = quote(service.Unit), Url = quote(url) },
        ];
        Logs =
        [
            .. from service in services
               where service.Logs.Count > 0
               select new ControlLogModel { Unit = quote(service.Unit), Paths = string.Join(' ', service.Logs) },
        ];
    }

    /// <summary>The name of the command (<c>ServiceControlCommand</c>).</summary>
    public string Command { get; }

    /// <summary>The display name of the service.</summary>
    public string Display { get; }

    /// <summary>The version of the package.</summary>
    public string Version { get; }

    /// <summary>The names that the service manager has for the services, as words of the script.</summary>
    public string Units { get; }

    /// <summary>The instances (<c>ServiceInstance</c>).</summary>
    public IReadOnlyList<ControlInstanceModel> Instances { get; }

    /// <summary>The names of the instances, separated by spaces; empty without any.</summary>
    public string InstanceNames { get; }

    /// <summary>The part of the usage about instances, with a space before it; empty without instances.</summary>
    public string InstanceUsage { get; }

    /// <summary>The services that answer at an address (<c>ServiceHealthUrl</c>).</summary>
    public IReadOnlyList<ControlAddressModel> Addresses { get; }

    /// <summary>The services that print to files.</summary>
    public IReadOnlyList<ControlLogModel> Logs { get; }
}

/// <summary>An instance that the command manages.</summary>
internal sealed record ControlInstanceModel
{
    /// <summary>The name of the instance.</summary>
    public required string Name { get; init; }

    /// <summary>The name that the service manager has for it, as a word of the script.</summary>
    public required string Unit { get; init; }
}

/// <summary>A service that answers at an address.</summary>
internal sealed record ControlAddressModel
{
    /// <summary>The name that the service manager has for it, as a word of the script.</summary>
    public required string Unit { get; init; }

    /// <summary>The address, as a word of the script.</summary>
    public required string Url { get; init; }
}

/// <summary>A service that prints to files.</summary>
internal sealed record ControlLogModel
{
    /// <summary>The name that the service manager has for it, as a word of the script.</summary>
    public required string Unit { get; init; }

    /// <summary>The files, as words of the script.</summary>
    public required string Paths { get; init; }
}
