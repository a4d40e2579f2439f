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
        services = ShellSyntax.Quote(units.StoppedUnits.Where(unit => unit.EndsWith(".service", StringComparison.Ordinal))),
        logs = definition.Logs.Select(log => new
        {
            path = log.Path.Contains(' ', StringComparison.Ordinal) ? $"\"{log.Path}\"" : log.Path,
            user = definition.Account.User,
            group = definition.Account.Group,
            rotate = log.Rotate.ToString().ToLowerInvariant(),
            keep = log.Keep,
            size = log.Size,
            compress = log.Compress,
            reload = log.Reload,
        }).ToList(),
    });
}
