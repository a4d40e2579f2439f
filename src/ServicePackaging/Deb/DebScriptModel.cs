using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.Deb;

/// <summary>The names of the maintainer scripts of a Debian package.</summary>
[TemplateModel(TemplateFrame.Script, DebTemplates.Preinst, DebTemplates.Postinst, DebTemplates.Prerm, DebTemplates.Postrm)]
internal sealed record DebScriptModel : ScriptModel
{
    /// <summary>Takes the hooks of a service.</summary>
    public DebScriptModel(ServiceDefinition definition)
        : base(definition) => Purge = HookModel.At(definition, ScriptStage.Purge);

    /// <summary>The name of the package.</summary>
    public required string Package { get; init; }

    /// <summary>Whether it is a service of each user (<c>ServiceScope</c> is <c>User</c>).</summary>
    public required bool User { get; init; }

    /// <summary>The option of <c>deb-systemd-helper</c> for users' managers, with a space before it; empty for a system service.</summary>
    public required string Manager { get; init; }

    /// <summary>The units that are enabled and started, as words of the shell.</summary>
    public required string Units { get; init; }

    /// <summary>The units that are enabled and started, each as a word of the shell.</summary>
    public required IReadOnlyList<string> UnitList { get; init; }

    /// <summary>The units that are stopped, as words of the shell: the enabled units, and the service that a timer or socket
    /// starts.</summary>
    public required string StoppedUnits { get; init; }

    /// <summary>The system units of the package, as patterns of a shell's <c>case</c>.</summary>
    public required string OwnUnits { get; init; }

    /// <summary>Whether the installation enables the units.</summary>
    public required bool Automatic { get; init; }

    /// <summary>Whether the service stops before its files are replaced (<c>ServiceUpgradeMode</c> is <c>StopBefore</c>).</summary>
    public required bool StopBefore { get; init; }

    /// <summary>The name of the file in <c>/usr/lib/sysusers.d</c>; null if the package creates no account.</summary>
    public required string? Sysusers { get; init; }

    /// <summary>The name of the file in <c>/usr/lib/tmpfiles.d</c>; null if the package has no such file.</summary>
    public required string? Tmpfiles { get; init; }

    /// <summary>What the fragment <c>owners</c> uses; null for a service of each user.</summary>
    public required DataOwnersModel? Data { get; init; }

    /// <summary>The files that root does not own, each as a line: mode, owner, group, path.</summary>
    public required IReadOnlyList<string> OwnedFiles { get; init; }

    /// <summary>The directories that a purge deletes, each as a word of the shell.</summary>
    public required IReadOnlyList<string> PurgePaths { get; init; }

    /// <summary>The hooks that run when the package is purged.</summary>
    public IReadOnlyList<HookModel> Purge { get; }
}
