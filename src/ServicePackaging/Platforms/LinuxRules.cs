using System.Text;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Reading;

namespace ServicePackaging.Platforms;

/// <summary>Linux with systemd.</summary>
internal sealed class LinuxRules : PlatformRules
{
    public static readonly LinuxRules Instance = new();

    private const string AccountAlphabet = "lower case letters, digits, _ and -, at most 31, a letter or _ first";

    private static readonly CompositeFormat GroupAccess = CompositeFormat.Parse("""write <SystemdDirective Include="SupplementaryGroups" Value="{0}" />""");

    public override Platform Platform => Platform.Linux;

    public override char Separator => '/';

    public override string ExamplePath => "/var/lib/name";

    public override (Func<string, bool> IsValid, string Alphabet) ServiceName => (NameRules.IsServiceName, "letters, digits and _ . : -");

    public override bool HasSymlinks => true;

    public override InstallLayout LayoutFor(PackageIdentity identity, string format) => InstallLayout.ForLinux(identity.Name, format);

    public override string Normalise(string path) => path;

    public override bool IsAbsolute(string path) => path.StartsWith('/') || HomePaths.IsIn(path);

    public override string? FindRuntimeFault(string path) => UnixPaths.FindFault(path);

    public override bool CheckOwnDirectory(string subject, string path, string example, DiagnosticBag diagnostics) =>
        UnixPaths.Linux.CheckOwnDirectory(subject, path, example, diagnostics);

    public override bool CheckTarget(string subject, string path, string example, DiagnosticBag diagnostics) =>
        UnixPaths.Linux.CheckTarget(subject, path, example, diagnostics);

    // tmpfiles.d(5) gives it to its owner at installation, and takes these for patterns and specifiers.
    public override string? FindOwnedFault(string path) =>
        path.AsSpan().ContainsAny("*?[]\"\\%") ? "which has an owner and holds one of * ? [ ] \" \\ %" : null;

    public override bool RunsHook(string fileName) => !WindowsRules.IsWindowsScript(fileName);

    public override ServiceAccount ReadAccount(ValueReader properties, PackageIdentity identity, DiagnosticBag diagnostics)
    {
        var own = OwnAccount(properties, identity, NameRules.ToAccountName(identity.Name), diagnostics);
        var user = properties.ReadName("ServiceUser", own, NameRules.IsAccountName, "user name", AccountAlphabet);
        var group = properties.ReadName("ServiceGroup", user, NameRules.IsAccountName, "group name", AccountAlphabet);
        if (user == "root")
        {
            diagnostics.Report(DiagnosticCatalog.RunsAsRoot, properties.Describe("ServiceUser"), user, own);
        }

        var account = new ServiceAccount(user, group);
        CheckSystemAccount(properties, account, own, GroupAccess, diagnostics);
        return account;
    }

    public override bool IsSystemAccount(string name) => SystemAccounts.IsOnLinux(name);

    public override ServiceAccount Superuser => ServiceAccount.Root;

    public override bool HasAccount(ServiceAccount account) => account == Superuser;

    public override string? ReadDependencyName(ItemReader item, DependencyKind kind, Func<string, string> expand, DiagnosticBag diagnostics)
    {
        var name = item.Values.Line("Systemd") ?? item.Include;
        if (kind == DependencyKind.Mounts)
        {
            name = expand(name);
            if (UnixPaths.FindFault(name) is not { } fault)
            {
                return name;
            }

            diagnostics.Report(DiagnosticCatalog.InvalidPath, item.Description, name, fault, ExamplePath);
            return null;
        }

        if (!NameRules.IsUnitName(name))
        {
            diagnostics.Report(DiagnosticCatalog.InvalidName, item.Description, name, "unit name", "letters, digits and _ . : @ \\ -", "postgresql.service");
            return null;
        }

        return name.Contains('.', StringComparison.Ordinal) ? name : name + ".service";
    }

    public override void Check(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        CheckUnits(definition, diagnostics);
        if (definition.StartMode == ServiceStartMode.Delayed)
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, "ServiceStartMode", ServiceStartMode.Delayed, "systemd",
                "the service starts at boot as soon as what it depends on is up");
        }

        if (definition.Scope == ServiceScope.User && definition.Logs.FirstOrDefault(log => !HomePaths.IsIn(log.Path)) is { } log)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceScope", ServiceScope.User, "ServiceLog", log.Path,
                "where in a home a user's log files are differs among versions of systemd, and logrotate has to be told; set ServiceLogDirectory, such as ~/.name/logs");
        }

        var delays = definition.Restart.Actions.Where(action => action.Kind == FailureActionKind.Restart).Select(action => action.Delay).Distinct().Count();
        if (delays > 2)
        {
            diagnostics.Report(
                DiagnosticCatalog.NotOnThisPlatform, "ServiceFailureAction", "Restart", "systemd",
                "delays grow evenly from the first to the last (RestartSteps=, systemd 254), and stay at the first before that");
        }
    }

    // One unit file holds all sockets, and one all timers: what cannot be said of each would be said of none, silently.
    private static void CheckUnits(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var sections = new[] { ("Socket", definition.Sockets.Count > 0), ("Timer", definition.Timers.Count > 0) };
        foreach (var (section, _) in sections.Where(row => !row.Item2))
        {
            foreach (var directive in definition.ServiceDirectives.Where(directive => directive.Section == section))
            {
                diagnostics.Report(
                    DiagnosticCatalog.Contradiction, "SystemdDirective", directive.Name, "Section", section,
                    $"there is no Service{section} item, and so no unit with that section");
            }
        }

        var local = definition.Sockets.Where(socket => socket.IsLocal).ToList();
        if (local.Find(socket => socket.Mode != local[0].Mode) is { } other)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceSocket", local[0].Address, "ServiceSocket", other.Address,
                "all local sockets of a service have one Mode");
        }
    }
}
