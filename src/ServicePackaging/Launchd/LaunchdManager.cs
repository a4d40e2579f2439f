using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Launchd;

/// <summary>launchd, and what a job cannot say.</summary>
internal static class LaunchdManager
{
    public static readonly ServiceManager Instance = new(LaunchdSupport.Table, Check);

    private static void Check(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        WritableProgram.Check(definition, MacOSRules.Instance, diagnostics);
        if (definition.ServiceDirectives.Any(key => key.Name == LaunchdJob.LabelKey))
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction,
                ServiceItems.LaunchdKey,
                LaunchdJob.LabelKey,
                ServiceProperties.Identifier,
                definition.Identifier,
                "the job's file and the scripts have the identifier for its name; set that");
        }

        if (definition.Scope == ServiceScope.User && definition.Logs.FirstOrDefault(log => !UserPlaces.HoldLog(definition, log)) is { } log)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ServiceProperties.Scope, ServiceScope.User, ServiceItems.Log, log.Path,
                "a user's log files are in that user's home; write a name, or a path that begins with ~/");
        }
    }
}
