using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Launchd;

/// <summary>launchd, and the checks for what a job cannot express.</summary>
internal static class LaunchdManager
{
    public static readonly ServiceManager Instance = new(LaunchdSupport.Table, Check);

    private static void Check(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        WritableProgram.Check(definition, MacOSRules.Instance, diagnostics);
        if (definition.ServiceDirectives.Any(key => key.Name == LaunchdJob.LabelKey))
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.LaunchdLabel, LaunchdJob.LabelKey, definition.Identifier);
        }

        if (definition.Scope == ServiceScope.User && definition.Logs.FirstOrDefault(log => !UserPlaces.HoldLog(definition, log)) is { } log)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.UserLogOutsideHome, log.Path);
        }
    }
}
