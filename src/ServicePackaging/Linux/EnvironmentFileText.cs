using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.Linux;

/// <summary>The file in which the administrator sets environment variables.</summary>
internal static class EnvironmentFileText
{
    public static string Create(ServiceDefinition definition) =>
        TemplateRenderer.Render(definition, LinuxTemplates.EnvironmentFile, new EnvironmentFileModel
        {
            Service = definition.Name,
            Variables = [.. definition.Process.Environment.Select(variable => $"{variable.Key}={Expand(definition, variable.Value)}")],
        });

    private static string Expand(ServiceDefinition definition, string value) => DirectoryTokens.Expand(
        value, token => token == DirectoryTokens.Instance ? "%i" : definition.Layout.Resolve(token));
}
