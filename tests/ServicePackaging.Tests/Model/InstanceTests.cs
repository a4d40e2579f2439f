using ServicePackaging.Model;
using ServicePackaging.Tests.Support;
using ServicePackaging.Vocabulary;

namespace ServicePackaging.Tests.Model;

/// <summary>Settings of one instance: the names of the properties, without their prefix.</summary>
public sealed class InstanceTests
{
    // They give the instance separate directories instead of parts of the service's, or another account.
    private static readonly string[] MorePlaces = ["StateDirectory", "LogDirectory", "User"];

    private const string HealthUrl = "HealthUrl";

    private static readonly string[] OverridableNames = [.. ServiceProperties.All.Select(property => property.InstanceMetadata).OfType<string>()];

    public static TheoryData<string> Words => [.. OverridableNames];

    public static TheoryData<string> SameWords => [.. OverridableNames.Except(MorePlaces)];

    /// <summary>The metadata of an item that do not correspond to properties, which these tests do not cover.</summary>
    internal static IEnumerable<string> OwnMetadata(ServiceItem item) => item.Metadata.Select(metadata => metadata.Name)
        .Where(name => item.Name != "ServiceInstance" || !OverridableNames.Contains(name));

    [Theory]
    [MemberData(nameof(Words))]
    public void A_setting_of_an_instance_applies_only_to_it(string word)
    {
        var row = PropertyTable.Find("Service" + word);
        var (good, meaning) = word == ServiceProperties.User.InstanceMetadata ? ("root", ServiceAccount.Root) : (row.Good, row.Meaning);
        var reading = Base(word).Item("ServiceInstance", "eu", (word, good)).Item("ServiceInstance", "us").Read();

        Assert.Equal(meaning, row.Reads(reading.Definition.Instances[0].Service));
        Assert.Equal(row.Default, row.Reads(reading.Definition));
        if (!MorePlaces.Contains(word))
        {
            Assert.Equal(row.Default, row.Reads(reading.Definition.Instances[1].Service));
        }
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void A_bad_value_is_refused_by_the_instances_name(string word)
    {
        var row = PropertyTable.Find("Service" + word);
        var finding = Assert.Single(Base(word).Item("ServiceInstance", "eu", (word, row.Bad)).Read().Findings, finding => finding.Descriptor.Code == row.Code);

        Assert.Contains($"ServiceInstance 'eu' {word}", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SameWords))]
    public void A_setting_of_the_only_instance_is_like_a_setting_of_the_service(string word)
    {
        var good = PropertyTable.Find("Service" + word).Good;
        Assert.All<Func<Service, IEnumerable<string>>>([LinuxUnit, MacOSJob, WindowsService], of => Assert.Equal(
            of(Base(word).With("Service" + word, good).Item("ServiceInstance", "eu")), of(Base(word).Item("ServiceInstance", "eu", (word, good)))));
    }

    [Fact]
    public void An_instance_with_overrides_has_its_own_unit_beside_the_template()
    {
        var planned = Services.Instances.Item("ServiceInstance", "dev", ("User", "root"), ("Hardening", "None"), ("StateDirectory", "/var/lib/acme-dev"), ("MemoryMax", "1G")).Plan();
        var lines = planned.Text("/usr/lib/systemd/system/acme@dev.service").Split('\n');

        Assert.Superset(
            new HashSet<string> { "User=root", "Group=root", "StateDirectory=acme-dev", "MemoryMax=1G", "EnvironmentFile=-/etc/default/acme-%i" }, lines.ToHashSet());
        Assert.DoesNotContain(lines, line => line.StartsWith("Protect", StringComparison.Ordinal));
        Assert.Equal("link to acme@.service", planned.Describe("/usr/lib/systemd/system/acme@eu-west.service"));
    }

    [Fact]
    public void A_directory_of_one_account_does_not_contain_one_of_another() => Assert.Equal(
        [
            "d /var/lib/acme 0755 root root", "d /var/lib/acme/dev 0750 root root", "d /var/lib/acme/live 0750 acme acme",
        ],
        new Service().Item("ServiceInstance", "dev", ("User", "root")).Item("ServiceInstance", "live").Plan().Text("/usr/lib/tmpfiles.d/acme.conf").TrimEnd('\n').Split('\n'));

    [Theory]
    [InlineData("StateDirectory", "/var/lib/acme", "/var/lib/acme/dev")]
    [InlineData("LogDirectory", "/var/log/acme", "/var/log/acme/dev")]
    public void An_account_has_no_directory_that_contains_one_of_another(string word, string place, string held)
    {
        Service With(string live) => new Service().Item("ServiceLog", ".").Item("ServiceInstance", "dev", ("User", "root")).Item("ServiceInstance", "live", (word, live));

        Assert.Contains(With(place).Read().Findings, finding => finding.Descriptor.Code == "SVCPKG2009" && finding.Message.Contains(held, StringComparison.Ordinal));
        Assert.DoesNotContain(With(place + "-live").Read().Findings, finding => finding.Descriptor.Code == "SVCPKG2009");
    }

    [Theory]
    [InlineData("dev", "live")]
    [InlineData("live", "dev")]
    public void A_shared_directory_belongs_to_the_service_and_not_to_the_first_instance(string first, string second)
    {
        Service Instance(Service service, string name) => name == "dev" ? service.Item("ServiceInstance", name, ("User", "root")) : service.Item("ServiceInstance", name);
        var service = Instance(Instance(new Service().Item("ServiceDirectory", "/srv/acme"), first), second);

        Assert.Contains("d /srv/acme 0750 acme acme\n", service.Plan().Text("/usr/lib/tmpfiles.d/acme.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_with_the_instances_name_is_created_for_each()
    {
        var service = new Service().Item("ServiceInstance", "eu").Item("ServiceInstance", "us").Item("ServiceDirectory", "/srv/acme/{Instance}").Item("ServiceDirectory", "of-{Instance}");

        Assert.Equal(
            ["/srv/acme/eu", "/srv/acme/us", "/var/lib/acme", "/var/lib/acme/eu", "/var/lib/acme/eu/of-eu", "/var/lib/acme/us", "/var/lib/acme/us/of-us"],
            service.PlanWithoutFindings().Text("/usr/lib/tmpfiles.d/acme.conf").TrimEnd('\n').Split('\n').Select(line => line.Split(' ')[1]));
        Assert.Contains("ReadWritePaths=/srv/acme/%i\n", service.Plan().Text("/usr/lib/systemd/system/acme@.service"), StringComparison.Ordinal);
        Assert.Contains("make_directory 0750 _acme:_acme /srv/acme/us\n", service.OnMacOS().PlanPkg().Script("postinstall"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_no_instance_uses_is_not_created() => Assert.Equal(
        ["d /var/lib/acme 0750 - -", "d /var/lib/acme-dev 0750 - -"],
        new Service().Item("ServiceInstance", "dev", ("StateDirectory", "/var/lib/acme-dev")).Item("ServiceInstance", "live", ("StateDirectory", "/var/lib/acme"))
            .Plan().Text("/usr/lib/tmpfiles.d/acme.conf").TrimEnd('\n').Split('\n'));

    [Theory]
    [InlineData("deb", "collector")]
    [InlineData("rpm", "collector")]
    [InlineData("pkg", "collector")]
    [InlineData("msi", @"DOMAIN\collector")]
    public void Only_one_account_is_created(string format, string user) => Assert.Contains(
        On(format).Item("ServiceInstance", "eu", ("User", user)).Read(format).Findings,
        finding => finding.Descriptor.Code == "SVCPKG3012" || finding.Message.Contains("a package creates only one account", StringComparison.Ordinal));

    [Fact]
    public void An_environment_file_may_belong_to_one_instance()
    {
        var service = new Service().Source("all.env").Source("dev.env").Item("ServiceInstance", "dev").Item("ServiceInstance", "live")
            .Item("ServiceEnvironmentFile", "all.env").Item("ServiceEnvironmentFile", "dev.env", ("Instance", "dev"));

        Assert.Equal("conffile 0640 root:acme", service.PlanWithoutFindings().Describe("/etc/default/acme-dev"));
        Assert.DoesNotContain("acme-dev", service.PlanWithoutFindings().Text("/usr/lib/systemd/system/acme@.service"), StringComparison.Ordinal);
        Assert.Contains("acme-dev", service.OnMacOS().PlanPkg().Text("/opt/acme/libexec/acme-dev"), StringComparison.Ordinal);
        Assert.DoesNotContain("acme-dev", service.OnMacOS().PlanPkg().Text("/opt/acme/libexec/acme-live"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_instance_reads_its_environment_file_at_another_path()
    {
        var planned = new Service().Source("dev.env").Item("ServiceInstance", "dev").Item("ServiceInstance", "live")
            .Item("ServiceEnvironmentFile", "dev.env", ("Instance", "dev"), ("TargetPath", "{ConfigDirectory}/{Instance}.env")).PlanWithoutFindings();

        Assert.Contains("EnvironmentFile=-/etc/acme/dev.env\n", planned.Text("/usr/lib/systemd/system/acme@dev.service"), StringComparison.Ordinal);
        Assert.DoesNotContain("dev.env", planned.Text("/usr/lib/systemd/system/acme@.service"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_file_is_not_in_the_directory_of_an_instance() => Assert.Contains(
        new Service().Source("a").Item("ServicePackageFile", "a", ("TargetPath", "{InstallDirectory}/{Instance}/a")).Read().Findings,
        finding => finding.Message.Contains("{Instance}", StringComparison.Ordinal));

    [Theory]
    [InlineData("/var/log/acme-dev")]
    [InlineData("/var/log/acme")]
    [InlineData("/var/log/acme/a/b")]
    public void Log_files_at_an_instances_own_place_are_rotated_there(string directory)
    {
        var service = new Service().Item("ServiceLog", "out.log").Item("ServiceInstance", "dev", ("LogDirectory", directory)).Item("ServiceInstance", "live");

        var text = service.Plan().Text("/etc/logrotate.d/acme");
        Assert.Contains($"{directory}/out.log {{\n", text, StringComparison.Ordinal);
        Assert.Contains("/var/log/acme/live/out.log {\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_files_of_a_users_instance_are_rotated_where_they_are() => Assert.EndsWith(
        "rotate %G-%V 4 0 copy \"$HOME\"/.acme-dev/out.log\nrotate %G-%V 4 0 copy \"$HOME/Library/Logs/\"acme/live/out.log\n",
        new Service().OnMacOS().With("ServiceScope", "User").With("ServiceStandardOutput", "Null").Item("ServiceLog", "out.log")
            .Item("ServiceInstance", "dev", ("LogDirectory", "~/.acme-dev")).Item("ServiceInstance", "live")
            .PlanPkg().Text("/opt/acme/libexec/acme-logrotate").Split("\ncompress()")[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("MemoryMaximum")]
    [InlineData("Group")]
    [InlineData("InstallDirectory")]
    public void Metadata_that_an_instance_does_not_have_is_refused(string word)
    {
        var finding = new Service().Item("ServiceInstance", "eu", (word, "x"), ("Platforms", "Linux")).Read().Finding;

        Assert.Equal("SVCPKG2016", finding.Descriptor.Code);
        Assert.StartsWith(
            $"ServiceInstance 'eu' has the metadata '{word}', which is unknown. Write one of: Environment, StateDirectory, ", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_users_service_runs_as_that_user_and_no_instance_as_another() => Assert.Equal(
        ["SVCPKG2009"], new Service().With("ServiceScope", "User").Item("ServiceInstance", "eu", ("User", "root")).Read().Findings.Select(finding => finding.Descriptor.Code));

    [Fact]
    public void Names_that_differ_only_in_case_are_equal_on_Windows_and_macOS() => Assert.Equal(
        "SVCPKG2008", new Service().Item("ServiceInstance", "eu").Item("ServiceInstance", "EU").Read().Finding.Descriptor.Code);

    [Fact]
    public void An_override_conflicts_with_a_unit_of_the_developer() => Assert.Contains(
        new Service().Source("own").Item("ServicePackageTemplate", "own", ("Replaces", "systemd/service")).Item("ServiceInstance", "eu", ("Arguments", "--fast")).Read().Findings,
        finding => finding.Message.Contains("drop-in", StringComparison.Ordinal));

    private static Service On(string format) => format switch { "pkg" => new Service().OnMacOS(), "msi" => new Service().OnWindows(), _ => new Service() };

    // Other settings without which some settings have no effect.
    private static Service Base(string word) => word switch
    {
        "RestartLimit" => new Service().With("ServiceRestartWindow", "1h"),
        "RestartWindow" => new Service().With("ServiceRestartLimit", "2"),
        "Watchdog" => new Service().With("ServiceType", "Notify"),
        HealthUrl => new Service().With("ServiceControlCommand", "acmectl"),
        _ => new Service(),
    };

    private static string[] LinuxUnit(Service service)
    {
        var planned = service.Plan();
        var own = planned["/usr/lib/systemd/system/acme@eu.service"] is Formats.Archives.FileEntry ? "eu" : "";
        return planned.Text($"/usr/lib/systemd/system/acme@{own}.service").Replace("acme/eu", "acme/%i", StringComparison.Ordinal).Split('\n');
    }

    private static string[] MacOSJob(Service service) => service.OnMacOS().PlanPkg().Text("/Library/LaunchDaemons/acme.acme.eu.plist").Split('\n');

    private static IEnumerable<string> WindowsService(Service service) =>
        service.OnWindows().PlanMsi().Rows("ServiceInstall", "ServiceControl", "MsiServiceConfig", "CustomAction", "CreateFolder");
}
