using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.MacPkg;

/// <summary>The names of the scripts of a macOS package and of its uninstaller.</summary>
[TemplateModel(TemplateFrame.InstallerScript, MacTemplates.Preinstall, MacTemplates.Postinstall)]
[TemplateModel(TemplateFrame.Script, MacTemplates.Uninstall)]
internal sealed record MacScriptModel : ScriptModel
{
    /// <summary>Takes the hooks of a service.</summary>
    public MacScriptModel(ServiceDefinition definition)
        : base(definition)
    {
        Purge = HookModel.At(definition, ScriptStage.Purge);
    }

    /// <summary>The name of the package.</summary>
    public required string Package { get; init; }

    /// <summary>The identifier of the package and of its receipt.</summary>
    public required string Identifier { get; init; }

    /// <summary>Whether it is a service of each user (<c>ServiceScope</c> is <c>User</c>).</summary>
    public required bool IsUser { get; init; }

    /// <summary>The shared .NET runtime that the program requires, such as <c>Microsoft.NETCore.App</c>; null for none.</summary>
    public required string? Runtime { get; init; }

    /// <summary>The major version of that runtime.</summary>
    public required int RuntimeVersion { get; init; }

    /// <summary>The major versions that the program runs on, separated by spaces.</summary>
    public required string RuntimeVersions { get; init; }

    /// <summary>The directory of .NET, unless the program has a host executable and finds another one.</summary>
    public required string RuntimeRoot { get; init; }

    /// <summary>The architecture of the host executable, <c>arm64</c> or <c>x64</c>; empty without one.</summary>
    public required string RuntimeArchitecture { get; init; }

    /// <summary>The labels of the jobs, separated by spaces.</summary>
    public required string Labels { get; init; }

    /// <summary>The property lists of the jobs.</summary>
    public required IReadOnlyList<string> Jobs { get; init; }

    /// <summary>The same, separated by spaces.</summary>
    public string JobFiles => string.Join(' ', Jobs);

    /// <summary>The label of the job that finishes an installation later.</summary>
    public required string SetupLabel { get; init; }

    /// <summary>The property list of that job.</summary>
    public required string SetupJob { get; init; }

    /// <summary>The text of that property list.</summary>
    public required string SetupText { get; init; }

    /// <summary>What the property list of a job of this program contains, as a word of the shell.</summary>
    public required string ProgramText { get; init; }

    /// <summary>Whether the administrator has to enable the service (<c>ServiceStartMode</c> is <c>Disabled</c>).</summary>
    public required bool IsDisabled { get; init; }

    /// <summary>Whether the administrator starts the service (<c>ServiceStartMode</c> is <c>Manual</c>).</summary>
    public required bool IsManual { get; init; }

    /// <summary>How long the scripts wait until a service has stopped, in seconds.</summary>
    public required int StopSeconds { get; init; }

    /// <summary>How long <c>preinstall</c> tries to start a service again that it could not stop, in seconds.</summary>
    public required int RestoreSeconds { get; init; }

    /// <summary>The directory, as a word of the shell, that tells <c>postinstall</c> about an upgrade.</summary>
    public required string Marker { get; init; }

    /// <summary>The files of the install directory, as a pattern of the shell.</summary>
    public required string ProgramPattern { get; init; }

    /// <summary>Whether the package creates a group or a user.</summary>
    public required bool Account { get; init; }

    /// <summary>Whether the package creates a user.</summary>
    public required bool CreateUser { get; init; }

    /// <summary>Whether the user has the name that the package derives, so that no other service shares it.</summary>
    public required bool IsOwnAccount { get; init; }

    /// <summary>The user that the service runs as.</summary>
    public required string User { get; init; }

    /// <summary>The group that the service runs as.</summary>
    public required string Group { get; init; }

    /// <summary>The full name of the user and the group, as a word of the shell.</summary>
    public required string RealName { get; init; }

    /// <summary>The user's home, as a word of the shell.</summary>
    public required string Home { get; init; }

    /// <summary>The directories that the package creates, each as three words of the shell: mode, <c>user:group</c>, path.</summary>
    public required IReadOnlyList<string> Directories { get; init; }

    /// <summary>The configuration files, each as three words of the shell: mode, <c>user:group</c>, path.</summary>
    public required IReadOnlyList<string> Configuration { get; init; }

    /// <summary>The paths of the configuration files, each as a word of the shell.</summary>
    public required IReadOnlyList<string> ConfigurationFiles { get; init; }

    /// <summary>The files that root does not own, each as two words of the shell: <c>user:group</c>, path.</summary>
    public required IReadOnlyList<string> OwnedFiles { get; init; }

    /// <summary>The symbolic links that the script creates.</summary>
    public required IReadOnlyList<MacLinkModel> Links { get; init; }

    /// <summary>The files of the package, each as a path.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The directories that only this package has, each as a path; the deepest come first.</summary>
    public required IReadOnlyList<string> OwnDirectories { get; init; }

    /// <summary>The directories that <c>uninstall.sh --purge</c> deletes, each as a word of the shell.</summary>
    public required IReadOnlyList<string> PurgePaths { get; init; }

    /// <summary>The path of the uninstaller, which is not among the files.</summary>
    public required string UninstallerFile { get; init; }

    /// <summary>The uninstaller, as a word of the shell.</summary>
    public required string Uninstaller { get; init; }

    /// <summary>The hooks that <c>uninstall.sh --purge</c> runs.</summary>
    public IReadOnlyList<HookModel> Purge { get; }
}

/// <summary>A symbolic link that a script creates.</summary>
internal sealed record MacLinkModel
{
    /// <summary>The link, as a word of the shell.</summary>
    public required string Path { get; init; }

    /// <summary>The directory of the link, as a word of the shell.</summary>
    public required string Directory { get; init; }

    /// <summary>What the link points to, as a word of the shell.</summary>
    public required string Target { get; init; }
}
