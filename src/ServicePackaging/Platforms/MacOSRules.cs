using System.Text;
using ServicePackaging.Diagnostics;
using ServicePackaging.Launchd;
using ServicePackaging.Model;
using ServicePackaging.Reading;

namespace ServicePackaging.Platforms;

/// <summary>macOS with launchd.</summary>
internal sealed class MacOSRules : PlatformRules
{
    public static readonly MacOSRules Instance = new();

    private const string AccountAlphabet = "lower case letters, digits, _ and -, at most 31; by custom an underscore first";

    private static readonly CompositeFormat GroupAccess = CompositeFormat.Parse(
        "let a ServicePackageScript of the stage AfterInstall add its account with 'dseditgroup -o edit -a USER -t user {0}'");

    public override Platform Platform => Platform.MacOS;

    public override char Separator => '/';

    public override string ExamplePath => "/Library/Application Support/name";

    public override (Func<string, bool> IsValid, string Alphabet) ServiceName => (NameRules.IsServiceName, "letters, digits and _ . : -");

    public override bool HasSymlinks => true;

    public override bool LogsToFiles => true;

    public override InstallLayout LayoutFor(PackageIdentity identity, string format) => InstallLayout.ForMacOS(identity.Name);

    public override string Normalise(string path) => path;

    public override bool IsAbsolute(string path) => path.StartsWith('/') || HomePaths.IsIn(path);

    public override string? FindRuntimeFault(string path) => UnixPaths.FindFault(path);

    public override bool CheckOwnDirectory(string subject, string path, string example, DiagnosticBag diagnostics) =>
        UnixPaths.MacOS.CheckOwnDirectory(subject, path, example, diagnostics);

    public override bool CheckTarget(string subject, string path, string example, DiagnosticBag diagnostics) =>
        UnixPaths.MacOS.CheckTarget(subject, path, example, diagnostics);

    // The places that launchd goes to before the program does.
    public override IEnumerable<string?> PlacesAtStart(ServiceDefinition definition) =>
    [
        definition.Process.WorkingDirectory, .. definition.Process.OutputFiles,
        .. definition.Sockets.Select(socket => socket.Address),
    ];

    public override bool RunsHook(string fileName) => !WindowsRules.IsWindowsScript(fileName);

    public override string ReadOwner(string name) => AccountName(name);

    public override ServiceAccount ReadAccount(ValueReader properties, PackageIdentity identity, DiagnosticBag diagnostics)
    {
        var own = OwnAccount(properties, identity, "_" + NameRules.ToAccountName(identity.Name).TrimStart('_'), diagnostics);
        var user = AccountName(properties.ReadName("ServiceUser", own, NameRules.IsAccountName, "user name", AccountAlphabet));
        var group = AccountName(properties.ReadName("ServiceGroup", user, NameRules.IsAccountName, "group name", AccountAlphabet));
        if (user == "root")
        {
            diagnostics.Report(DiagnosticCatalog.RunsAsRoot, properties.Describe("ServiceUser"), user, own);
        }

        var account = new ServiceAccount(user, group == "root" ? "wheel" : group);
        CheckSystemAccount(properties, account, own, GroupAccess, diagnostics);
        return account;
    }

    public override bool IsSystemAccount(string name) => SystemAccounts.IsOnMacOS(name);

    public override ServiceAccount Superuser { get; } = new("root", "wheel");

    public override bool HasAccount(ServiceAccount account) => account == Superuser;

    // There is nothing to tell launchd: it starts everything at once, and what depends on others tries again.
    public override string? ReadDependencyName(ItemReader item, DependencyKind kind, Func<string, string> expand, DiagnosticBag diagnostics)
    {
        diagnostics.Report(
            DiagnosticCatalog.NotOnThisPlatform, "ServiceDependency", item.Include, "launchd",
            "services start in no order; the program has to try again until the other is there. Platforms=\"Linux;Windows\" says that this is known");
        return null;
    }

    public override void Check(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        LaunchdGaps.Report(definition, diagnostics);
        CheckWritableProgram(definition, diagnostics);
        if (definition.ServiceDirectives.Any(key => key.Name == "Label"))
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "LaunchdKey", "Label", "ServiceIdentifier", definition.Identifier, "the job's file and the scripts have the identifier for its name; set that");
        }

        if (definition.Scope == ServiceScope.User && definition.Logs.FirstOrDefault(log => !UserPlaces.HoldLog(definition, log)) is { } log)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceScope", ServiceScope.User, "ServiceLog", log.Path,
                "a user's log files are in that user's home; write a name, or a path that begins with ~/");
        }
    }

    // Apple's custom for the accounts of services. The names of macOS that files are given to are left as they are.
    private static string AccountName(string name) =>
        name.StartsWith('_') || name is "root" or "wheel" or "daemon" or "nobody" or "staff" or "admin" ? name : "_" + name;
}
