using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Unix;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Systemd;

/// <summary>systemd, and the checks for what a unit file cannot express.</summary>
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
        CheckPrograms(definition, diagnostics);
        if (definition.Scope == ServiceScope.User && definition.Logs.FirstOrDefault(log => !HomePaths.IsIn(log.Path)) is { } log)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.UserLogDirectory, log.Path);
        }
    }

    // systemd does not start a program with such a path, whatever quotes it.
    private static void CheckPrograms(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        foreach (var service in definition.Services)
        {
            var property = service.Process.Program?.Property ?? "AssemblyName";
            Check(property, service, ProgramCommand.For(service)[0]);
            if (service.Process.StopCommand is [var stop, ..])
            {
                Check(ServiceProperties.StopCommand.Name, service, stop);
            }
        }

        void Check(string property, ServiceDefinition service, string path)
        {
            var expanded = OutputDirectory.Expand(service, path);
            LinuxRules.Instance.FindProgramFault(expanded)?.Report(diagnostics, property, path, service.Layout.Install + "/name");
        }
    }

    private static void CheckTemplate(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        if (definition.Templates.ContainsKey(SystemdTemplates.ServiceUnit)
            && definition.Instances.FirstOrDefault(instance => instance.HasOverrides) is { } own)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.TemplateOfInstance, SystemdTemplates.ServiceUnit, own.Name);
        }
    }

    // All sockets are in one unit file, and all timers in another. Without that file, a directive for its section would silently be lost.
    private static void CheckSections(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var sections = new[] { (Socket, definition.Sockets.Count > 0), (Timer, definition.Timers.Count > 0) };
        foreach (var (section, _) in sections.Where(row => !row.Item2))
        {
            foreach (var directive in definition.ServiceDirectives.Where(directive => directive.Section == section))
            {
                diagnostics.Report(
                    DiagnosticCatalog.Contradiction, ConflictKind.SectionWithoutUnit, directive.Name, section);
            }
        }
    }

    private static void CheckSocketModes(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var local = definition.Sockets.Where(socket => socket.IsLocal).ToList();
        if (local.Find(socket => socket.Mode != local[0].Mode) is { } other)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.SocketModes, local[0].Address, other.Address);
        }
    }
}
