using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.WindowsService;

/// <summary>The Service Control Manager, and the checks for what a service cannot be there.</summary>
internal static class WindowsServiceManager
{
    // The libraries by which a .NET program communicates with the SCM.
    private static readonly string[] ServiceLibraries =
        ["Microsoft.Extensions.Hosting.WindowsServices", "System.ServiceProcess.ServiceController", "Topshelf"];

    public static readonly ServiceManager Instance = new(WindowsServiceSupport.Table, Check);

    // The first version whose hosts end with another exit code than 0 when a BackgroundService throws.
    private const int ReportsFailures = 11;

    private static void Check(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        if (definition is
            {
                Scope: ServiceScope.System, Restart.When: not ServiceRestart.Never,
                Project: { LeavesFailuresToHost: true, TargetFrameworkMajor: < ReportsFailures },
            })
        {
            diagnostics.Report(PackageDiagnostics.HiddenFailure, definition.Project.AssemblyName);
        }

        if (definition is { Scope: ServiceScope.System, Project.IsDotNet: true }
            && !ServiceLibraries.Any(definition.Project.Packages.Contains))
        {
            diagnostics.Report(PackageDiagnostics.NoServiceLibrary, definition.Project.AssemblyName, ServiceLibraries[0]);
        }

        if (definition.Scope == ServiceScope.User
            && DirectoryRules.MentionedTokens(definition, Platform.Windows).FirstOrDefault(DirectoryTokens.IsPerInstance) is { } token)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.UserTokenOnWindows, ServiceProperties.Arguments, $"{{{token}}}");
        }

        if (definition is { ControlCommand: not null, Process.LogIdentifier: var source } && source.Contains('"') && source.Contains('\''))
        {
            diagnostics.Report(
                DiagnosticCatalog.InvalidValue, ServiceProperties.LogIdentifier, source,
                "a text with one kind of quotes (the management command searches for it, and queries of the event log have no escapes)");
        }

        WritableProgram.Check(definition, WindowsRules.Instance, diagnostics);
    }
}
