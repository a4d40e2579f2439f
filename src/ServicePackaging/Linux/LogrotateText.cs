using ServicePackaging.Model;
using ServicePackaging.Systemd;
using ServicePackaging.Templates;

namespace ServicePackaging.Linux;

/// <summary>The log files as logrotate(8) rotates them. Removing the package removes no log.</summary>
internal static class LogrotateText
{
    public static string Create(ServiceDefinition definition, SystemdUnits units) =>
        TemplateRenderer.Render(definition, LinuxTemplates.Logrotate, new LogrotateModel
        {
            IsUser = definition.Scope == ServiceScope.User,
            Services = ShellSyntax.Quote(units.Services),
            Logs = [.. definition.RotatedLogs.Select(row => Describe(row.Log, RotatorOf(definition, row.Log, row.Service)))],
        });

    private static RotatedLogModel Describe(ServiceLog log, ServiceAccount rotator) => new()
    {
        Path = log.Path.Any(char.IsWhiteSpace) ? $"\"{log.Path}\"" : log.Path,
        User = rotator.User,
        Group = rotator.Group,
        Rotate = log.Rotate.ToString().ToLowerInvariant(),
        Keep = log.Keep,
        Size = log.Size,
        Compress = log.Compress,
        Reload = log.Reload,
    };

    // The owner of the directory: only that account may rename files in it, and links of other accounts are not followed.
    private static ServiceAccount RotatorOf(ServiceDefinition definition, ServiceLog log, ServiceDefinition service) =>
        OutputFilePlan.IsRootsOutput(definition, log.Path) ? ServiceAccount.Root : service.Account;
}
