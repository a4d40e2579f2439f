using ServicePackaging.Diagnostics;
using ServicePackaging.Model;
using ServicePackaging.Values;

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

    public override bool CheckOwnDirectory(string subject, string path, string example, DiagnosticBag diagnostics)
    {
        if (FindDirectoryFault(path) is { } fault)
        {
            fault.Report(diagnostics, subject, path, example);
            return false;
        }

        return UnixPaths.Linux.Check(subject, path, example, diagnostics);
    }

    public override bool CheckTarget(string subject, string path, string example, DiagnosticBag diagnostics) =>
        UnixPaths.Linux.Check(subject, path, example, diagnostics);

    // tmpfiles.d(5) gives the file to its owner at installation, and interprets these characters as patterns and specifiers.
    public override PathFault? FindOwnedFault(string path) =>
        path.AsSpan().ContainsAny("*?[]\"\\%") ? new(PathFaultKind.OwnedGlob) : null;

    // A colon ends the home directory in passwd(5), and the name in StateDirectory= (systemd.exec(5)).
    public override PathFault? FindDirectoryFault(string path) => FindCharacter(path, ":");

    // logrotate(8) ends the names of files at a brace, also within quotes, and removes quotes and backslashes.
    public override PathFault? FindLogFault(string path) => FindCharacter(path, "{}\"'\\");

    // systemd: "Executable name contains special characters".
    public override PathFault? FindProgramFault(string path) => FindCharacter(path, "\"'\\");

    private static PathFault? FindCharacter(string path, string characters) =>
        path.AsSpan().IndexOfAny(characters) is >= 0 and var index ? new(PathFaultKind.InvalidCharacter, path[index].ToString()) : null;

    public override bool IsSystemAccount(string name) => SystemAccounts.IsOnLinux(name);

    public override bool HasAccount(ServiceAccount account) => account == Superuser;
}
