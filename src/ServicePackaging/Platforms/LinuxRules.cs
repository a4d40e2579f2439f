using ServicePackaging.Diagnostics;
using ServicePackaging.Model;

namespace ServicePackaging.Platforms;

/// <summary>Linux with systemd.</summary>
internal sealed class LinuxRules : UnixRules
{
    public static readonly LinuxRules Instance = new();

    public override Platform Platform => Platform.Linux;

    public override string ExamplePath => "/var/lib/name";

    public override string AccountAlphabet => "lower case letters, digits, _ and -, at most 31, a letter or _ first";

    // dh_installdeb(1): every file in /etc is a conffile.
    public override bool IsConfigurationPath(string path) => path.StartsWith("/etc/", StringComparison.Ordinal);

    public override ServiceAccount Superuser => ServiceAccount.Root;

    // file-hierarchy(7).
    public override InstallLayout LayoutFor(PackageIdentity identity)
    {
        var name = identity.Name;
        return new($"/usr/libexec/{name}", $"/etc/{name}", $"/var/lib/{name}", $"/var/log/{name}", $"/var/cache/{name}", $"/run/{name}")
        {
            Environment = "/etc/default",
        };
    }

    public override string DeriveAccount(string packageName) => NameRules.ToAccountName(packageName);

    public override bool CheckOwnDirectory(string subject, string path, string example, DiagnosticBag diagnostics) =>
        UnixPaths.Linux.Check(subject, path, example, diagnostics);

    public override bool CheckTarget(string subject, string path, string example, DiagnosticBag diagnostics) =>
        UnixPaths.Linux.Check(subject, path, example, diagnostics);

    // tmpfiles.d(5) gives the file to its owner at installation, and interprets these characters as patterns and specifiers.
    public override PathFault? FindOwnedFault(string path) =>
        path.AsSpan().ContainsAny("*?[]\"\\%") ? new(PathFaultKind.OwnedGlob) : null;

    public override bool IsSystemAccount(string name) => SystemAccounts.IsOnLinux(name);

    public override bool HasAccount(ServiceAccount account) => account == Superuser;
}
