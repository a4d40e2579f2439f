using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model.Platforms;
using ServicePackaging.Model.Values;

namespace ServicePackaging.Model.Reading;

/// <summary>Reads the lists of things a service has: one method an item type that concerns the running service.</summary>
internal sealed partial class ItemListReader(
    InputReader reader, ISourceFiles sources, InstallLayout layout, PlatformRules rules, string serviceName, DiagnosticBag diagnostics)
{
    public List<ServiceDirectory> Directories()
    {
        var result = new List<ServiceDirectory>();
        foreach (var item in reader.Items("ServiceDirectory"))
        {
            var include = rules.Normalise(Expand(item, item.Include));
            var isPath = rules.IsAbsolute(include);
            var kind = item.Values.Read("Kind", ValueKinds.OneOf<DirectoryKind>(), isPath ? DirectoryKind.Custom : DirectoryKind.State);
            var path = item.Include == "." ? "" : include;
            if (isPath != (kind == DirectoryKind.Custom))
            {
                diagnostics.Report(
                    DiagnosticCatalog.InvalidPath, item.Description, path, $"which does not go with Kind {kind}",
                    rules.ExamplePath + " without Kind; or a relative one with Kind");
            }
            else if (result.Exists(directory => (directory.Kind, directory.Path) == (kind, path)))
            {
                diagnostics.Report(DiagnosticCatalog.Duplicate, "ServiceDirectory", item.Include);
            }
            else if (CheckDirectory(item, path) && (rules.KnowsHomes || !HomePaths.IsIn(item.Include)))
            {
                result.Add(new(kind, path, item.Values.Read("Mode", ValueKinds.FileMode, ServiceDirectory.DefaultMode), item.Values.Read("Purge", ValueKinds.Boolean, !isPath)));
            }
        }

        return result;
    }

    public List<ServiceDependency> Dependencies()
    {
        var result = new List<ServiceDependency>();
        foreach (var item in reader.Items("ServiceDependency"))
        {
            var kind = item.Values.Read("Kind", ValueKinds.OneOf<DependencyKind>(), DependencyKind.Wants);
            if (rules.ReadDependencyName(item, kind, text => Expand(item, text), diagnostics) is { } name)
            {
                result.Add(new(kind, name));
            }
        }

        return result;
    }

    /// <summary>Whether there are several named services.</summary>
    public bool HasInstances => reader.Items("ServiceInstance").Any();

    /// <summary>The instances' items, of which no two have the same name.</summary>
    public List<ItemReader> Instances()
    {
        var result = new List<ItemReader>();
        foreach (var item in reader.Items("ServiceInstance"))
        {
            if (!rules.ServiceName.IsValid(item.Include))
            {
                diagnostics.Report(DiagnosticCatalog.InvalidName, "ServiceInstance", item.Include, "instance name", rules.ServiceName.Alphabet, "production");
            }
            else if (result.Exists(instance => instance.Include.Equals(item.Include, StringComparison.OrdinalIgnoreCase)))
            {
                diagnostics.Report(DiagnosticCatalog.Duplicate, "ServiceInstance", item.Include);
            }
            else
            {
                result.Add(item);
            }
        }

        return result;
    }

    public List<ServiceSocket> Sockets() =>
    [
        .. from item in reader.Items("ServiceSocket")
           where CheckSocket(item)
           select new ServiceSocket(
               item.Values.Read("Kind", ValueKinds.OneOf<SocketKind>(), SocketKind.Stream), item.Include,
               item.Values.Read("Mode", ValueKinds.FileMode, DefaultSocketMode)),
    ];

    public List<ServiceTimer> Timers()
    {
        var result = new List<ServiceTimer>();
        foreach (var item in reader.Items("ServiceTimer"))
        {
            var calendar = item.Values.Line("Calendar");
            var every = item.Values.ReadOptional("Every", ValueKinds.Duration);
            if (calendar is null == every is null)
            {
                item.ReportMissing(calendar is null ? "Calendar (or Every)" : "single one of Calendar and Every", "*-*-* 03:00:00");
                continue;
            }

            result.Add(new(
                calendar, every, item.Values.ReadOptional("RandomDelay", ValueKinds.Duration), item.Values.Read("Persistent", ValueKinds.Boolean, true)));
        }

        return result;
    }

    /// <summary>The log files of a service, and with a pattern for its places those of all instances.</summary>
    public List<ServiceLog> Logs(string logs)
    {
        return
        [
            .. from item in reader.Items("ServiceLog")
               let name = item.Include == "." ? "*.log" : Expand(item, item.Include).Replace(ServiceDefinition.AnyInstance, "*", StringComparison.Ordinal)
               let path = rules.Combine(logs, name)
               where HomePaths.IsIn(path)
                   ? HomePaths.Check(item.Description, path, reader.Scope, "/var/log/name/*.log", diagnostics)
                   : rules.CheckLog(item.Description, path, rules.Combine(layout.Log, "*.log"), diagnostics)
               select new ServiceLog(
                   path,
                   item.Values.Read("Rotate", ValueKinds.OneOf<LogRotation>(), LogRotation.Weekly),
                   item.Values.Read("Keep", ValueKinds.Integer(0, 10_000), 4),
                   item.Values.Read<string?>("Size", ValueKinds.Size!, null),
                   item.Values.Read("Compress", ValueKinds.Boolean, true),
                   item.Values.Read("Reload", ValueKinds.Boolean, false)),
        ];
    }

    public List<FirewallRule> FirewallRules()
    {
        var result = new List<FirewallRule>();
        foreach (var item in reader.Items("WindowsFirewallRule"))
        {
            var rule = new FirewallRule(
                item.ReadInclude(ValueKinds.Integer(1, ushort.MaxValue), 1), item.Values.Read("Protocol", ValueKinds.OneOf<PortProtocol>(), PortProtocol.Tcp));
            if (result.Contains(rule))
            {
                diagnostics.Report(DiagnosticCatalog.Duplicate, "WindowsFirewallRule", item.Include);
            }
            else
            {
                result.Add(rule);
            }
        }

        return result;
    }

    public List<NativeField> Directives() => rules.Platform switch
    {
        Platform.Linux => UnitDirectives(),
        Platform.MacOS => LaunchdKeys(),
        _ => [],
    };

    private List<NativeField> LaunchdKeys()
    {
        var result = new List<NativeField>();
        foreach (var item in reader.Items("LaunchdKey").Where(item => HasNativeName(item, "-")))
        {
            if (item.Values.Text("Value") is null)
            {
                item.ReportMissing("Value", "true, a number or a text");
            }
            else if (item.Values.Line("Value") is { } value)
            {
                result.Add(new("", item.Include, value));
            }
        }

        return result;
    }

    private List<NativeField> UnitDirectives()
    {
        var result = new List<NativeField>();
        foreach (var item in reader.Items("SystemdDirective").Where(item => HasNativeName(item, "-")))
        {
            var section = item.Values.Line("Section") ?? "Service";
            if (!UnitSections.Contains(section))
            {
                diagnostics.Report(DiagnosticCatalog.InvalidValue, item.Values.Describe("Section"), section, string.Join(", ", UnitSections));
                continue;
            }

            // An empty value is meaningful to systemd: it resets a list.
            result.Add(new(section, item.Include, item.Values.Line("Value") ?? ""));
        }

        return result;
    }

    public List<NativeField> PackageFields(PackageRelations native)
    {
        var result = new List<NativeField>();
        foreach (var item in reader.Items(native.FieldItemType).Where(item => HasNativeName(item, native.FieldNameSigns)))
        {
            if (item.Values.Text("Value") is null)
            {
                item.ReportMissing("Value", "text");
            }
            else if (item.Values.Line("Value") is { } value)
            {
                result.Add(new("", item.Include, value));
            }
        }

        return result;
    }

    private static readonly string[] UnitSections = ["Service", "Unit", "Install", "Socket", "Timer"];

    private bool HasNativeName(ItemReader item, string signs)
    {
        if (item.Include.All(c => char.IsAsciiLetterOrDigit(c) || signs.Contains(c, StringComparison.Ordinal)) && char.IsAsciiLetter(item.Include[0]))
        {
            return true;
        }

        diagnostics.Report(DiagnosticCatalog.InvalidName, item.Type, item.Include, "name", $"letters, digits and {string.Join(' ', signs.AsEnumerable())}, a letter first", "LimitCORE");
        return false;
    }

    private const UnixFileMode DefaultSocketMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    // Directories are known here; a misspelt token is reported.
    private string Expand(ItemReader item, string text)
    {
        ProcessReader.CheckTokens(item.Description, text, diagnostics);
        return DirectoryTokens.Expand(text, token => token == DirectoryTokens.Instance ? $"{{{token}}}" : layout.Resolve(token));
    }

    private bool CheckDirectory(ItemReader item, string path)
    {
        // Where homes are not known, what begins in one is a name like others.
        var place = HomePaths.IsIn(item.Include) ? item.Include : rules.Combine(layout.State, path);
        return HomePaths.IsIn(place) ? HomePaths.Check(item.Description, place, reader.Scope, rules.ExamplePath, diagnostics)
            : rules.IsAbsolute(path) ? rules.CheckOwnDirectory(item.Description, path, layout.State, diagnostics)
            : path.Length == 0 || rules.CheckTarget(item.Description, place, rules.Combine(layout.State, "data"), diagnostics);
    }

    private bool CheckSocket(ItemReader item)
    {
        // A port may be an instance's name.
        var address = Expand(item, item.Include);
        var names = reader.Items("ServiceInstance").Select(instance => instance.Include).DefaultIfEmpty(ServiceDefinition.AnyInstance);
        var valid = names.All(name => IsAddress(address.Replace(ServiceDefinition.AnyInstance, name, StringComparison.Ordinal)));
        if (!valid)
        {
            diagnostics.Report(
                DiagnosticCatalog.InvalidValue, "ServiceSocket", item.Include, "a port such as 8080, an address such as 127.0.0.1:8080, or a path such as {RuntimeDirectory}/name.sock");
        }

        return valid;
    }

    private bool IsAddress(string address)
    {
        var port = address[(address.LastIndexOf(':') + 1)..];
        return rules.IsAbsolute(address) && !address.Contains(':', StringComparison.Ordinal)
            ? rules.FindRuntimeFault(address) is null
            : IsHost(address[..^port.Length]) && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
    }

    // systemd.socket(5), ListenStream=: names are not looked up, and an IPv6 address stands in brackets.
    private static bool IsHost(string prefix) => prefix switch
    {
        "" => true,
        ['[', .. var inner, ']', ':'] => IPAddress.TryParse(inner, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6,
        _ => IPAddress.TryParse(prefix[..^1], out var address) && address.ToString() == prefix[..^1] && address.AddressFamily == AddressFamily.InterNetwork,
    };
}
