using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Platforms;
using ServicePackaging.Values;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Reading;

/// <summary>Reads the items of the running service: one method for each item type.</summary>
internal sealed class ServiceItemReader(ReadingContext context)
{
    private static readonly string[] UnitSections = ["Service", "Unit", "Install", "Socket", "Timer"];

    // Windows Installer has a column of 255 characters for the dependencies of a service, which also names one of Windows and the ends.
    private const int LongestDependencies = 200;
    private const int Separator = 3;

    private readonly InputReader _reader = context.Reader;
    private readonly InstallLayout _layout = context.Layout;
    private readonly PlatformRules _rules = context.Rules;
    private readonly DiagnosticBag _diagnostics = context.Diagnostics;

    /// <summary>Whether there are several named services.</summary>
    public bool HasInstances => _reader.Items(ServiceItems.Instance).Any();

    public List<ServiceDirectory> Directories()
    {
        var result = new List<ServiceDirectory>();
        foreach (var item in _reader.Items(ServiceItems.Directory))
        {
            var include = _rules.Normalise(context.Expand(item, item.Include));
            var isPath = _rules.IsAbsolute(include);
            var kind = item.Values.Read(ServiceItems.DirectoryKindOf, isPath ? DirectoryKind.Custom : DirectoryKind.State);
            var path = item.Include == "." ? "" : include;
            if (isPath != (kind == DirectoryKind.Custom))
            {
                new PathFault(PathFaultKind.KindMismatch, kind.ToString()).Report(_diagnostics, item.Description, path, _rules.ExamplePath);
            }
            else if (result.Exists(directory => (directory.Kind, directory.Path) == (kind, path)))
            {
                _diagnostics.Report(DiagnosticCatalog.Duplicate, item.Type, item.Include);
            }
            else if (CheckDirectory(item, path) && (_rules.KnowsHomes || !HomePaths.IsIn(item.Include)))
            {
                result.Add(new(kind, path, item.Values.Read(ServiceItems.DirectoryMode), item.Values.Read(ServiceItems.Purge, !isPath)));
            }
        }

        return result;
    }

    public List<ServiceDependency> Dependencies()
    {
        var result = new List<ServiceDependency>();
        foreach (var item in _reader.Items(ServiceItems.Dependency))
        {
            var kind = item.Values.Read(ServiceItems.DependencyKindOf);
            if (DependencyReader.ReadName(item, kind, _rules, text => context.Expand(item, text), _diagnostics) is not { } name)
            {
                continue;
            }

            if (_rules.Platform == Platform.Windows
                && result.Sum(other => other.Name.Length + Separator) + name.Length > LongestDependencies)
            {
                item.Values.Refuse(
                    ServiceItems.WindowsName, name, $"names of services that have at most {LongestDependencies} characters together");
                continue;
            }

            result.Add(new(kind, name));
        }

        return result;
    }

    /// <summary>The instances' items, of which no two have the same name.</summary>
    public List<ItemReader> Instances()
    {
        var result = new List<ItemReader>();
        foreach (var item in _reader.Items(ServiceItems.Instance))
        {
            if (!_rules.ServiceName.IsValid(item.Include) || context.ServiceName.Length + item.Include.Length > NameRules.LongestInstance)
            {
                _diagnostics.Report(
                    DiagnosticCatalog.InvalidName, item.Type, item.Include, "instance name", _rules.ServiceName.Alphabet, "production");
            }
            else if (result.Exists(instance => instance.Include.Equals(item.Include, StringComparison.OrdinalIgnoreCase)))
            {
                _diagnostics.Report(DiagnosticCatalog.Duplicate, item.Type, item.Include);
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
        .. from item in _reader.Items(ServiceItems.Socket)
           where CheckSocket(item)
           select new ServiceSocket(item.Values.Read(ServiceItems.SocketKindOf), item.Include, item.Values.Read(ServiceItems.SocketMode)),
    ];

    public List<ServiceTimer> Timers()
    {
        var result = new List<ServiceTimer>();
        foreach (var item in _reader.Items(ServiceItems.Timer))
        {
            var calendar = item.Values.Line(ServiceItems.TimerCalendar);
            var every = item.Values.Read(ServiceItems.TimerEvery);
            if (calendar is null == every is null)
            {
                item.ReportMissing(calendar is null ? "Calendar (or Every)" : "single one of Calendar and Every", "*-*-* 03:00:00");
                continue;
            }

            result.Add(new(
                calendar, every, item.Values.Read(ServiceItems.TimerRandomDelay), item.Values.Read(ServiceItems.TimerPersistent)));
        }

        return result;
    }

    /// <summary>The log files of a service, and with a pattern for its directory those of all instances.</summary>
    public List<ServiceLog> Logs(string logs) =>
    [
        .. from item in _reader.Items(ServiceItems.Log)
           let name = item.Include == "."
               ? "*.log"
               : context.Expand(item, item.Include).Replace(ServiceDefinition.AnyInstance, "*", StringComparison.Ordinal)
           let path = _rules.Combine(logs, name)
           where CheckLogName(item, path)
           where HomePaths.IsIn(path)
               ? HomePaths.Check(item.Description, path, context.Scope, "/var/log/name/*.log", _diagnostics)
               : _rules.CheckLog(item.Description, path, _rules.Combine(_layout.Log, "*.log"), _diagnostics)
           select new ServiceLog(
               path,
               item.Values.Read(ServiceItems.LogRotate), item.Values.Read(ServiceItems.LogKeep), item.Values.Read(ServiceItems.LogSize),
               item.Values.Read(ServiceItems.LogCompress), item.Values.Read(ServiceItems.LogReload)),
    ];

    public List<FailureAction> FailureActions() =>
    [
        .. _reader.Items(ServiceItems.FailureAction).Select(item => new FailureAction(
            item.ReadInclude(ValueKinds.OneOf<FailureActionKind>(), FailureActionKind.None), item.Values.Read(ServiceItems.FailureDelay))),
    ];

    public List<FirewallRule> FirewallRules()
    {
        var result = new List<FirewallRule>();
        foreach (var item in _reader.Items(ServiceItems.FirewallRule))
        {
            var rule = new FirewallRule(
                item.ReadInclude(ValueKinds.Integer(1, ushort.MaxValue), 1), item.Values.Read(ServiceItems.Protocol),
                item.Values.Read(ServiceItems.Profile), item.Values.Read(ServiceItems.RemoteAddress));
            // netsh.exe deletes rules by name, and the name consists of port and protocol.
            if (result.Exists(other => (other.Port, other.Protocol) == (rule.Port, rule.Protocol)))
            {
                _diagnostics.Report(DiagnosticCatalog.Duplicate, item.Type, item.Include);
            }
            else
            {
                result.Add(rule);
            }
        }

        return result;
    }

    public IReadOnlyList<NativeField> Directives() => _rules.Platform switch
    {
        Platform.Linux => UnitDirectives(),
        Platform.MacOS => context.NativeFields(ServiceItems.LaunchdKey, "-", "true, a number or a text"),
        _ => [],
    };

    private List<NativeField> UnitDirectives()
    {
        var result = new List<NativeField>();
        foreach (var item in _reader.Items(ServiceItems.SystemdDirective).Where(item => context.HasNativeName(item, "-")))
        {
            var section = item.Values.Read(ServiceItems.UnitSection)!;
            if (!UnitSections.Contains(section))
            {
                item.Values.Refuse(ServiceItems.UnitSection, section, string.Join(", ", UnitSections));
                continue;
            }

            // An empty value is meaningful to systemd: it resets a list.
            result.Add(new(section, item.Include, Tokens.Read(item.Values, ServiceItems.Value, _diagnostics) ?? ""));
        }

        return result;
    }

    // A log that is a directory would be rotated like a file.
    private bool CheckLogName(ItemReader item, string path)
    {
        string[] directories = [_layout.State, _layout.Log, _layout.Cache, _layout.Runtime, _layout.Config, _layout.Install];
        var isDirectory = _rules.HasSymlinks && (directories.Contains(path) || path.EndsWith('/'));
        var fault = isDirectory ? new PathFault(PathFaultKind.NoFileName) : _rules.FindLogFault(path);
        fault?.Report(_diagnostics, item.Description, path, _rules.Combine(_layout.Log, "*.log"));
        return fault is null;
    }

    private bool CheckDirectory(ItemReader item, string path)
    {
        if (_rules.FindDirectoryFault(path) is { } fault)
        {
            fault.Report(_diagnostics, item.Description, path, _rules.Combine(_layout.State, "data"));
            return false;
        }

        // On a platform that does not find homes, a path that starts in one is an ordinary name.
        var place = HomePaths.IsIn(item.Include) ? item.Include : _rules.Combine(_layout.State, path);
        return HomePaths.IsIn(place) ? HomePaths.Check(item.Description, place, context.Scope, _rules.ExamplePath, _diagnostics)
            : _rules.IsAbsolute(path) ? _rules.CheckOwnDirectory(item.Description, path, _layout.State, _diagnostics)
            : path.Length == 0 || _rules.CheckTarget(item.Description, place, _rules.Combine(_layout.State, "data"), _diagnostics);
    }

    private bool CheckSocket(ItemReader item)
    {
        // A port may be an instance's name.
        var address = context.Expand(item, item.Include);
        var names = _reader.Items(ServiceItems.Instance).Select(instance => instance.Include).DefaultIfEmpty(ServiceDefinition.AnyInstance);
        var valid = names.All(name => IsAddress(address.Replace(ServiceDefinition.AnyInstance, name, StringComparison.Ordinal)));
        if (!valid)
        {
            _diagnostics.Report(
                DiagnosticCatalog.InvalidValue, item.Type, item.Include,
                "a port such as 8080, an address such as 127.0.0.1:8080, or a path such as {RuntimeDirectory}/name.sock");
        }

        return valid;
    }

    private bool IsAddress(string address)
    {
        var port = address[(address.LastIndexOf(':') + 1)..];
        return _rules.IsAbsolute(address) && !address.Contains(':', StringComparison.Ordinal)
            ? _rules.FindRuntimeFault(address) is null
            : IsHost(address[..^port.Length])
                && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
    }

    // systemd.socket(5), ListenStream=: names are not looked up, and an IPv6 address is in brackets.
    private static bool IsHost(string prefix) => prefix switch
    {
        "" => true,
        ['[', .. var inner, ']', ':'] =>
            IPAddress.TryParse(inner, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6,
        _ => IPAddress.TryParse(prefix[..^1], out var address) && address.ToString() == prefix[..^1]
            && address.AddressFamily == AddressFamily.InterNetwork,
    };
}
