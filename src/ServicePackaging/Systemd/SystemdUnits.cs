using ServicePackaging.Model;

namespace ServicePackaging.Systemd;

/// <summary>A service in systemd's terms.</summary>
public sealed record SystemdUnits
{
    /// <summary>The files by name, such as <c>acme.service</c> or <c>acme@.service</c>.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Files { get; init; }

    /// <summary>The units that are enabled and started, in the order in which they start.</summary>
    public required IReadOnlyList<string> Units { get; init; }

    /// <summary>The units that are stopped: those, and the service that only a timer or socket starts.</summary>
    public required IReadOnlyList<string> StoppedUnits { get; init; }

    /// <summary>The services themselves, no matter what starts them.</summary>
    public required IReadOnlyList<string> Services { get; init; }

    /// <summary>Which manager they belong to.</summary>
    public required ServiceScope Scope { get; init; }

    /// <summary>The service in systemd's terms.</summary>
    public static SystemdUnits Create(ServiceDefinition definition)
    {
        var name = definition.Name;
        var files = new List<KeyValuePair<string, string>>();
        var units = new List<string>();
        if (definition.Sockets.Count > 0)
        {
            Add(definition, ".socket", SystemdTemplates.SocketUnit, SocketUnit.Create, files);
            units.AddRange(Names(definition, ".socket"));
        }

        if (definition.Timers.Count > 0)
        {
            files.Add(new($"{name}.timer", Text(definition, SystemdTemplates.TimerUnit, TimerUnit.Create)));
            units.Add($"{name}.timer");
        }

        Add(definition, ".service", SystemdTemplates.ServiceUnit, ServiceUnit.Create, files);
        files.AddRange(DirectoriesUnits(definition));
        if (LogrotateUnits.AreFor(definition))
        {
            files.AddRange(LogrotateUnits.Files(definition));
        }

        // The timer starts a scheduled service, and the socket starts one on demand.
        var services = Names(definition, ".service").ToList();
        if (definition.Timers.Count == 0 && !definition.IsOnDemand)
        {
            units.AddRange(services);
        }

        return new SystemdUnits
        {
            Files = files,
            Units = units,
            StoppedUnits = [.. units.Union(services)],
            Services = services,
            Scope = definition.Scope,
        };
    }

    /// <summary>The unit of a service, or of an instance of it. Instance names contain only what a unit's name may contain: %i, the
    /// directories and the command line see the same name.</summary>
    internal static string UnitOf(string service, string instance, string suffix = ".service") =>
        instance.Length > 0 ? $"{service}@{instance}{suffix}" : service + suffix;

    /// <summary>The template of an instance's unit: <c>acme@.service</c> for <c>acme@one.service</c>.</summary>
    internal static string TemplateOf(string unit) =>
        unit[..(unit.IndexOf('@', StringComparison.Ordinal) + 1)] + unit[unit.LastIndexOf('.')..];

    private static IEnumerable<string> Names(ServiceDefinition definition, string suffix) =>
        definition.Services.Select(service => UnitOf(definition.Name, service.Instance, suffix));

    // What all services have in common.
    private static ServiceDefinition Template(ServiceDefinition definition) =>
        definition.Instances.Count == 0 ? definition : definition.ForInstance(ServiceDefinition.AnyInstance, '/');

    private static void Add(
        ServiceDefinition definition,
        string suffix,
        string key,
        Func<ServiceDefinition, UnitFile> create,
        List<KeyValuePair<string, string>> files)
    {
        files.Add(new(definition.Name + (definition.Instances.Count > 0 ? "@" : "") + suffix, Text(Template(definition), key, create)));
        foreach (var instance in definition.Instances.Where(instance => instance.HasOverrides && !definition.Templates.ContainsKey(key)))
        {
            // systemd.unit(5): a file with the full name of the instance takes precedence over the template.
            var own = create(instance.Service).ToString();
            if (own != create(definition.ForInstance(instance.Name, '/')).ToString())
            {
                files.Add(new(UnitOf(definition.Name, instance.Name, suffix), own));
            }
        }
    }

    // One unit serves all instances that use the template.
    private static IEnumerable<KeyValuePair<string, string>> DirectoriesUnits(ServiceDefinition definition) =>
        from service in definition.Instances
            .Where(instance => instance.HasOverrides)
            .Select(instance => instance.Service)
            .Prepend(Template(definition))
        let name = DirectoriesUnit.NameFor(service)
        where name is not null
        let instance = service.Instance == ServiceDefinition.AnyInstance ? "" : service.Instance
        select KeyValuePair.Create(name.Replace("%i", instance, StringComparison.Ordinal), DirectoriesUnit.Create(service).ToString());

    private static string Text(ServiceDefinition definition, string key, Func<ServiceDefinition, UnitFile> create) =>
        definition.Templates.TryGetValue(key, out var replacement) ? replacement : create(definition).ToString();
}
