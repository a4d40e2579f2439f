using ServicePackaging.Templates;

namespace ServicePackaging.Linux;

/// <summary>The names of the file in which the administrator sets environment variables.</summary>
[TemplateModel(TemplateFrame.None, LinuxTemplates.EnvironmentFile)]
internal sealed record EnvironmentFileModel
{
    /// <summary>The name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>The variables that the unit sets, each as <c>NAME=value</c>.</summary>
    public required IReadOnlyList<string> Variables { get; init; }
}
