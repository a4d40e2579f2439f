using ServicePackaging.Control;
using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.MacPkg;

/// <summary>The names of the management command on macOS.</summary>
[TemplateModel(TemplateFrame.Script, MacTemplates.Control)]
internal sealed record LaunchdControlModel : ControlModel
{
    /// <summary>Describes the services.</summary>
    public LaunchdControlModel(ServiceDefinition definition, IReadOnlyList<ControlledService> services)
        : base(definition, services, ShellSyntax.Quote)
    {
    }

    /// <summary>The names that only this platform has.</summary>
    public required LaunchdControlPartModel Further { get; init; }
}

/// <summary>What the management command uses only on macOS.</summary>
internal sealed record LaunchdControlPartModel
{
    /// <summary>Whether it is a service of each user (<c>ServiceScope</c> is <c>User</c>).</summary>
    public required bool IsUser { get; init; }

    /// <summary>The labels of the jobs that rotate logs, separated by spaces; empty without any.</summary>
    public required string Rotations { get; init; }

    /// <summary>The directory of the jobs' property lists.</summary>
    public required string JobDirectory { get; init; }

    /// <summary>How long the command waits until a service has stopped, in seconds.</summary>
    public required int StopSeconds { get; init; }
}
