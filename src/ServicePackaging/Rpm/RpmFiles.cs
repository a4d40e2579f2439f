using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Linux;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Unix;

namespace ServicePackaging.Rpm;

/// <summary>The files that an RPM package owns: its files, its own directories but none of the system, and what is created at run
/// time.</summary>
internal static class RpmFiles
{
    private const string Documentation = "/usr/share/doc/";

    public static IReadOnlyList<RpmFile> Create(ServiceDefinition definition, LinuxContent content)
    {
        var made = RunTimeDirectories(definition);
        var files = content.Entries.Complete()
            .Where(entry => entry is not DirectoryEntry || IsOwn(entry.Path, definition, content))
            .Where(entry => !made.ContainsKey(entry.Path))
            .Select(entry => new RpmFile(entry, AttributesOf(entry, definition.Package)) { Provides = ProvidesOf(entry, content) })
            .Concat(made.Values);
        return [.. files.OrderBy(file => file.Entry.Path, Utf8Order.Instance)];
    }

    /// <summary>The path of the license.</summary>
    public static string LicensePath(PackageIdentity identity, LicenseFile license) =>
        $"/usr/share/licenses/{identity.Name}/{license.Name}";

    // rpmbuild marks files in the directory of documentation too (macro %_docdir).
    private static RpmFileAttributes AttributesOf(PackageEntry entry, PackageIdentity identity) =>
        identity.LicenseFile is { } license && entry.Path == LicensePath(identity, license) ? RpmFileAttributes.License
        : entry is not DirectoryEntry && entry.Path.StartsWith(Documentation, StringComparison.Ordinal) ? RpmFileAttributes.Doc
        : default;

    // tmpfiles.d, systemd or the service creates these directories. The package owns them, so that the package manager knows their owner
    // and removes them when they are empty.
    private static Dictionary<string, RpmFile> RunTimeDirectories(ServiceDefinition definition)
    {
        var entries =
            from directory in ServiceDirectories.AtInstallation(definition, Platform.Linux)
            select new DirectoryEntry(directory.Path, directory.Mode, directory.Account.User, directory.Account.Group);
        return entries.ToDictionary(entry => entry.Path, entry => new RpmFile(entry, RpmFileAttributes.Ghost));
    }

    private static bool IsOwn(string path, ServiceDefinition definition, LinuxContent content)
    {
        var layout = definition.Layout;
        string[] own = [layout.Install, layout.Config, layout.State, layout.Log, layout.Cache];
        // A directory above an own one that no distribution has, such as that of the vendor in /opt, belongs to nobody else.
        return Array.Exists(own, directory => UnixPaths.IsAtOrBelow(path, directory))
            || (!UnixPaths.Linux.IsShared(path) && Array.Exists(own, directory => UnixPaths.IsAtOrBelow(directory, path)))
            || path.StartsWith(content.UnitDirectory + "/", StringComparison.Ordinal)
            || !UnixPaths.Linux.IsShared(path) && path.EndsWith("/" + definition.Package.Name, StringComparison.Ordinal);
    }

    private static IReadOnlyList<RpmRelation> ProvidesOf(PackageEntry entry, LinuxContent content) =>
        content.SysusersFile is { } name && entry is FileEntry file && entry.Path == $"/usr/lib/sysusers.d/{name}"
            ? RpmAccountProvides.From(file.Content.ReadText())
            : [];
}
