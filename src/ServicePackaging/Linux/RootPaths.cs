using System.Text.RegularExpressions;
using ServicePackaging.Diagnostics;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Systemd;
using ServicePackaging.Unix;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Linux;

/// <summary>The files that root opens, creates or changes by name for a system service, other than its output files: files of the package,
/// sockets, and what directives name. In a directory of the service's account they are refused.</summary>
internal static class RootPaths
{
    private const string PathGroup = "path";

    // What systemd opens as root for a service, following links (systemd.exec(5)), where it listens (systemd.socket(5)), and the words of
    // commands. Each match in a value is one path.
    private static readonly (Regex Directive, RootPathKind Kind, Regex Paths)[] Rows =
    [
        (Pattern("^(EnvironmentFile|RootDirectory|RootImage)$"), RootPathKind.Directive, Pattern("^-?(?<path>/.*)$")),
        (Pattern("^StandardInput$"), RootPathKind.Directive, Pattern("^file:(?<path>.*)$")),
        (Pattern("^LoadCredential(Encrypted)?$"), RootPathKind.Directive, Pattern("^[^:]*:(?<path>.*)$")),
        (Pattern("^Bind(ReadOnly)?Paths$"), RootPathKind.Directive, Pattern(@"(?<!\S)-?(?<path>[^:\s]+)")),
        (Pattern("^Listen(Stream|Datagram|SequentialPacket|FIFO)$"), RootPathKind.Socket, Pattern("^(?<path>/.*)$")),
        (Pattern("^Exec"), RootPathKind.Command, Pattern(@"(?<![\w./-])(?<path>/[\w./-]+)")),
    ];

    // Commands that keep the rights of root (systemd.service(5), "Command Lines").
    private static readonly Regex AsRoot = Pattern("^[-@:|]*[+!]");

    private sealed record Use(RootPathKind Kind, string Property, string Value, string Path);

    /// <summary>Reports what root would do in a directory of an account.</summary>
    public static void Check(ServiceDefinition definition, EntryTree entries, DiagnosticBag diagnostics)
    {
        var owned = AccountDirectories.Of(definition);
        if (owned.Count == 0)
        {
            return;
        }

        var uses = Files(definition, entries).Concat(definition.Services.SelectMany(Sockets)).Concat(definition.Services.SelectMany(Named));
        var faults = from use in uses
                     let owner = owned.FirstOrDefault(row => row.Contains(use.Path) && !(use.Kind == RootPathKind.Socket && IsSafe(row)))
                     where owner is not null
                     select (use, owner);
        foreach (var (use, owner) in faults.DistinctBy(row => (row.use.Property, row.use.Value)))
        {
            diagnostics.Report(
                DiagnosticCatalog.RootInOwnDirectory, use.Kind, use.Property, use.Value, owner.Path, owner.Writer,
                definition.Package.Name);
        }

        // systemd starts a socket while its service does not run, and a runtime directory does not outlive the service. Another instance
        // could run at that time.
        bool IsSafe(AccountDirectories.Row row) =>
            row.Kind == DirectoryKind.Runtime
            && owned.All(other => other.Instance == row.Instance || !UnixPaths.IsAtOrBelow(row.Path, other.Path));
    }

    private static IEnumerable<Use> Files(ServiceDefinition definition, EntryTree entries)
    {
        var (install, config) = (definition.Layout.Install, definition.Layout.Config);
        var items = new (string Item, IEnumerable<string> Paths)[]
        {
            ($"{ServiceItems.ConfigFile} {ServiceItems.TargetPath}", definition.ConfigFiles.Select(file => file.TargetPath)),
            ($"{ServiceItems.File} {ServiceItems.TargetPath}", definition.Files.Select(file => file.TargetPath)),
            ($"{ServiceItems.EnvironmentFile} {ServiceItems.TargetPath}",
                definition.Services.SelectMany(service => service.EnvironmentFiles).Select(file => file.TargetPath)),
            (ServiceItems.Symlink.ToString(), definition.Symlinks.Select(link => link.Path)),
        };
        return entries.OfType<PackageEntry>().Where(entry => entry is not DirectoryEntry).Select(entry => Describe(entry.Path));

        Use Describe(string path) =>
            UnixPaths.IsAtOrBelow(path, install) ? new(RootPathKind.Program, ServiceProperties.InstallDirectory.Name, install, path)
            : UnixPaths.IsAtOrBelow(path, config) ? new(RootPathKind.Configuration, ServiceProperties.ConfigDirectory.Name, config, path)
            : new(RootPathKind.File, items.FirstOrDefault(item => item.Paths.Contains(path)).Item ?? "A file of the package", path, path);
    }

    private static IEnumerable<Use> Sockets(ServiceDefinition service) =>
        from socket in service.Sockets
        where socket.IsLocal
        let path = OutputDirectory.Expand(service, socket.Address)
        select new Use(RootPathKind.Socket, ServiceItems.Socket.ToString(), socket.Address, path);

    private static IEnumerable<Use> Named(ServiceDefinition service) =>
        from directive in service.ServiceDirectives
        from row in Rows
        where row.Directive.IsMatch(directive.Name) && (row.Kind != RootPathKind.Command || AsRoot.IsMatch(directive.Value))
        from Match path in row.Paths.Matches(UnitSpecifiers.Expand(service, directive.Value))
        select new Use(row.Kind, $"{ServiceItems.SystemdDirective} '{directive.Name}'", directive.Value, path.Groups[PathGroup].Value);

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
}
