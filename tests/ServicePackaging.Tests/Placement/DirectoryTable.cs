using System.Text;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Platforms;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Placement;

/// <summary>The directories of small services on the three platforms, side by side.</summary>
internal static class DirectoryTable
{
    private const string Absent = "-";

    private static readonly Service Minimal = new Service().With("ServicePackageVendor", "Example");

    /// <summary>The services, by what they declare.</summary>
    public static readonly IReadOnlyDictionary<string, Service> Services = new Dictionary<string, Service>
    {
        ["nothing"] = Minimal,
        ["a vendor with the name of the product"] = Minimal.With("ServicePackageVendor", "Acme"),
        ["a configuration file"] = Minimal.Source("acme.json").Item("ServiceConfigFile", "acme.json"),
        ["the configuration directory in an argument"] = Arguments("{ConfigDirectory}/acme.json"),
        ["the configuration directory"] = Directory(".", "Configuration"),
        ["a directory below the configuration directory"] = Directory("rules", "Configuration"),
        ["a log to rotate"] = Minimal.Item("ServiceLog", "."),
        ["the log directory in an argument"] = Arguments("{LogDirectory}/acme.log"),
        ["the log directory"] = Directory(".", "Logs"),
        ["the cache directory in an argument"] = Arguments("{CacheDirectory}"),
        ["the cache directory in a variable"] = Minimal.Item("ServiceEnvironment", "CACHE", ("Value", "{CacheDirectory}/x")),
        ["the path of the cache directory in an argument"] = Minimal
            .With("LinuxServiceArguments", "/var/cache/acme/x").With("MacOSServiceArguments", "/Library/Caches/acme/x")
            .With("WindowsServiceArguments", @"C:\ProgramData\Example\acme\cache\x"),
        ["the cache directory"] = Minimal.Item("ServiceDirectory", ".", ("Kind", "Cache"), ("Mode", "0700")),
        ["a directory below the cache directory"] = Directory("thumbs", "Cache"),
        ["the runtime directory in an argument"] = Arguments("{RuntimeDirectory}/acme.lock"),
        ["the runtime directory"] = Directory(".", "Runtime"),
        ["a socket in the runtime directory"] = Minimal.Item("ServiceSocket", "{RuntimeDirectory}/acme.sock"),
        ["a PID file in the runtime directory"] = Minimal.With("ServicePidFile", "{RuntimeDirectory}/acme.pid"),
        ["a working directory in the cache directory"] = Minimal.With("ServiceWorkingDirectory", "{CacheDirectory}"),
        ["an output file"] = Minimal.With("LinuxServiceStandardOutput", "/var/log/acme-output/day/out.log")
            .With("MacOSServiceStandardOutput", "{LogDirectory}/out.log"),
        ["a directory below the state directory"] = Minimal.Item("ServiceDirectory", "queue", ("Mode", "0700")),
        ["the state directory, to be kept"] = Minimal.Item("ServiceDirectory", ".", ("Purge", "false"), ("Mode", "0700")),
        ["the state directory elsewhere"] = StateIn("/srv/data", "/opt/data", @"ProgramData\Example\data"),
        ["a directory elsewhere"] = Elsewhere("/srv/data", "/opt/data", @"ProgramData\Example\data"),
        ["the state directory by its path"] =
            Elsewhere("/var/lib/acme", "/Library/Application Support/acme/data", @"ProgramData\Example\acme\data"),
        ["instances"] = Instances(Minimal),
        ["instances with a directory each"] = Instances(Directory("queue", "State")),
        ["instances of two accounts"] = Other(Minimal, "User", "root", "root", "LocalSystem"),
        ["instances of which one has its state elsewhere"] =
            Other(Minimal, "StateDirectory", "/srv/b", "/opt/b", @"ProgramData\Example\b"),
        ["an instance with its state below a declared directory"] = Other(
            Directory("queue", "State"), "StateDirectory", "/var/lib/acme/queue/b", "/Library/Application Support/acme/data/queue/b",
            @"ProgramData\Example\acme\data\queue\b"),
        ["root's service"] =
            Minimal.With("LinuxServiceUser", "root").With("MacOSServiceUser", "root").With("WindowsServiceUser", "LocalSystem"),
        ["a user's service"] = Minimal.With("ServiceScope", "User"),
        ["a user's service with a cache directory"] = Directory(".", "Cache").With("ServiceScope", "User"),
    };

    private static readonly (string Format, Platform Platform, Func<Service, Service> Publish)[] Platforms =
    [
        ("deb", Platform.Linux, service => service),
        ("pkg", Platform.MacOS, service => service.OnMacOS()),
        ("msi", Platform.Windows, service => service.OnWindows()),
    ];

    /// <summary>A directory on the three platforms.</summary>
    /// <param name="Name">Its kind, its instance, and its own name if it is not the place of its kind.</param>
    /// <param name="Cells">Its path and notes on each platform.</param>
    /// <param name="Differs">Whether it exists on some platforms only, or has other notes on one of them.</param>
    public sealed record Row(string Name, IReadOnlyList<string> Cells, bool Differs);

    /// <summary>Returns the directories of a service.</summary>
    public static IReadOnlyList<Row> Of(Service service)
    {
        var columns = Platforms.Select(row => Read(row.Publish(service), row.Format, row.Platform)).ToList();
        return
        [
            .. from name in columns.SelectMany(column => column.Keys).Distinct().Order(StringComparer.Ordinal)
               let cells = columns.Select(column => column.GetValueOrDefault(name, (Absent, ""))).ToList()
               select new Row(
                   name, [.. cells.Select(cell => cell.Item1 + cell.Item2)],
                   cells.Select(cell => (cell.Item1 == Absent, cell.Item2)).Distinct().Count() > 1),
        ];
    }

    private static Dictionary<string, (string Path, string Notes)> Read(Service service, string format, Platform platform)
    {
        var read = service.Read(format);
        Assert.DoesNotContain(read.Findings, finding => finding.Descriptor.Severity == DiagnosticSeverity.Error);
        return ServiceDirectories.Plan(read.Definition, platform).ToDictionary(
            directory => NameOf(directory, PlatformRules.For(platform).Separator),
            directory => (directory.Path, NotesOf(read.Definition, directory, PlatformRules.For(platform))));
    }

    private static string NameOf(PlannedDirectory directory, char separator)
    {
        var name = new StringBuilder(directory.Origin == DirectoryOrigin.Output ? "Output" : directory.Kind.ToString());
        if (directory.Instance.Length > 0)
        {
            name.Append(" of ").Append(directory.Instance);
        }

        return !directory.IsPlace
            ? name.Append(": ").Append(directory.Path[(directory.Path.LastIndexOf(separator) + 1)..]).ToString()
            : name.ToString();
    }

    // The notes tell what differs from the default: owned by the service's account, 0750, created at installation, deleted by purging.
    private static string NotesOf(ServiceDefinition definition, PlannedDirectory directory, PlatformRules rules)
    {
        string?[] notes =
        [
            directory.Account == definition.Account ? null : directory.Account == rules.Superuser ? "root's" : directory.Account.User,
            directory.Mode == ServiceDirectory.DefaultMode ? null : "0" + Convert.ToString((int)directory.Mode, 8),
            directory.IsReadOnly ? "read-only" : null,
            directory.IsCreatedAtInstallation ? null : "later",
            directory.Purge ? null : "kept",
        ];
        return notes.Any(note => note is not null) ? $" ({string.Join(", ", notes.OfType<string>())})" : "";
    }

    private static Service Arguments(string arguments) => Minimal.With("ServiceArguments", arguments);

    private static Service Directory(string path, string kind) => Minimal.Item("ServiceDirectory", path, ("Kind", kind));

    private static Service Instances(Service service) => service.Item("ServiceInstance", "a").Item("ServiceInstance", "b");

    private static Service Other(Service service, string property, string linux, string macOS, string windows) => service
        .Item("ServiceInstance", "a")
        .Item("ServiceInstance", "b", ("Platforms", "Linux"), (property, linux))
        .Item("ServiceInstance", "b", ("Platforms", "MacOS"), (property, macOS))
        .Item("ServiceInstance", "b", ("Platforms", "Windows"), (property, windows));

    private static Service StateIn(string linux, string macOS, string windows) => Minimal.With("LinuxServiceStateDirectory", linux)
        .With("MacOSServiceStateDirectory", macOS).With("WindowsServiceStateDirectory", windows);

    private static Service Elsewhere(string linux, string macOS, string windows) => Minimal
        .Item("ServiceDirectory", linux, ("Platforms", "Linux"), ("Mode", "0700"))
        .Item("ServiceDirectory", macOS, ("Platforms", "MacOS"), ("Mode", "0700"))
        .Item("ServiceDirectory", windows, ("Platforms", "Windows"), ("Mode", "0700"));
}
