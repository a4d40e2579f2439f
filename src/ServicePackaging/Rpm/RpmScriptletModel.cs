using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.Rpm;

/// <summary>The names of the scriptlets of an RPM package.</summary>
[TemplateModel(
    TemplateFrame.Scriptlet,
    RpmTemplates.Pre, RpmTemplates.Post, RpmTemplates.Preun, RpmTemplates.Postun, RpmTemplates.Posttrans)]
internal sealed record RpmScriptletModel : ScriptModel
{
    /// <summary>Takes the hooks of a service.</summary>
    public RpmScriptletModel(ServiceDefinition definition)
        : base(definition)
    {
    }

    /// <summary>Whether the package creates a group or a user.</summary>
    public required bool Account { get; init; }

    /// <summary>The user that the service runs as; null for root.</summary>
    public required string? User { get; init; }

    /// <summary>The group that the service runs as.</summary>
    public required string Group { get; init; }

    /// <summary>The user's home, as a word of the shell.</summary>
    public required string Home { get; init; }

    /// <summary>The user's full name, as a word of the shell.</summary>
    public required string Comment { get; init; }

    /// <summary>The path of systemd's helper for packages, which not every distribution has.</summary>
    public required string Helper { get; init; }

    /// <summary>The manager that the units belong to: <c>system</c> or <c>user</c>.</summary>
    public required string Manager { get; init; }

    /// <summary>The option of <c>systemctl</c> for all users, with a space before it; empty for a system service.</summary>
    public required string Global { get; init; }

    /// <summary>Whether the scriptlets start and stop the units: for a system service, and not for a service of each user.</summary>
    public required bool Managed { get; init; }

    /// <summary>Whether the installation enables the units.</summary>
    public required bool Automatic { get; init; }

    /// <summary>Whether the service stops before its files are replaced (<c>ServiceUpgradeMode</c> is <c>StopBefore</c>).</summary>
    public required bool StopBefore { get; init; }

    /// <summary>The file, as a word of the shell, in which an upgrade notes the units that ran before it.</summary>
    public required string NoteFile { get; init; }

    /// <summary>The units that are enabled and started, as words of the shell.</summary>
    public required string Units { get; init; }

    /// <summary>The units that are enabled and started, each as a word of the shell.</summary>
    public required IReadOnlyList<string> UnitList { get; init; }

    /// <summary>The units that are stopped, as words of the shell: the enabled units, and the service that a timer or socket
    /// starts.</summary>
    public required string StoppedUnits { get; init; }

    /// <summary>The units that are stopped, each as a word of the shell.</summary>
    public required IReadOnlyList<string> StoppedUnitList { get; init; }

    /// <summary>The units that run after an upgrade if they ran before it, each as a word of the shell.</summary>
    public required IReadOnlyList<string> NotedUnitList { get; init; }

    /// <summary>The name of the file in <c>/usr/lib/tmpfiles.d</c>; null if the package has no such file.</summary>
    public required string? Tmpfiles { get; init; }

    /// <summary>What the fragment <c>owners</c> uses; null for a service of each user.</summary>
    public required DataOwnersModel? Data { get; init; }

    /// <summary>The configuration files that root does not own, each as a line: mode, owner, group, path.</summary>
    public required IReadOnlyList<string> KeptFiles { get; init; }
}
