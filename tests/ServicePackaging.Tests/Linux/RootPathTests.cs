using System.Runtime.Versioning;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Linux;

/// <summary>Root never works by name in a directory in which a service's account may put a link.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RootPathTests
{
    private const string Code = "SVCPKG2024";

    private static readonly Service Acme = new Service().Source("x.json", "{}");

    private static readonly Service Instances = Acme.Item("ServiceInstance", "a").Item("ServiceInstance", "b");

    /// <summary>What names a place in a directory of the service's account, and the directory that the message names.</summary>
    private static readonly Dictionary<string, (Service Service, string Directory)> Refused = new()
    {
        ["a file"] = (Packaged("ServicePackageFile", "/var/lib/acme/x.json"), "/var/lib/acme"),
        ["a file further down"] = (Packaged("ServicePackageFile", "/var/lib/acme/a/x.json"), "/var/lib/acme"),
        ["a file in a declared directory"] = (Packaged("ServicePackageFile", "/srv/acme/x").Item("ServiceDirectory", "/srv/acme"), "/srv/acme"),
        ["a configuration file"] = (Packaged("ServiceConfigFile", "/var/lib/acme/x.json"), "/var/lib/acme"),
        ["a file of variables"] = (Packaged("ServiceEnvironmentFile", "/var/lib/acme/x.env"), "/var/lib/acme"),
        ["configuration where the service writes"] = (
            Packaged("ServiceConfigFile", "rules/x.json").Item("ServiceDirectory", "rules", ("Kind", "Configuration")), "/etc/acme/rules"),
        ["configuration that the group may write"] = (
            Packaged("ServiceConfigFile", "x.json").Item("ServiceDirectory", ".", ("Kind", "Configuration"), ("Mode", "0770")), "/etc/acme"),
        ["a link"] = (Acme.Item("ServicePackageSymlink", "/var/lib/acme/x", ("TargetPath", "/etc/acme/x")), "/var/lib/acme"),
        ["the program"] = (Acme.With("ServiceInstallDirectory", "/opt/acme/bin").Item("ServiceDirectory", "/opt/acme"), "/opt/acme"),
        ["the program where the state is"] = (
            Acme.With("ServiceInstallDirectory", "/opt/acme/bin").With("ServiceStateDirectory", "/opt/acme/bin"), "/opt/acme/bin"),
        ["the configuration"] = (
            Acme.With("ServiceConfigDirectory", "/var/lib/acme/conf").Item("ServiceConfigFile", "x.json"), "/var/lib/acme"),
        ["a socket in the state directory"] = (Acme.Item("ServiceSocket", "{StateDirectory}/x.sock"), "/var/lib/acme"),
        ["a socket in what instances share"] = (
            Instances.Item("SystemdDirective", "RuntimeDirectory", ("Value", "acme")).Item("ServiceSocket", "/run/acme/{Instance}.sock"), "/run/acme"),
        ["sockets of instances by a directive"] = (
            Instances.Item("ServiceSocket", "{RuntimeDirectory}/x.sock").Item("SystemdDirective", "RuntimeDirectory", ("Value", "acme acme/%i")),
            "/run/acme"),
        ["a socket by a directive"] = (
            Acme.Item("ServiceSocket", "8080").Item("SystemdDirective", "ListenFIFO", ("Section", "Socket"), ("Value", "%S/acme/fifo")),
            "/var/lib/acme"),
        ["a command of root"] = (Directive("ExecStartPre", "+/var/lib/acme/x"), "/var/lib/acme"),
        ["a command of root on a file"] = (Directive("ExecStopPost", "-+/bin/sh -c 'chown acme:acme %S/acme/x'"), "/var/lib/acme"),
        ["a command with the rights of root"] = (Directive("ExecReload", "!/bin/cp /etc/x /var/lib/acme/x"), "/var/lib/acme"),
        ["variables"] = (Directive("EnvironmentFile", "-/var/lib/acme/x"), "/var/lib/acme"),
        ["a credential"] = (Directive("LoadCredential", "key:/var/lib/acme/key"), "/var/lib/acme"),
        ["input"] = (Directive("StandardInput", "file:/var/lib/acme/x"), "/var/lib/acme"),
        ["a mount"] = (Directive("BindPaths", "/srv/a /var/lib/acme/x:/etc/x"), "/var/lib/acme"),
        ["a long list of mounts"] = (Directive("BindPaths", new string('a', 5000) + " :x -/var/lib/acme/x"), "/var/lib/acme"),
        ["a root"] = (Directive("RootDirectory", "/var/lib/acme/root"), "/var/lib/acme"),
        ["a directory that a directive gives"] = (
            Directive("CacheDirectory", "other/x:link").Item("ServicePackageFile", "x.json", ("TargetPath", "/var/cache/other/x/y")), "/var/cache/other/x"),
    };

    /// <summary>What looks alike and is safe.</summary>
    private static readonly Dictionary<string, Service> Accepted = new()
    {
        ["a user's service"] = Packaged("ServicePackageFile", "/var/lib/acme/x.json").With("ServiceScope", "User"),
        ["root's service"] = Packaged("ServicePackageFile", "/var/lib/acme/x.json").With("ServiceUser", "root"),
        ["a directory that begins alike"] = Packaged("ServicePackageFile", "/var/lib/acme-x/x.json"),
        ["a socket in the service's own runtime directory"] = Acme.Item("ServiceSocket", "{RuntimeDirectory}/x.sock"),
        ["sockets of instances in a directory each"] = Instances.Item("ServiceSocket", "{RuntimeDirectory}/x.sock"),
        ["sockets of instances in a directory of root"] = Instances.Item("ServiceSocket", "/run/acme-sockets/{Instance}.sock"),
        ["a command of the service"] = Directive("ExecStartPre", "-/bin/cp /etc/x /var/lib/acme/x"),
        ["a command of root that makes the directory itself"] = Directive("ExecStartPre", "+/usr/bin/install -d -o acme /var/lib/acme"),
        ["a mount of the directory itself"] = Directive("BindPaths", "/var/lib/acme:/srv/acme"),
        ["configuration that the service reads"] = Packaged("ServiceConfigFile", "x.json").Item("ServiceDirectory", ".", ("Kind", "Configuration")),
        ["configuration beside what the service writes"] =
            Packaged("ServiceConfigFile", "x.json").Item("ServiceDirectory", "rules", ("Kind", "Configuration")),
        ["what the program writes beside itself"] = Acme.Item("ServiceWritablePath", "data/"),
    };

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    public static TheoryData<string> AcceptedNames => [.. Accepted.Keys];

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void A_place_where_the_account_may_put_a_link_is_refused(string name)
    {
        var (service, directory) = Refused[name];

        var finding = Assert.Single(service.Plan().Findings, finding => finding.Descriptor.Code == Code);
        Assert.Contains($"'{directory}'", finding.Message, StringComparison.Ordinal);
        Assert.Contains("'acme'", finding.Message, StringComparison.Ordinal);
        Assert.Contains(Code, service.PlanRpm().Codes);
    }

    [Theory]
    [MemberData(nameof(AcceptedNames))]
    public void A_place_that_only_root_may_change_is_accepted(string name) => Assert.DoesNotContain(Code, Accepted[name].Plan().Codes);

    [Theory]
    [InlineData(".", "d /etc/acme 0750 root acme")]
    [InlineData("rules", "d /etc/acme 0755 root acme", "d /etc/acme/rules 0750 acme acme")]
    public void Root_keeps_the_configuration_directory(string include, params string[] lines)
    {
        var text = Acme.Item("ServiceDirectory", include, ("Kind", "Configuration")).PlanWithoutFindings().Text("/usr/lib/tmpfiles.d/acme.conf");

        Assert.Equal(lines, text.Split('\n').Where(text => text.Contains("/etc/", StringComparison.Ordinal)));
    }

    private static Service Packaged(string item, string target) => Acme.Item(item, "x.json", ("TargetPath", target));

    private static Service Directive(string name, string value) => Acme.Item("SystemdDirective", name, ("Value", value));
}
