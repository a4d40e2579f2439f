using ServicePackaging.Model;
using ServicePackaging.Systemd;
using ServicePackaging.Templates;

namespace ServicePackaging.Linux;

/// <summary>The log files as logrotate(8) rotates them. Removing the package removes no log.</summary>
internal static class LogrotateText
{
    public static string Create(ServiceDefinition definition, SystemdUnits units) => TemplateRenderer.Render(definition, GeneratedTexts.Logrotate, new
    {
        isUser = definition.Scope == ServiceScope.User,
        services = ShellSyntax.Quote(units.Services),
        logs = definition.RotatedLogs.Select(row => new
        {
            path = row.Log.Path.Contains(' ', StringComparison.Ordinal) ? $"\"{row.Log.Path}\"" : row.Log.Path,
            user = row.Service.Account.User,
            group = row.Service.Account.Group,
            rotate = row.Log.Rotate.ToString().ToLowerInvariant(),
            keep = row.Log.Keep,
            size = row.Log.Size,
            compress = row.Log.Compress,
            reload = row.Log.Reload,
        }).ToList(),
    });
}
