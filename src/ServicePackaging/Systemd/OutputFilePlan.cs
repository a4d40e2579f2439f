using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Systemd;

/// <summary>The files that systemd opens for system services. It opens them as root, following links and before any sandboxing, so that
/// they must not be in a directory in which another account may rename files (systemd#32357, #3991).</summary>
internal static class OutputFilePlan
{
    private static readonly string[] Directives = ["StandardOutput", "StandardError"];

    private static readonly string[] Prefixes = ["append:", "file:", "truncate:"];

    /// <summary>Reports the files that are in a directory of a service's account.</summary>
    public static void Check(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        if (definition.Scope == ServiceScope.User)
        {
            return;
        }

        var owned = AccountDirectories.Of(definition);
        var faults = from row in definition.Services.SelectMany(Named)
                     let owner = owned.FirstOrDefault(directory => UnixPaths.IsAtOrBelow(row.Path, directory.Path))
                     where owner is not null
                     select (row.Property, row.Value, row.Path, owner);
        foreach (var (property, value, path, owner) in faults.DistinctBy(row => row.Property))
        {
            var offered = $"{OutputDirectory.Of(definition)}/{path[(path.LastIndexOf('/') + 1)..]}";
            diagnostics.Report(DiagnosticCatalog.OutputInOwnDirectory, property, value, owner.Path, owner.Writer, offered);
        }

        if (owned.Count > 0)
        {
            CheckDirectives(definition, diagnostics);
        }
    }

    /// <summary>Whether only root may rename the file at a path in the directory for output files.</summary>
    public static bool IsRootsOutput(ServiceDefinition definition, string path) =>
        OutputDirectory.Contains(definition, path)
        && !AccountDirectories.Of(definition).Any(directory => UnixPaths.IsAtOrBelow(path, directory.Path));

    // systemd expands specifiers in a directive (systemd.unit(5)), and resolves '..' and doubled slashes. The target of such a path is not
    // known here, so that it is refused.
    private static void CheckDirectives(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        foreach (var (directive, path) in definition.Services.SelectMany(FileDirectives).Distinct())
        {
            var fault = path.Replace("%%", "", StringComparison.Ordinal).Contains('%', StringComparison.Ordinal)
                ? new PathFault(PathFaultKind.Specifier)
                : UnixPaths.FindFault(path);
            fault?.Report(
                diagnostics, $"{ServiceItems.SystemdDirective} '{directive.Name}'", directive.Value,
                $"append:{OutputDirectory.Of(definition)}/out.log");
        }
    }

    private static IEnumerable<(string Property, string Value, string Path)> Named(ServiceDefinition service)
    {
        var targets = from target in new[] { service.Process.StandardOutput, service.Process.StandardError }
                      where target?.Path is not null
                      select (target.Property, target.Path!, OutputDirectory.Expand(service, target.Path!));
        var directives = from row in FileDirectives(service)
                         select ($"{ServiceItems.SystemdDirective} '{row.Directive.Name}'", row.Directive.Value, row.Path);
        return targets.Concat(directives);
    }

    private static IEnumerable<(NativeField Directive, string Path)> FileDirectives(ServiceDefinition service) =>
        from directive in service.ServiceDirectives
        where Directives.Contains(directive.Name)
        let prefix = Array.Find(Prefixes, prefix => directive.Value.StartsWith(prefix, StringComparison.Ordinal))
        where prefix is not null
        select (directive, directive.Value[prefix.Length..]);
}
