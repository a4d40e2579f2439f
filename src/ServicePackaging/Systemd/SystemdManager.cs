using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Templates;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Systemd;

/// <summary>systemd, and what a unit file cannot say.</summary>
internal static class SystemdManager
{
    private const string Socket = "Socket";
    private const string Timer = "Timer";

    public static readonly ServiceManager Instance = new(SystemdSupport.Table, Check);

    private static void Check(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        CheckTemplate(definition, diagnostics);
        CheckSections(definition, diagnostics);
        CheckSocketModes(definition, diagnostics);
        if (definition.Scope == ServiceScope.User && definition.Logs.FirstOrDefault(log => !HomePaths.IsIn(log.Path)) is { } log)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ServiceProperties.Scope, ServiceScope.User, ServiceItems.Log, log.Path,
                "where in a home a user's log files are differs among versions of systemd, and logrotate has to be told; "
                + "set ServiceLogDirectory, such as ~/.name/logs");
        }
    }

    private static void CheckTemplate(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        if (definition.Templates.ContainsKey(GeneratedTexts.ServiceUnit)
            && definition.Instances.FirstOrDefault(instance => instance.IsOwnKind) is { } own)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ServiceItems.Template, GeneratedTexts.ServiceUnit, ServiceItems.Instance, own.Name,
                "the unit of your own is every instance's; what is said of one alone belongs into a drop-in, as a ServicePackageFile");
        }
    }

    // One unit file holds all sockets, and one all timers: a directive for one of them would silently be lost.
    private static void CheckSections(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var sections = new[] { (Socket, definition.Sockets.Count > 0), (Timer, definition.Timers.Count > 0) };
        foreach (var (section, _) in sections.Where(row => !row.Item2))
        {
            foreach (var directive in definition.ServiceDirectives.Where(directive => directive.Section == section))
            {
                diagnostics.Report(
                    DiagnosticCatalog.Contradiction, ServiceItems.SystemdDirective, directive.Name, ServiceItems.UnitSection, section,
                    $"there is no Service{section} item, and so no unit with that section");
            }
        }
    }

    private static void CheckSocketModes(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var local = definition.Sockets.Where(socket => socket.IsLocal).ToList();
        if (local.Find(socket => socket.Mode != local[0].Mode) is { } other)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ServiceItems.Socket, local[0].Address, ServiceItems.Socket, other.Address,
                "all local sockets of a service have one Mode");
        }
    }
}
