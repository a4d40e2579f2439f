using ServicePackaging.Model;
using ServicePackaging.Templates;

namespace ServicePackaging.Linux;

/// <summary>The file in which the administrator sets environment variables.</summary>
internal static class EnvironmentFileText
{
    public static string Create(ServiceDefinition definition) => TemplateRenderer.Render(definition, GeneratedTexts.EnvironmentFile, new
    {
        service = definition.Name,
        variables = definition.Process.Environment
            .Select(variable => $"{variable.Key}={DirectoryTokens.Expand(variable.Value, token => token == DirectoryTokens.Instance ? "%i" : definition.Layout.Resolve(token))}")
            .ToList(),
    });
}
