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
            user = RotatorOf(definition, row.Log, row.Service).User,
            group = RotatorOf(definition, row.Log, row.Service).Group,
            rotate = row.Log.Rotate.ToString().ToLowerInvariant(),
            keep = row.Log.Keep,
            size = row.Log.Size,
            compress = row.Log.Compress,
            reload = row.Log.Reload,
        }).ToList(),
    });

    // Whoever owns the directory: only that account may rename in it, and another's links are not followed.
    private static ServiceAccount RotatorOf(ServiceDefinition definition, ServiceLog log, ServiceDefinition service) =>
        OutputFilePlan.IsRootsOutput(definition, log.Path) ? ServiceAccount.Root : service.Account;
}
