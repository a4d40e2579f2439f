using ServicePackaging.Control;
using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.Linux;

/// <summary>The names of the management command on Linux.</summary>
[TemplateModel(TemplateFrame.Script, LinuxTemplates.Control)]
internal sealed record SystemdControlModel : ControlModel
{
    /// <summary>Describes the services.</summary>
    public SystemdControlModel(ServiceDefinition definition, IReadOnlyList<ControlledService> services)
        : base(definition, services, ShellSyntax.Quote)
    {
    }

    /// <summary>The names that only this platform has.</summary>
    public required SystemdControlPartModel Further { get; init; }
}

/// <summary>What the management command uses only on Linux.</summary>
internal sealed record SystemdControlPartModel
{
    /// <summary>Whether it is a service of each user (<c>ServiceScope</c> is <c>User</c>).</summary>
    public required bool IsUser { get; init; }

    /// <summary>The services, if sockets or timers start them; otherwise none.</summary>
    public required IReadOnlyList<ControlTriggerModel> Triggers { get; init; }

    /// <summary>The option of <c>systemctl</c> for the user's manager, with a space before it; empty for a system service.</summary>
    public required string Manager { get; init; }

    /// <summary>The name of the service, as a word of the shell.</summary>
    public required string Name { get; init; }

    /// <summary>Whether log files are in the user's state directory, which the script finds.</summary>
    public required bool State { get; init; }
}

/// <summary>A service that a socket or a timer starts.</summary>
internal sealed record ControlTriggerModel
{
    /// <summary>The unit of the service, as a word of the shell.</summary>
    public required string Unit { get; init; }

    /// <summary>The units that are enabled for it, as words of the shell.</summary>
    public required string Enabled { get; init; }

    /// <summary>The units that are started for it, as words of the shell.</summary>
    public required string Started { get; init; }
}
