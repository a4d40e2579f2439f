using ServicePackaging.Control;
using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.Msi;

/// <summary>The names of the management command on Windows.</summary>
[TemplateModel(TemplateFrame.None, MsiTemplates.Control)]
internal sealed record WindowsControlModel : ControlModel
{
    /// <summary>Describes the services.</summary>
    public WindowsControlModel(ServiceDefinition definition, IReadOnlyList<ControlledService> services, Func<string, string> quote)
        : base(definition, services, quote)
    {
    }

    /// <summary>The names that only this platform has.</summary>
    public required WindowsControlPartModel Further { get; init; }
}

/// <summary>What the management command uses only on Windows.</summary>
internal sealed record WindowsControlPartModel
{
    /// <summary>The display name of the service, without the characters that have a meaning in a batch file.</summary>
    public required string Title { get; init; }

    /// <summary>The source of the service's events: an expression of PowerShell, in double quotes of a batch file, that returns a literal
    /// of XPath.</summary>
    public required string Source { get; init; }

    /// <summary>How long the command waits until a service has stopped, in seconds.</summary>
    public required int StopSeconds { get; init; }

    /// <summary>The start type that <c>enable</c> sets, as a word of <c>sc config</c>.</summary>
    public required string Start { get; init; }
}
