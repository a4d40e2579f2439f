using ServicePackaging.Model;
using ServicePackaging.Placement;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Placement;

/// <summary>Where published and declared files are installed, and what they are for.</summary>
public sealed class PayloadPlacementTests
{
    private const string SameTarget = "SVCPKG3005";

    // The last one is published and declared, and packaged once.
    private static readonly Service Everything = new Service().With("ServicePackageVendor", "Example").Source("extra.json")
        .Source("conf/acme.toml").Source("data.txt")
        .Item("ServiceConfigFile", "conf/acme.toml", ("TargetPath", "acme.toml")).Item("ServiceConfigFile", "extra.json")
        .Item("ServicePackageFile", "data.txt", ("Mode", "0600"));

    [Fact]
    public void On_Linux_a_link_replaces_published_configuration() => Assert.Equal(
        [
            "Program /usr/libexec/acme/Acme", "Content /usr/libexec/acme/Acme.dll",
            "Settings /usr/libexec/acme/appsettings.Staging.json", "link /usr/libexec/acme/appsettings.json -> /etc/acme/appsettings.json",
            "link /usr/libexec/acme/conf/acme.toml -> /etc/acme/acme.toml", "Content /usr/libexec/acme/data.txt 0600",
            "Configuration /etc/acme/acme.toml from conf/acme.toml", "Configuration /etc/acme/extra.json",
            "Configuration /etc/acme/appsettings.json from appsettings.json",
        ],
        Describe(Published(Everything), "deb", Platform.Linux, "Acme"));

    [Fact]
    public void On_macOS_as_well() => Assert.Equal(
        [
            "Program /opt/acme/Acme", "Content /opt/acme/Acme.dll", "Settings /opt/acme/appsettings.Staging.json",
            "link /opt/acme/appsettings.json -> /Library/Application Support/acme/appsettings.json",
            "link /opt/acme/conf/acme.toml -> /Library/Application Support/acme/acme.toml", "Content /opt/acme/data.txt 0600",
            "Configuration /Library/Application Support/acme/acme.toml from conf/acme.toml",
            "Configuration /Library/Application Support/acme/extra.json",
            "Configuration /Library/Application Support/acme/appsettings.json from appsettings.json",
        ],
        Describe(Published(Everything.OnMacOS()), "pkg", Platform.MacOS, "Acme"));

    // .NET reads appsettings.json beside the program.
    [Fact]
    public void On_Windows_there_are_no_links() => Assert.Equal(
        [
            @"Content ProgramFiles\Example\acme\Acme.dll", @"Program ProgramFiles\Example\acme\Acme.exe",
            @"Settings ProgramFiles\Example\acme\appsettings.Staging.json",
            @"Configuration ProgramFiles\Example\acme\appsettings.json", @"Content ProgramFiles\Example\acme\data.txt 0600",
            @"Configuration ProgramData\Example\acme\acme.toml from conf/acme.toml",
            @"Configuration ProgramData\Example\acme\extra.json",
        ],
        Describe(Published(Everything.OnWindows()), "msi", Platform.Windows, "ACME.EXE"));

    [Fact]
    public void A_declared_file_below_etc_belongs_to_the_administrator() => Assert.Equal(
        "SystemConfiguration /etc/cron.d/acme",
        Describe(new Service().Source("acme.cron").Item("ServicePackageFile", "acme.cron", ("TargetPath", "/etc/cron.d/acme")),
            "deb", Platform.Linux, "Acme")[^1]);

    [Fact]
    public void Two_declared_files_at_one_path_are_reported_on_each_platform()
    {
        var service = new Service().Source("a/x.json").Source("b/x.json").With("ServicePackageVendor", "Example")
            .Item("ServicePackageFile", "a/x.json", ("TargetPath", "{InstallDirectory}/x.json"))
            .Item("ServicePackageFile", "b/x.json", ("TargetPath", "{InstallDirectory}/x.json"));

        Assert.Equal([SameTarget], service.Plan().Codes);
        Assert.Equal([SameTarget], service.OnMacOS().PlanPkg().Codes);
        Assert.Equal([SameTarget], service.OnWindows().PlanMsi().Codes);
    }

    // A package for macOS cannot contain the numbers of accounts that only the target knows.
    [Fact]
    public void On_macOS_scripts_give_a_published_file_to_its_declared_owner()
    {
        var planned = new Service().OnMacOS().Publishes("data.txt").Source("data.txt")
            .Item("ServicePackageFile", "data.txt", ("Owner", "acme"), ("Mode", "0600")).PlanPkgWithoutFindings();

        Assert.Equal("file 0600 root:wheel", planned.Describe("/opt/acme/data.txt"));
        Assert.Contains(planned.Plan.Metadata, script => script.Value.Contains("_acme:wheel", StringComparison.Ordinal)
            && script.Value.Contains("/opt/acme/data.txt", StringComparison.Ordinal));
    }

    [Fact]
    public void A_published_link_that_is_declared_as_configuration_leads_to_the_configuration()
    {
        var planned = new Service().PublishesLink("acme.toml", "defaults.toml").Publishes("defaults.toml").Source("acme.toml")
            .Item("ServiceConfigFile", "acme.toml").PlanWithoutFindings();

        Assert.Equal("link to /etc/acme/acme.toml", planned.Describe("/usr/libexec/acme/acme.toml"));
    }

    private static Service Published(Service service) =>
        service.Publishes("appsettings.json").Publishes("appsettings.Staging.json").Publishes("conf/acme.toml").Publishes("data.txt");

    private static IReadOnlyList<string> Describe(Service service, string format, Platform platform, string program) =>
        [.. PayloadPlacement.Create(service.Read(format).Definition, service.Payload, platform, program).Select(Describe)];

    private static string Describe(PlacedItem item) => item switch
    {
        PlacedLink link => $"link {link.Target} -> {link.Text}",
        PlacedFile file => $"{file.Role} {file.Target}{(file.MovedFrom is { } path ? $" from {path}" : "")}"
            + (file.Mode is { } mode ? $" 0{Convert.ToString((int)mode, 8)}" : ""),
        _ => $"folder {item.Target}",
    };

    // What is configuration is a copy beside the path, from which a script makes the administrator's file.
    [Fact]
    public void On_macOS_configuration_that_is_declared_again_at_its_path_is_packaged_once()
    {
        const string Path = "/Library/Application Support/acme/acme.toml";
        var planned = new Service().OnMacOS().Publishes("acme.toml").Source("acme.toml").Item("ServiceConfigFile", "acme.toml")
            .Item("ServicePackageFile", "acme.toml", ("TargetPath", "{ConfigDirectory}/acme.toml"), ("Mode", "0600")).PlanPkgWithoutFindings();

        Assert.Equal("absent", planned.Describe(Path));
        Assert.Equal("file 0600 root:wheel", planned.Describe(Path + ".default"));
    }
}
