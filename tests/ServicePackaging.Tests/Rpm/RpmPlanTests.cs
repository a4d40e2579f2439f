using System.Globalization;
using System.Text;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Model;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Rpm;

/// <summary>The contents of an RPM package, asserted on the plan.</summary>
public sealed class RpmPlanTests
{
    [Fact]
    public void A_minimal_package() => Assert.Equal(
        [
            "config noreplace file 0640 root:acme /etc/sysconfig/acme",
            "file 0644 root:root /usr/lib/systemd/system-preset/50-acme.preset", "file 0644 root:root /usr/lib/systemd/system/acme.service",
            "file 0644 root:root /usr/lib/sysusers.d/acme.conf", "file 0644 root:root /usr/lib/tmpfiles.d/acme.conf",
            "directory 0755 root:root /usr/libexec/acme", "file 0755 root:root /usr/libexec/acme/Acme", "file 0644 root:root /usr/libexec/acme/Acme.dll",
            "ghost directory 0750 acme:acme /var/lib/acme",
        ],
        Services.Minimal.PlanRpmWithoutFindings().Files());

    [Fact]
    public void Its_own_directories_belong_to_it_and_shared_ones_do_not()
    {
        var planned = new Service().Publishes("sub/dir/file").Source("x").Item("ServiceConfigFile", "x", ("TargetPath", "conf.d/x"))
            .Item("ServicePackageFile", "x", ("TargetPath", "/usr/share/man/man8/acme.8")).Item("ServicePackageFile", "x", ("TargetPath", "/usr/share/doc/acme/notes"))
            .Item("ServicePackageFile", "x", ("TargetPath", "/opt/other/x")).Item("ServiceDirectory", "queue").Item("ServiceDirectory", ".", ("Kind", "Cache"), ("Mode", "0700"))
            .Item("ServiceDirectory", ".", ("Kind", "Runtime")).Item("ServiceLog", ".").PlanRpmWithoutFindings();

        Assert.Equal(
            [
                "directory 0755 root:root /etc/acme", "directory 0755 root:root /etc/acme/conf.d", "directory 0755 root:root /usr/libexec/acme",
                "directory 0755 root:root /usr/libexec/acme/sub", "directory 0755 root:root /usr/libexec/acme/sub/dir", "directory 0755 root:root /usr/share/doc/acme",
                "ghost directory 0700 acme:acme /var/cache/acme", "ghost directory 0750 acme:acme /var/lib/acme", "ghost directory 0750 acme:acme /var/lib/acme/queue",
                "ghost directory 0750 acme:acme /var/log/acme",
            ],
            planned.Files().Where(line => line.Contains("directory ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_instance_has_its_directory_and_its_units()
    {
        var planned = Services.Instances.PlanRpmWithoutFindings();

        Assert.Equal(["/var/lib/acme", "/var/lib/acme/eu-west", "/var/lib/acme/us"], planned.Plan.Package.Files.Where(file => file.IsGhost).Select(file => file.Entry.Path));
        Assert.Equal("file 0644 root:root /usr/lib/systemd/system/acme@us.service", planned.File("/usr/lib/systemd/system/acme@us.service"));
        Assert.Equal("enable acme@eu-west.service\nenable acme@us.service\n", planned.Text("/usr/lib/systemd/system-preset/50-acme.preset"));
    }

    [Fact]
    public void The_package_owns_no_file_of_a_user()
    {
        var planned = Services.User.PlanRpmWithoutFindings();

        Assert.Equal(
            [
                "config noreplace file 0644 root:root /etc/sysconfig/acme",
                "file 0644 root:root /usr/lib/systemd/user-preset/50-acme.preset", "file 0644 root:root /usr/lib/systemd/user/acme.service",
                "directory 0755 root:root /usr/libexec/acme", "file 0755 root:root /usr/libexec/acme/Acme", "file 0644 root:root /usr/libexec/acme/Acme.dll",
            ],
            planned.Files());
    }

    [Fact]
    public void Configuration_is_kept_has_its_owner_and_a_link_in_its_place()
    {
        var planned = new Service().Publishes("acme.toml").Publishes("appsettings.json").Source("acme.toml").Source("cron")
            .Item("ServiceConfigFile", "acme.toml", ("Group", "acme")).Item("ServicePackageFile", "cron", ("TargetPath", "/etc/cron.d/acme")).Item("ServiceLog", ".").PlanRpmWithoutFindings();

        Assert.Equal("config noreplace file 0640 root:acme /etc/acme/acme.toml", planned.File("/etc/acme/acme.toml"));
        Assert.Equal("link to /etc/acme/acme.toml /usr/libexec/acme/acme.toml", planned.File("/usr/libexec/acme/acme.toml"));
        Assert.Equal(
            ["/etc/acme/acme.toml", "/etc/acme/appsettings.json", "/etc/cron.d/acme", "/etc/logrotate.d/acme", "/etc/sysconfig/acme"],
            planned.Plan.Package.Files.Where(file => file.EffectiveFlags.HasFlag(RpmFileAttributes.Config | RpmFileAttributes.NoReplace)).Select(file => file.Entry.Path));
    }

    [Fact]
    public void The_service_reads_the_environment_from_where_the_family_has_it()
    {
        var unit = new Service().PlanRpmWithoutFindings().Text("/usr/lib/systemd/system/acme.service");

        Assert.Contains("\nEnvironmentFile=-/etc/sysconfig/acme\n", unit, StringComparison.Ordinal);
        Assert.DoesNotContain("/etc/default", unit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Automatic", "enable")]
    [InlineData("Manual", "disable")]
    [InlineData("Disabled", "disable")]
    public void A_preset_follows_the_start_mode(string startMode, string verb) => Assert.Equal(
        $"{verb} acme.service\n", new Service().With("ServiceStartMode", startMode).PlanRpmWithoutFindings().Text("/usr/lib/systemd/system-preset/50-acme.preset"));

    [Fact]
    public void A_timer_or_a_socket_is_enabled_instead_of_its_service()
    {
        Assert.Equal("enable acme.timer\n", Services.Timer.PlanRpm().Text("/usr/lib/systemd/system-preset/50-acme.preset"));
        Assert.Equal("enable acme.socket\n", Services.Socket.With("ServiceStartMode", "Manual").PlanRpm().Text("/usr/lib/systemd/system-preset/50-acme.preset"));
    }

    [Theory]
    [InlineData("linux-x64", "x86_64", "x86-64")]
    [InlineData("linux-x86", "i686", "x86-32")]
    [InlineData("linux-arm64", "aarch64", "aarch-64")]
    [InlineData("linux-arm", "armv7hl", "armv7hl-32")]
    [InlineData("linux-s390x", "s390x", "s390-64")]
    [InlineData("linux-ppc64le", "ppc64le", "ppc-64")]
    [InlineData("linux-riscv64", "riscv64", "riscv-64")]
    [InlineData("linux-loongarch64", "loongarch64", "loongarch64-64")]
    public void Architectures_have_rpms_names(string rid, string architecture, string isa)
    {
        var planned = new Service().Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse(rid) }).PlanRpmWithoutFindings();

        Assert.Equal((architecture, $"acme-1.2.3-1.{architecture}.rpm"), (planned.Plan.Package.Architecture, planned.Plan.FileName));
        Assert.Contains($"acme({isa}) = 1.2.3-1", planned.Relations(RpmRelationKind.Provides));
    }

    [Theory]
    [InlineData("linux-musl-x64", "SVCPKG1004")]
    [InlineData("linux-bionic-arm64", "SVCPKG1004")]
    [InlineData("osx-arm64", "SVCPKG1003")]
    [InlineData("linux-mips", "SVCPKG1005")]
    public void An_architecture_without_such_a_system_is_refused(string rid, string code) =>
        Assert.Equal([code], new Service().Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse(rid) }).PlanRpm().Codes);

    [Fact]
    public void The_header_identifies_the_package_and_its_vendor()
    {
        var package = new Service().Built(project => project with { Homepage = "https://acme.example/", License = "MIT", ReleaseNotes = "* One thing\n- another\n" })
            .With("ServiceDescription", "Collects what there is.\nIn two paragraphs.\n\nThis is the second.").PlanRpmWithoutFindings().Plan.Package;

        Assert.Equal(
            ("acme", "Collects what there is", "In two paragraphs.\n\nThis is the second.", "MIT", "https://acme.example/", "Acme", "Acme Ltd <ops@acme.example>", "Unspecified"),
            (package.Name, package.Summary, package.Description, package.License, package.Url, package.Vendor, package.Packager, package.Group));
        Assert.Equal([new RpmChange(Service.Timestamp, "Acme Ltd <ops@acme.example> - 1.2.3-1", "- One thing\n- another")], package.Changelog);
    }

    [Fact]
    public void A_default_replaces_what_is_not_set()
    {
        var package = Services.Minimal.PlanRpmWithoutFindings().Plan.Package;

        Assert.Equal(("LicenseRef-Proprietary", "This package installs acme and runs it as the systemd\nservice acme.", null), (package.License, package.Description, package.Url));
        Assert.Equal("- Release 1.2.3.", Assert.Single(package.Changelog).Text);
    }

    [Fact]
    public void Tags_beyond_the_model()
    {
        var planned = new Service().With("ServicePackageEpoch", "2").Item("RpmTag", "group", ("Value", "System/Daemons")).Item("RpmTag", "Distribution", ("Value", "Any")).Item("RpmTag", "Packager", ("Value", "CI <ci@acme.example>"))
            .Item("RpmTag", "BugUrl", ("Value", "https://acme.example/bugs")).Item("RpmTag", "DistUrl", ("Value", "d")).Item("RpmTag", "Vcs", ("Value", "git:x"))
            .PlanRpmWithoutFindings();
        var package = planned.Plan.Package;

        Assert.Equal(("System/Daemons", "Any", "CI <ci@acme.example>", 2u), (package.Group, package.Distribution, package.Packager, package.Epoch));
        Assert.Equal(["1123 d", "5012 https://acme.example/bugs", "5034 git:x"],
            package.ExtraTags.OrderBy(tag => tag.Key).Select(tag => $"{tag.Key} {Assert.Single(Assert.IsType<RpmTexts>(tag.Value).Values)}"));
        Assert.Equal(("2:1.2.3-1", "acme-1.2.3-1.x86_64.rpm"), (planned.Plan.Version, planned.Plan.FileName));
        Assert.Contains("config(acme) = 2:1.2.3-1", planned.Relations(RpmRelationKind.Requires));
    }

    [Theory]
    [InlineData("Name", "SVCPKG4005")]
    [InlineData("Version", "SVCPKG4005")]
    [InlineData("Requires", "SVCPKG4005")]
    [InlineData("unheard-of", "SVCPKG2001")]
    public void Computed_and_unknown_tags_are_refused(string tag, string code)
    {
        var planned = new Service().Item("RpmTag", tag, ("Value", "1")).PlanRpm();

        Assert.Equal([code], planned.Codes);
        Assert.Equal("1.2.3-1", planned.Plan.Version);
    }

    [Theory]
    [InlineData("2", null, "2:1.2.3-1")]
    [InlineData("2", "2", "2:1.2.3-1")]
    [InlineData("2", "3", "SVCPKG4005")]
    [InlineData("-1", null, "SVCPKG2001")]
    [InlineData("1.0", null, "SVCPKG2001")]
    [InlineData("4294967296", null, "SVCPKG2001")]
    public void The_epoch_of_the_tag_agrees_with_the_property(string tag, string? property, string expected)
    {
        var service = new Service().Item("RpmTag", "Epoch", ("Value", tag));
        var planned = (property is null ? service : service.With("ServicePackageEpoch", property)).PlanRpm();

        Assert.Equal(expected, planned.Codes.SingleOrDefault() ?? planned.Plan.Version);
    }

    [Fact]
    public void A_tag_is_declared_once() => Assert.Equal(
        ["SVCPKG2008"], new Service().Item("RpmTag", "Group", ("Value", "a")).Item("RpmTag", "GROUP", ("Value", "b")).PlanRpm().Codes);

    [Fact]
    public void A_developers_scriptlet_replaces_the_generated_one() => Assert.Equal(
        "echo acme\n",
        new Service().Source("post", "echo acme\r\n").Item("ServicePackageTemplate", "post", ("Replaces", "rpm/post")).PlanRpmWithoutFindings().Scriptlet("post"));

    [Fact]
    public void The_same_input_gives_the_same_package_in_any_order_culture_and_time_zone()
    {
        var service = Services.Full.Without("ServiceStandardOutput").Publishes("appsettings.json").Publishes("lib/é.dll").Publishes("lib/e.dll").Publishes("Lib/Z").Publishes("\uffee").Publishes("😀");
        var expected = service.PlanRpm().Dump();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            for (var seed = 0; seed < 10; seed++)
            {
                CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NegativeSign = "minus", NumberDecimalSeparator = "," }, DateTimeFormat = { DateSeparator = "." } };
                Assert.Equal(expected, service.Shuffled(seed).PlanRpm().Dump());
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        Assert.Equal(
            service.PlanRpmWithoutFindings().Plan.Package.Files.Select(file => file.Entry.Path).OrderBy(path => Convert.ToHexString(Encoding.UTF8.GetBytes(path)), StringComparer.Ordinal),
            service.PlanRpm().Plan.Package.Files.Select(file => file.Entry.Path));
    }

    [Fact]
    public void The_writer_accepts_every_plan()
    {
        foreach (var service in Services.Kinds.Values.Concat([Services.Full, Services.Instances, Services.Socket, Services.Timer, Services.User]))
        {
            using var directory = new TemporaryTree();
            var planned = service.PlanRpm();
            planned.Plan.Write(directory.PathOf("/" + planned.Plan.FileName), TestContext.Current.CancellationToken);
            Assert.Equal(planned.Plan.FileName, Path.GetFileName(Assert.Single(directory.Files)));
        }
    }
}
