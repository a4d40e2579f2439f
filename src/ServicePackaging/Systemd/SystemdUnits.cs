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
            files.Add(new($"{name}.socket", Text(definition, GeneratedTexts.SocketUnit, SocketUnit.Create)));
            units.Add($"{name}.socket");
        }

        if (definition.Timers.Count > 0)
        {
            files.Add(new($"{name}.timer", Text(definition, GeneratedTexts.TimerUnit, TimerUnit.Create)));
            units.Add($"{name}.timer");
        }

        if (definition.Instances.Count == 0)
        {
            files.Add(new($"{name}.service", Text(definition, GeneratedTexts.ServiceUnit, ServiceUnit.Create)));

            // A service on a schedule is the timer's to start, and one on demand its socket's.
            if (definition.Timers.Count == 0 && !definition.IsOnDemand)
            {
                units.Add($"{name}.service");
            }
        }
        else
        {
            files.Add(new($"{name}@.service", Text(definition.ForInstance(ServiceDefinition.AnyInstance, '/'), GeneratedTexts.ServiceUnit, ServiceUnit.Create)));
            foreach (var instance in definition.Instances)
            {
                // Instance names hold only what a unit's name may hold: %i, the directories and the command line see the same name.
                var unit = $"{name}@{instance.Name}.service";
                units.Add(unit);
                if (instance.IsOwnKind)
                {
                    // systemd.unit(5): a file of the instance's own name comes before that of the template.
                    files.Add(new(unit, ServiceUnit.Create(instance.Service).ToString()));
                }
            }
        }

        string[] startedByOthers = definition.Instances.Count == 0 && !units.Contains($"{name}.service") ? [$"{name}.service"] : [];
        return new SystemdUnits { Files = files, Units = units, StoppedUnits = [.. units, .. startedByOthers], Scope = definition.Scope };
    }

    private static string Text(ServiceDefinition definition, string key, Func<ServiceDefinition, UnitFile> create) =>
        definition.Templates.TryGetValue(key, out var replacement) ? replacement : create(definition).ToString();
}
