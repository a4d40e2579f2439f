using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Values;

namespace ServicePackaging.Platforms;

/// <summary>macOS with launchd.</summary>
internal sealed class MacOSRules : UnixRules
{
    public static readonly MacOSRules Instance = new();

    // Accounts of macOS itself that may own files; their names are used without a change.
    private static readonly string[] Known = ["root", "wheel", "daemon", "nobody", "staff", "admin"];

    public override Platform Platform => Platform.MacOS;

    public override string ExamplePath => "/Library/Application Support/name";

    public override string AccountAlphabet => "lower case letters, digits, _ and -, at most 31; by custom an underscore first";

    public override ServiceAccount Superuser { get; } = new("root", "wheel");

    // Private to the package, and not below /usr/local, parts of which Homebrew gives to a user.
    public override InstallLayout LayoutFor(PackageIdentity identity)
    {
        var name = identity.Name;
        var own = $"/Library/Application Support/{name}";
        // Not /var/run: it is emptied at every boot, and nothing would create a directory in it that the service may write to.
        return new($"/opt/{name}", own, own + "/data", $"/Library/Logs/{name}", $"/Library/Caches/{name}", own + "/run")
        {
            Environment = own,
        };
    }

    // Apple's custom for the accounts of services.
    public override string DeriveAccount(string packageName) => "_" + NameRules.ToAccountName(packageName).TrimStart('_');

    public override string AccountName(string name) => name.StartsWith('_') || Known.Contains(name) ? name : "_" + name;

    public override bool CheckOwnDirectory(string subject, string path, string example, DiagnosticBag diagnostics) =>
        UnixPaths.MacOS.Check(subject, path, example, diagnostics);

    public override bool CheckTarget(string subject, string path, string example, DiagnosticBag diagnostics) =>
        UnixPaths.MacOS.Check(subject, path, example, diagnostics);

    public override bool IsSystemAccount(string name) => SystemAccounts.IsOnMacOS(name);

    public override bool HasAccount(ServiceAccount account) => account == Superuser;
}
