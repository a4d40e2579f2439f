using ServicePackaging.Templates;

namespace ServicePackaging.MacPkg;

/// <summary>The names of the script that starts the program for launchd.</summary>
[TemplateModel(TemplateFrame.Script, MacTemplates.Run)]
internal sealed record MacRunModel
{
    /// <summary>The name of the service.</summary>
    public required string Name { get; init; }

    /// <summary>The directories of a user's service that the script creates and names in variables; none for a system service.</summary>
    public required IReadOnlyList<MacDirectoryModel> Directories { get; init; }

    /// <summary>The further directories of a user's service that the script creates, each as a word of the shell.</summary>
    public required IReadOnlyList<string> Subdirectories { get; init; }

    /// <summary>The working directory of a user's service, as a word of the shell; empty for a system service.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The environment variables of a user's service, each as <c>NAME=word</c>; none for a system service.</summary>
    public required IReadOnlyList<string> Variables { get; init; }

    /// <summary>The files of environment variables (<c>ServiceEnvironmentFile</c>), each as a word of the shell.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The program and its arguments, as words of the shell.</summary>
    public required string Command { get; init; }

    /// <summary>The redirections of a user's service, with a space before them; empty for a system service.</summary>
    public required string Output { get; init; }
}

/// <summary>A directory of a user's service.</summary>
internal sealed record MacDirectoryModel
{
    /// <summary>The environment variable that names it, such as <c>STATE_DIRECTORY</c>.</summary>
    public required string Variable { get; init; }

    /// <summary>The directory, as a word of the shell.</summary>
    public required string Path { get; init; }
}
