using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.MacPkg;

/// <summary>What the Installer and its scripts, which run as root, would write by name in a directory of the service's account. The account
/// could put a link there, which root would follow.</summary>
internal static class MacRootPaths
{
    /// <summary>Reports the files and links.</summary>
    public static void Check(ServiceDefinition definition, MacContent content, DiagnosticBag diagnostics)
    {
        var owned = ServiceDirectories.AtInstallation(definition, Platform.MacOS)
            .Where(directory => !directory.IsReadOnly && !directory.Account.IsRoot).ToList();
        var paths = content.Entries.OfType<PackageEntry>().Where(entry => entry is not DirectoryEntry).Select(entry => entry.Path)
            .Concat(content.Links.Select(link => link.Path));
        var faults = from path in paths
                     let owner = owned.Find(directory =>
                         path.StartsWith(MacOSDirectories.Resolve(directory.Path) + "/", StringComparison.OrdinalIgnoreCase))
                     where owner is not null
                     select (path, owner);
        foreach (var (path, owner) in faults.DistinctBy(fault => fault.owner))
        {
            var (kind, property, value) = UnixPaths.IsAtOrBelow(path, MacOSDirectories.Resolve(definition.Layout.Install))
                ? (RootPathKind.Program, ServiceProperties.InstallDirectory.Name, definition.Layout.Install)
                : (RootPathKind.File, "A file of the package", path);
            diagnostics.Report(
                DiagnosticCatalog.RootInOwnDirectory, kind, property, value, owner.Path, owner.Account.User, definition.Package.Name);
        }
    }
}
