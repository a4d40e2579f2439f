using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;

namespace ServicePackaging.WindowsService;

/// <summary>When the SCM starts a service (Microsoft, "CreateServiceW", dwStartType).</summary>
internal enum ServiceStart
{
    /// <summary>At boot.</summary>
    Automatic = 2,

    /// <summary>When somebody starts it.</summary>
    Demand = 3,

    /// <summary>Not before somebody enables it.</summary>
    Disabled = 4,
}

/// <summary>A service as it is registered in the Service Control Manager. Arguments and variables may contain directory tokens.</summary>
internal sealed record ServiceRegistration
{
    // Starts after the network's transport, as a unit does after network-online.target; every Windows has it.
    private const string Transport = "Tcpip";

    /// <summary>The name that commands use.</summary>
    public required string Name { get; init; }

    /// <summary>The display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>The account it runs as.</summary>
    public required string Account { get; init; }

    /// <summary>When it is started.</summary>
    public required ServiceStart Start { get; init; }

    /// <summary>Whether an automatic start waits for the others.</summary>
    public required bool IsDelayed { get; init; }

    /// <summary>The arguments of the program.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The variables that only it sees.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    /// <summary>The services that have to be started before it.</summary>
    public required IReadOnlyList<string> Dependencies { get; init; }

    /// <summary>What happens when it fails.</summary>
    public required RecoveryActions Recovery { get; init; }

    /// <summary>How long it may take to stop when the machine shuts down.</summary>
    public required TimeSpan StopTimeout { get; init; }

    /// <summary>The only privileges it keeps, or null for all of its account's.</summary>
    public required IReadOnlyList<string>? Privileges { get; init; }

    /// <summary>The directories of the service.</summary>
    public required InstallLayout Layout { get; init; }

    /// <summary>The instance's name; empty if there are no instances.</summary>
    public required string Instance { get; init; }

    /// <summary>The services of a definition: one, or one for each instance.</summary>
    public static IReadOnlyList<ServiceRegistration> For(ServiceDefinition definition) => [.. definition.Services.Select(Create)];

    private static ServiceRegistration Create(ServiceDefinition definition)
    {
        var name = definition.Instance.Length == 0 ? definition.Name : $"{definition.Name}-{definition.Instance}";
        return new ServiceRegistration
        {
            Name = name,
            DisplayName = definition.Instance.Length == 0 ? definition.DisplayName : $"{definition.DisplayName} ({definition.Instance})",
            Description = definition.Description,
            Account = WindowsAccounts.For(definition.Account, name),
            Start = definition.StartMode switch
            {
                ServiceStartMode.Manual => ServiceStart.Demand,
                ServiceStartMode.Disabled => ServiceStart.Disabled,
                _ => ServiceStart.Automatic,
            },
            IsDelayed = definition.StartMode == ServiceStartMode.Delayed,
            Arguments = definition.Process.Arguments,
            Environment = VariablesOf(definition),
            Dependencies = [Transport, .. ServicesBefore(definition)],
            Recovery = RecoveryActions.For(definition.Restart),
            StopTimeout = definition.Process.StopTimeout,
            // Every service needs the one privilege to pass through directories (Microsoft, "SERVICE_REQUIRED_PRIVILEGES_INFO").
            Privileges = definition.Hardening == ServiceHardening.Strict ? ["SeChangeNotifyPrivilege"] : null,
            Layout = definition.Layout,
            Instance = definition.Instance,
        };
    }

    private static IEnumerable<string> ServicesBefore(ServiceDefinition definition) =>
        definition.Dependencies
            .Where(dependency => dependency.Kind != DependencyKind.Mounts)
            .Select(dependency => dependency.Name)
            .Distinct();

    private static IReadOnlyList<KeyValuePair<string, string>> VariablesOf(ServiceDefinition definition)
    {
        // The last one counts, as in a unit. Only on Linux are names of variables that differ in case different.
        return
        [
            .. ServiceDirectories.Variables(definition, Platform.Windows).Concat(definition.Process.Environment)
                .GroupBy(variable => variable.Key, StringComparer.OrdinalIgnoreCase)
                .Select(group => group.Last()),
        ];
    }
}
