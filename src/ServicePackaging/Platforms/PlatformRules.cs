using System.Globalization;
using System.Text;
using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Reading;
using ServicePackaging.Values;

namespace ServicePackaging.Platforms;

/// <summary>What places and names look like on one platform, and what holds there when nothing is said.</summary>
internal abstract class PlatformRules
{
    /// <summary>The rules of a platform.</summary>
    public static PlatformRules For(Platform platform) => platform switch
    {
        Platform.Linux => LinuxRules.Instance,
        Platform.MacOS => MacOSRules.Instance,
        _ => WindowsRules.Instance,
    };

    /// <summary>The platform.</summary>
    public abstract Platform Platform { get; }

    /// <summary>What stands between the names of a path.</summary>
    public abstract char Separator { get; }

    /// <summary>A path for examples in messages.</summary>
    public abstract string ExamplePath { get; }

    /// <summary>The rule for a service's name, and what it allows in words.</summary>
    public abstract (Func<string, bool> IsValid, string Alphabet) ServiceName { get; }

    /// <summary>Whether packages bring symbolic links.</summary>
    public abstract bool HasSymlinks { get; }

    /// <summary>Whether what a service prints goes to files, because there is no log that takes it.</summary>
    public virtual bool LogsToFiles => false;

    /// <summary>Whether the package always makes the directory of configuration, because it holds the others and has to be guarded.</summary>
    public virtual bool GuardsConfigDirectory => false;

    /// <summary>Whether other products may have their directories in that one: it is not deleted with what is in it.</summary>
    public virtual bool MayHoldOtherProducts(string path) => false;

    /// <summary>Whether the service manager, or a script before the program, finds places in a user's home.</summary>
    public virtual bool KnowsHomes => true;

    /// <summary>Whether the service manager can start a service again that ended with success.</summary>
    public virtual bool RestartsAfterSuccess => true;

    /// <summary>The conventional places of a package's things.</summary>
    public abstract InstallLayout LayoutFor(PackageIdentity identity, string format);

    /// <summary>The path as the platform writes it.</summary>
    public abstract string Normalise(string path);

    /// <summary>Whether a path says by itself where it is.</summary>
    public abstract bool IsAbsolute(string path);

    /// <summary>Why a text is no path that the running program could be told; null when it is one.</summary>
    public abstract string? FindRuntimeFault(string path);

    /// <summary>Checks the path of a directory of the package's own; a fault is reported.</summary>
    public abstract bool CheckOwnDirectory(string subject, string path, string example, DiagnosticBag diagnostics);

    /// <summary>Checks the path of a file to be installed; a fault is reported.</summary>
    public abstract bool CheckTarget(string subject, string path, string example, DiagnosticBag diagnostics);

    /// <summary>Checks the path of a log file, which may be a glob; a fault is reported.</summary>
    public virtual bool CheckLog(string subject, string path, string example, DiagnosticBag diagnostics) => CheckTarget(subject, path, example, diagnostics);

    /// <summary>Why a file with an owner of its own cannot be at a path; null when it can, or when files have no owners that are declared.</summary>
    public virtual string? FindOwnedFault(string path) => null;

    /// <summary>Whether the platform runs a developer's hook, by the name of its file.</summary>
    public abstract bool RunsHook(string fileName);

    /// <summary>The name that a declared owner or group has on this platform.</summary>
    public virtual string ReadOwner(string name) => name;

    /// <summary>Reads the account.</summary>
    public abstract ServiceAccount ReadAccount(ValueReader properties, PackageIdentity identity, DiagnosticBag diagnostics);

    /// <summary>The account with every right.</summary>
    public abstract ServiceAccount Superuser { get; }

    /// <summary>Whether a user or group of that name belongs to the system, so that no service may have it. The superuser does not count.</summary>
    public abstract bool IsSystemAccount(string name);

    /// <summary>Whether every machine has an account, so that none has to be made or asked for.</summary>
    public abstract bool HasAccount(ServiceAccount account);

    /// <summary>Reads the name that the platform's service manager has for another service; null when it has none, which is reported.</summary>
    public abstract string? ReadDependencyName(ItemReader item, DependencyKind kind, Func<string, string> expand, DiagnosticBag diagnostics);

    /// <summary>Reports what this platform does differently than the definition asks, and what contradicts itself here.</summary>
    public abstract void Check(ServiceDefinition definition, DiagnosticBag diagnostics);

    /// <summary>What of a definition names places, perhaps by tokens, that have to be there before the program starts and that no argument or variable names.</summary>
    public virtual IEnumerable<string?> PlacesAtStart(ServiceDefinition definition) => [];

    /// <summary>Reports directories that the service may write to within that of its program.</summary>
    protected void CheckWritableProgram(ServiceDefinition definition, DiagnosticBag diagnostics)
    {
        var own = OwnedDirectories.For(definition, this).Where(directory =>
            (directory.Path + Separator).StartsWith(definition.Layout.Install + Separator, StringComparison.OrdinalIgnoreCase));
        foreach (var directory in own)
        {
            diagnostics.Report(
                DiagnosticCatalog.Contradiction, "ServiceInstallDirectory", definition.Layout.Install, "ServiceDirectory", directory.Path,
                "a service that may write there could change its own program");
        }
    }

    /// <summary>The account of a service whose developer names none. A name that has to be cut off could be another package's, which is reported.</summary>
    protected static string OwnAccount(ValueReader properties, PackageIdentity identity, string derived, DiagnosticBag diagnostics)
    {
        if (derived.Length <= NameRules.LongestAccountName)
        {
            return derived;
        }

        var own = derived[..NameRules.LongestAccountName];
        if (properties.Line("ServiceUser") is null && !IsUsersService(properties))
        {
            diagnostics.Report(DiagnosticCatalog.LossyName, "ServicePackageName", identity.Name, "account", own, "ServiceUser", "acme-agent");
        }

        return own;
    }

    private static bool IsUsersService(ValueReader properties) =>
        properties.Read("ServiceScope", ValueKinds.OneOf<ServiceScope>(), ServiceScope.System) == ServiceScope.User;

    /// <summary>Reports a user or group that belongs to the system.</summary>
    /// <param name="properties">Where they were read from.</param>
    /// <param name="account">The user and the group.</param>
    /// <param name="own">The user that is created when no other is named.</param>
    /// <param name="groupAccess">How the service gets the rights of a group: {0} is the group.</param>
    /// <param name="diagnostics">Receives the finding.</param>
    protected void CheckSystemAccount(ValueReader properties, ServiceAccount account, string own, CompositeFormat groupAccess, DiagnosticBag diagnostics)
    {
        if (IsUsersService(properties))
        {
            return;
        }

        var system = Platform == Platform.MacOS ? "macOS" : Platform.ToString();
        if (IsSystemAccount(account.User))
        {
            var isDefault = properties.Line("ServiceUser") is null;
            diagnostics.Report(
                DiagnosticCatalog.SystemAccount, isDefault ? "ServiceUser, which defaults to the package's name," : properties.Describe("ServiceUser"),
                account.User, "user or group", system,
                IsSystemAccount(own)
                    ? $"Set ServiceUser to a name that only this service has, such as '{own}-service'"
                    : $"Leave it out to get an account of the service's own, '{own}', or write another name");
        }
        else if (IsSystemAccount(account.Group))
        {
            diagnostics.Report(
                DiagnosticCatalog.SystemAccount, properties.Describe("ServiceGroup"), account.Group, "group", system,
                $"Leave it out to get a group of the service's own; to give the service the rights of '{account.Group}', "
                + string.Format(CultureInfo.InvariantCulture, groupAccess, account.Group));
        }
    }

    /// <summary>Joins a directory and a path relative to it; an absolute path stands for itself.</summary>
    public string Combine(string directory, string path)
    {
        var normalised = Normalise(path);
        return IsAbsolute(normalised) ? normalised : normalised.Length == 0 ? directory : $"{directory}{Separator}{normalised}";
    }
}
