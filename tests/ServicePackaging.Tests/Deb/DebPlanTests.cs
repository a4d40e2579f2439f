using System.Globalization;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Deb;

/// <summary>The contents of a Debian package, asserted on the plan.</summary>
public sealed class DebPlanTests
{
    [Fact]
    public void A_minimal_package() => Assert.Equal(
        [
            "directory 0755 root:root /etc", "directory 0755 root:root /etc/default", "conffile 0640 root:acme /etc/default/acme",
            "directory 0755 root:root /usr", "directory 0755 root:root /usr/lib",
            "directory 0755 root:root /usr/lib/systemd", "directory 0755 root:root /usr/lib/systemd/system", "file 0644 root:root /usr/lib/systemd/system/acme.service",
            "directory 0755 root:root /usr/lib/sysusers.d", "file 0644 root:root /usr/lib/sysusers.d/acme.conf",
            "directory 0755 root:root /usr/lib/tmpfiles.d", "file 0644 root:root /usr/lib/tmpfiles.d/acme.conf",
            "directory 0755 root:root /usr/libexec", "directory 0755 root:root /usr/libexec/acme",
            "file 0755 root:root /usr/libexec/acme/Acme", "file 0644 root:root /usr/libexec/acme/Acme.dll",
            "directory 0755 root:root /usr/share", "directory 0755 root:root /usr/share/doc", "directory 0755 root:root /usr/share/doc/acme",
            "file 0644 root:root /usr/share/doc/acme/changelog.Debian.gz", "file 0644 root:root /usr/share/doc/acme/copyright",
            "directory 0755 root:root /usr/share/lintian", "directory 0755 root:root /usr/share/lintian/overrides", "file 0644 root:root /usr/share/lintian/overrides/acme",
        ],
        Services.Minimal.PlanWithoutFindings() is var planned ? planned.Plan.Entries.Select(entry => $"{planned.Describe(entry.Path)} {entry.Path}") : []);

    [Theory]
    [InlineData(ExecutableKind.ElfProgram, "0755")]
    [InlineData(ExecutableKind.MachOProgram, "0755")]
    [InlineData(ExecutableKind.Script, "0755")]
    [InlineData(ExecutableKind.ElfSharedObject, "0644")]
    [InlineData(ExecutableKind.ManagedPortableExecutable, "0644")]
    [InlineData(ExecutableKind.NativePortableExecutable, "0644")]
    [InlineData(ExecutableKind.Other, "0644")]
    public void Modes_follow_from_the_content_of_a_file(ExecutableKind kind, string mode) =>
        Assert.Equal($"file {mode} root:root", new Service().Publishes("sub dir/file", kind).PlanWithoutFindings().Describe("/usr/libexec/acme/sub dir/file"));

    [Fact]
    public void The_program_can_be_executed_whatever_its_header_is() => Assert.Equal(
        "file 0755 root:root", new Service().PublishesNothing().Publishes("Acme").PlanWithoutFindings().Describe("/usr/libexec/acme/Acme"));

    [Fact]
    public void Without_a_host_executable_the_runtime_starts_the_assembly()
    {
        var planned = new Service().Built(project => project with { UseAppHost = false, SelfContained = false }).PlanWithoutFindings();

        Assert.Equal("file 0644 root:root", planned.Describe("/usr/libexec/acme/Acme.dll"));
        Assert.Contains("\nExecStart=/usr/bin/dotnet /usr/libexec/acme/Acme.dll\n", planned.Text("/usr/lib/systemd/system/acme.service"), StringComparison.Ordinal);
    }

    [Fact]
    public void Published_configuration_is_moved_and_a_link_replaces_it()
    {
        var planned = new Service().Publishes("conf/acme.toml").Source("conf/acme.toml")
            .Item("ServiceConfigFile", "conf/acme.toml", ("TargetPath", "acme.toml"), ("Group", "acme")).PlanWithoutFindings();

        Assert.Equal("link to /etc/acme/acme.toml", planned.Describe("/usr/libexec/acme/conf/acme.toml"));
        Assert.Equal("conffile 0640 root:acme", planned.Describe("/etc/acme/acme.toml"));
        Assert.All(planned.Plan.Package.Entries, entry => Assert.Equal(("root", "root"), (entry.Owner, entry.Group)));
        Assert.Contains("\n0640 root acme /etc/acme/acme.toml\n", planned.Script(MaintainerScript.Postinst), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_the_host_reads_by_convention_are_configuration()
    {
        var planned = new Service().Publishes("appsettings.json").Publishes("appsettings.Production.json").Publishes("appsettings.Development.json").PlanWithoutFindings();

        Assert.Equal("link to /etc/acme/appsettings.json", planned.Describe("/usr/libexec/acme/appsettings.json"));
        Assert.Equal("file 0640 root:acme", planned.Describe("/usr/libexec/acme/appsettings.Development.json"));
        Assert.Equal(["/etc/acme/appsettings.Production.json", "/etc/acme/appsettings.json", "/etc/default/acme"], planned.Conffiles);
    }

    [Fact]
    public void Settings_of_the_developer_override_the_convention() => Assert.Equal(
        "link to /etc/acme/web.json",
        new Service().Publishes("appsettings.json").Source("appsettings.json").Item("ServiceConfigFile", "appsettings.json", ("TargetPath", "web.json"))
            .PlanWithoutFindings().Describe("/usr/libexec/acme/appsettings.json"));

    [Fact]
    public void A_published_file_that_is_declared_gets_its_declared_mode_and_owner()
    {
        var planned = new Service().Publishes("tool").Publishes("secret").Source("tool").Source("secret")
            .Item("ServicePackageFile", "tool", ("Mode", "0700")).Item("ServicePackageFile", "secret", ("Group", "acme")).PlanWithoutFindings();

        Assert.Equal("file 0700 root:root", planned.Describe("/usr/libexec/acme/tool"));
        Assert.Equal("file 0640 root:acme", planned.Describe("/usr/libexec/acme/secret"));
        Assert.Contains("\n0640 root acme /usr/libexec/acme/secret\n", planned.Script(MaintainerScript.Postinst), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/cron.d/acme", "conffile 0644 root:root")]
    [InlineData("/usr/share/man/man8/acme.8", "file 0644 root:root")]
    [InlineData("sub/", "absent")]
    public void A_further_file_is_configuration_below_etc(string target, string expected) => Assert.Equal(
        expected, new Service().Source("extra").Item("ServicePackageFile", "extra", ("TargetPath", target)).PlanWithoutFindings().Describe(target));

    [Fact]
    public void Links_are_what_they_were_declared() => Assert.Equal(
        "link to /usr/libexec/acme/Acme",
        new Service().Item("ServicePackageSymlink", "/usr/bin/acme", ("TargetPath", "{InstallDirectory}/Acme")).PlanWithoutFindings().Describe("/usr/bin/acme"));

    [Theory]
    [InlineData("link", "Acme", true)]
    [InlineData("a/b/link", "../../Acme", true)]
    [InlineData("a/link", "./b/../../Acme", true)]
    [InlineData("link", "../Acme", false)]
    [InlineData("a/link", "b/../../../Acme", false)]
    [InlineData("link", "/build/Acme", false)]
    [InlineData("link", "", false)]
    public void A_published_link_may_not_leave_the_payload(string path, string target, bool inside) =>
        Assert.Equal(inside ? [] : ["SVCPKG3003"], new Service().PublishesLink(path, target).Plan().Codes);

    [Fact]
    public void Two_files_at_one_path_are_reported()
    {
        var twice = new Service().Source("a").Source("b").Item("ServicePackageFile", "a", ("TargetPath", "/opt/x/f")).Item("ServicePackageFile", "b", ("TargetPath", "/opt/x/f")).Plan();
        var below = new Service().Source("a").Item("ServicePackageFile", "a", ("TargetPath", "Acme/below")).Plan();
        var link = new Service().Item("ServicePackageSymlink", "/usr/libexec/acme/Acme", ("TargetPath", "x")).Plan();

        Assert.Equal("Error SVCPKG3005: '/opt/x/f' would be in the package twice. Give one of the two another TargetPath or name.", Assert.Single(twice.Findings).ToString());
        Assert.Contains("'/usr/libexec/acme/Acme'", Assert.Single(below.Findings).Message, StringComparison.Ordinal);
        Assert.Contains("'/usr/libexec/acme/Acme'", Assert.Single(link.Findings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("bell\u0007")]
    public void A_name_with_a_control_character_is_named_and_left_out(string name)
    {
        var planned = new Service().Publishes(name).Plan();

        Assert.Equal(["SVCPKG3002"], planned.Codes);
        Assert.DoesNotContain(planned.Plan.Entries, entry => entry.Path.EndsWith(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("name with spaces")]
    [InlineData(".hidden")]
    [InlineData("日本語 😀")]
    [InlineData("'quotes\"$`\\")]
    public void Other_odd_names_are_packed_as_they_are(string name) =>
        Assert.Equal("file 0644 root:root", new Service().Publishes(name).PlanWithoutFindings().Describe($"/usr/libexec/acme/{name}"));

    [Theory]
    [InlineData("linux-x64", "amd64")]
    [InlineData("linux-x86", "i386")]
    [InlineData("linux-arm64", "arm64")]
    [InlineData("linux-arm", "armhf")]
    [InlineData("linux-s390x", "s390x")]
    [InlineData("linux-ppc64le", "ppc64el")]
    [InlineData("linux-riscv64", "riscv64")]
    [InlineData("linux-loongarch64", "loong64")]
    public void Architectures_have_Debians_names(string rid, string architecture)
    {
        var planned = new Service().Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse(rid) }).PlanWithoutFindings();

        Assert.Equal(architecture, planned.Control("Architecture"));
        Assert.Equal($"acme_1.2.3-1_{architecture}.deb", planned.Plan.FileName);
    }

    [Theory]
    [InlineData("linux-musl-x64", "SVCPKG1004")]
    [InlineData("linux-bionic-arm64", "SVCPKG1004")]
    [InlineData("osx-arm64", "SVCPKG1003")]
    [InlineData("linux-mips", "SVCPKG1005")]
    public void An_architecture_that_Debian_does_not_have_is_refused(string rid, string code) =>
        Assert.Equal([code], new Service().Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse(rid) }).Plan().Codes);

    [Fact]
    public void Control_fields_stand_in_dpkg_gencontrols_order()
    {
        var planned = new Service().Built(project => project with { Homepage = "https://acme.example/" })
            .Item("DebField", "XB-Origin", ("Value", "acme")).Item("DebField", "priority", ("Value", "extra")).Item("DebField", "Section", ("Value", "net"))
            .Item("DebDependency", "old-acme", ("Kind", "Replaces"), ("Version", "<< 1.0")).Item("DebDependency", "acme-doc", ("Kind", "Suggests"))
            .PlanWithoutFindings();

        Assert.Equal(
            ["Package", "Version", "Architecture", "Maintainer", "Pre-Depends", "Depends", "Recommends", "Suggests", "Replaces", "Section", "Priority", "XB-Origin", "Homepage", "Description"],
            planned.Plan.Package.Control.Select(field => field.Name));
        Assert.Equal(("net", "extra", "old-acme (<< 1.0)"), (planned.Control("Section"), planned.Control("Priority"), planned.Control("Replaces")));
        Assert.Equal("Collects what there is to collect\nThis package installs acme and runs it as the systemd\nservice acme.", planned.Control("Description"));
    }

    [Theory]
    [InlineData("Depends")]
    [InlineData("conflicts")]
    [InlineData("Installed-Size")]
    [InlineData("VERSION")]
    public void Fields_that_are_computed_cannot_be_set(string field) =>
        Assert.Equal(["SVCPKG4005"], new Service().Item("DebField", field, ("Value", "x")).Plan().Codes);

    [Fact]
    public void Purging_deletes_what_the_service_owns_and_what_it_was_told_to() => Assert.Equal(
        ["/srv/asked", "/var/cache/acme", "/var/lib/acme", "/var/log/acme"],
        PurgedPaths(new Service().Item("ServiceDirectory", ".", ("Kind", "Cache")).Item("ServiceDirectory", "/srv/kept").Item("ServiceDirectory", "/srv/asked", ("Purge", "true"))
            .Item("ServiceDirectory", ".", ("Kind", "Runtime")).Item("ServiceLog", ".")));

    [Fact]
    public void A_directory_that_is_to_be_kept_is_kept() => Assert.Equal([], PurgedPaths(new Service().Item("ServiceDirectory", ".", ("Purge", "false"))));

    [Fact]
    public void Purging_quotes_what_a_shell_would_split() => Assert.Contains(
        "\tpurge_directory '/srv/it'\\''s $HOME'\n",
        new Service().Item("ServiceDirectory", "/srv/it's $HOME", ("Purge", "true")).Plan().Script(MaintainerScript.Postrm), StringComparison.Ordinal);

    [Fact]
    public void A_directory_that_was_moved_may_contain_other_files_and_is_not_purged() =>
        Assert.DoesNotContain("mysql", new Service().With("ServiceStateDirectory", "/var/lib/mysql").Plan().Script(MaintainerScript.Postrm), StringComparison.Ordinal);

    [Fact]
    public void Configuration_belongs_to_the_administrator_wherever_it_is() => Assert.Equal(
        ["/etc/default/acme", "/opt/acme/conf/acme.toml"],
        new Service().With("ServiceConfigDirectory", "/opt/acme/conf").Source("acme.toml").Item("ServiceConfigFile", "acme.toml").Plan().Conffiles);

    [Fact]
    public void No_file_of_a_user_is_purged() => Assert.Equal([], PurgedPaths(Services.User));

    [Fact]
    public void The_same_input_gives_the_same_package_in_any_order_culture_and_time_zone()
    {
        var service = Services.Full.Without("ServiceStandardOutput").Publishes("appsettings.json").Publishes("lib/é.dll").Publishes("lib/e.dll").Publishes("Lib/Z").Publishes("\uffee").Publishes("😀");
        var expected = service.Plan().Dump();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            for (var seed = 0; seed < 10; seed++)
            {
                // InvariantGlobalization knows no other names of cultures, but other number formats all the same.
                CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NegativeSign = "minus", NumberDecimalSeparator = "," }, DateTimeFormat = { DateSeparator = "." } };
                Assert.Equal(expected, service.Shuffled(seed).Plan().Dump());
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        Assert.Equal(
            service.PlanWithoutFindings().Plan.Entries.Select(entry => entry.Path).OrderBy(path => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(path)), StringComparer.Ordinal),
            service.Plan().Plan.Entries.Select(entry => entry.Path));
    }

    [Fact]
    public void The_writer_accepts_every_plan()
    {
        foreach (var service in new[] { Services.Minimal, Services.Full, Services.Instances, Services.Socket, Services.Timer, Services.User })
        {
            using var directory = new TemporaryTree();
            var planned = service.PlanWithoutFindings();
            planned.Plan.Write(directory.PathOf("/" + planned.Plan.FileName), TestContext.Current.CancellationToken);
            Assert.Equal(planned.Plan.FileName, Path.GetFileName(Assert.Single(directory.Files)));
        }
    }

    private static IEnumerable<string> PurgedPaths(Service service) =>
        from line in service.PlanWithoutFindings().Script(MaintainerScript.Postrm).Split('\n')
        where line.StartsWith("\tpurge_directory /", StringComparison.Ordinal)
        select line["\tpurge_directory ".Length..];
}
