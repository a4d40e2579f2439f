using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;

namespace ServicePackaging.Placement;

/// <summary>Refuses a service that could replace its own program.</summary>
internal static class WritableProgram
{
    /// <summary>Reports directories that the service may write to within that of its program.</summary>
    public static void Check(ServiceDefinition definition, PlatformRules rules, DiagnosticBag diagnostics)
    {
        var install = definition.Layout.Install + rules.Separator;
        var own = ServiceDirectories.Plan(definition, rules.Platform)
            .Where(directory => (directory.Path + rules.Separator).StartsWith(install, StringComparison.OrdinalIgnoreCase));
        foreach (var directory in own)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, ConflictKind.WritableProgram, definition.Layout.Install, directory.Path);
        }
    }
}
