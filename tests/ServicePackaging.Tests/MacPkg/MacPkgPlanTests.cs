using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Model;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.MacPkg;

/// <summary>The contents of a macOS package, asserted on the plan.</summary>
public sealed class MacPkgPlanTests
{
    public static TheoryData<string> ServiceNames => [.. Services.AllOnMacOS.Keys];

    [Fact]
    public void A_minimal_package_installs_this() => Assert.Equal(
        """
        /Library directory 0755 root:wheel
        /Library/LaunchDaemons directory 0755 root:wheel
        /Library/LaunchDaemons/acme.acme.logrotate.plist file 0644 root:wheel
        /Library/LaunchDaemons/acme.acme.plist file 0644 root:wheel
        /opt directory 0755 root:wheel
        /opt/acme directory 0755 root:wheel
        /opt/acme/Acme file 0755 root:wheel
        /opt/acme/Acme.dll file 0644 root:wheel
        /opt/acme/libexec directory 0755 root:wheel
        /opt/acme/libexec/acme-logrotate file 0755 root:wheel
        /opt/acme/uninstall.sh file 0755 root:wheel
        """.Split('\n'),
        Entries(Services.OnMacOS.PlanPkgWithoutFindings()));

    // The Installer overwrites the files of a package: the administrator's file is created from the pristine one, and the program finds it by a link.
    [Fact]
    public void A_configuration_file_is_created_once_from_a_pristine_copy()
    {
        var planned = Services.AllOnMacOS["full"].PlanPkg();
        string[] expected =
        [
            "/Library/Application Support directory 0755 root:admin",
            "/Library/Application Support/acme directory 0755 root:wheel",
            "/Library/Application Support/acme/acme.toml.default file 0644 root:wheel",
            "/Library/Application Support/acme/appsettings.json.default file 0644 root:wheel",
            "/Library/Application Support/acme/secret.json.default file 0640 root:wheel",
            "/opt/acme/appsettings.json link to /Library/Application Support/acme/appsettings.json",
            "/opt/acme/conf/acme.toml link to /Library/Application Support/acme/acme.toml",
        ];

        Assert.Subset(Entries(planned).ToHashSet(), expected.ToHashSet());
        Assert.DoesNotContain(Entries(planned), line => line.StartsWith("/Library/Application Support/acme/acme.toml ", StringComparison.Ordinal));
        Assert.Contains("make_configuration 0644 root:wheel '/Library/Application Support/acme/acme.toml'\n", planned.Script("postinstall"), StringComparison.Ordinal);
        Assert.Contains("make_configuration 0640 root:_acme '/Library/Application Support/acme/secret.json'\n", planned.Script("postinstall"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public void Everything_in_the_package_belongs_to_root_and_can_be_removed(string name)
    {
        var planned = Services.AllOnMacOS[name].PlanPkg();

        Assert.All(planned.Plan.Entries, entry => Assert.Equal(
            ("root", entry.Path == "/Library/Application Support" ? "admin" : "wheel"), (entry.Owner, entry.Group)));
        Assert.Equal("file 0755 root:wheel", planned.Describe("/opt/acme/uninstall.sh"));
        Assert.Equal(["preinstall", "postinstall"], planned.Plan.Metadata.Select(script => script.Key));
        Assert.DoesNotContain(planned.Findings, finding => finding.Descriptor.Severity == ServicePackaging.Diagnostics.DiagnosticSeverity.Error);
    }

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public void The_written_package_breaks_no_rule(string name)
    {
        using var directory = new TemporaryTree();
        var plan = Services.AllOnMacOS[name].PlanPkg().Plan;
        plan.Write(directory.PathOf("/x.pkg"), TestContext.Current.CancellationToken);
        using var reader = MacPackageReader.Open(directory.PathOf("/x.pkg"));
        Assert.Empty(reader.FindFaults(VerificationDepth.Payload, TestContext.Current.CancellationToken));
        Assert.Equal(plan.Package.Identifier, Assert.Single(reader.Components).Info.Identifier);
    }

    [Theory]
    [MemberData(nameof(ServiceNames))]
    public void The_same_input_gives_the_same_package_in_any_order(string name)
    {
        var service = Services.AllOnMacOS[name].Publishes("lib/é.dll").Publishes("lib/e.dll").Publishes("Lib2/Z").Publishes("😀");
        var expected = service.PlanPkg().Dump();
        Assert.All(Enumerable.Range(0, 5), seed => Assert.Equal(expected, service.Shuffled(seed).PlanPkg().Dump()));
    }

    // The Installer resets the modes and owners of all directories that a package lists.
    [Theory]
    [InlineData("ServiceInstallDirectory", "/Applications/acme", "/Applications", "directory 0775 root:admin")]
    [InlineData("ServiceInstallDirectory", "/Library/Caches/acme", "/Library/Caches", "directory 01777 root:admin")]
    [InlineData("ServiceInstallDirectory", "/Library/Application Support/acme/bin", "/Library/Application Support", "directory 0755 root:admin")]
    public void Directories_of_the_system_are_not_changed(string property, string path, string directory, string expected) =>
        Assert.Equal(expected, Services.OnMacOS.With(property, path).PlanPkg().Describe(directory));

    // Apple's files-972, hierarchy.osx and the others.
    [Theory]
    [InlineData("/private/var/tmp/acme.txt", "/private/var/tmp", "directory 01777 root:wheel")]
    [InlineData("/Users/Shared/acme/x", "/Users/Shared", "directory 01777 root:wheel")]
    [InlineData("/Users/Shared/acme/x", "/Users", "directory 0755 root:admin")]
    [InlineData("/Library/Logs/Other/x", "/Library/Logs", "directory 0775 root:admin")]
    [InlineData("/Library/Fonts/x.ttf", "/Library/Fonts", "directory 01775 root:admin")]
    [InlineData("/Library/Keychains/x", "/Library/Keychains", "directory 0755 root:admin")]
    [InlineData("/Library/Receipts/x", "/Library/Receipts", "directory 0775 root:admin")]
    [InlineData("/Library/Application Support/CrashReporter/x", "/Library/Application Support/CrashReporter", "directory 0775 root:admin")]
    [InlineData("/Library/Application Support/ProApps/x", "/Library/Application Support/ProApps", "directory 01775 root:admin")]
    [InlineData("/private/var/empty/x", "/private/var/empty", "directory 0755 root:sys")]
    [InlineData("/private/var/root/x", "/private/var/root", "directory 0750 root:wheel")]
    [InlineData("/Applications/Acme.app/Contents/x", "/Applications/Acme.app/Contents", "directory 0755 root:wheel")]
    [InlineData("/etc/acme/x", "/private/etc", "directory 0755 root:wheel")]
    [InlineData("/var/db/acme/x", "/private/var/db/acme", "directory 0755 root:wheel")]
    public void Files_in_directories_of_the_system_leave_them_as_they_are(string path, string directory, string expected)
    {
        var planned = Services.OnMacOS.Source("x").Item("ServicePackageFile", "x", ("TargetPath", path)).PlanPkg();

        Assert.Equal(expected, planned.Describe(directory));
        Assert.DoesNotContain(planned.Plan.Entries, entry => entry.Path is "/etc" or "/var" or "/tmp");
        Assert.DoesNotContain("SVCPKG6004", planned.Codes);
    }

    [Theory]
    [InlineData("/Library/Audio/Plug-Ins/x")]
    [InlineData("/usr/local/share/acme/x")]
    [InlineData("/usr/local/bin/x")]
    [InlineData("/opt/homebrew/etc/x")]
    [InlineData("/private/var/lib/acme/x")]
    [InlineData("/var/lib/acme/x")]
    [InlineData("/srv/acme/x")]
    [InlineData("/Library/Logs/DiagnosticReports/x")]
    public void Files_in_directories_of_others_are_refused(string path) => Assert.Contains(
        "SVCPKG6004", Services.OnMacOS.Source("x").Item("ServicePackageFile", "x", ("TargetPath", path)).PlanPkg().Codes);

    [Theory]
    [InlineData("/Library/Acme/x", "ServiceInstallDirectory", "/Library/Acme/server")]
    [InlineData("/Library/Acme/more/x", "ServiceStateDirectory", "/Library/Acme")]
    public void Files_in_directories_of_the_package_are_its_own(string path, string property, string directory) => Assert.DoesNotContain(
        "SVCPKG6004", Services.OnMacOS.With(property, directory).Source("x").Item("ServicePackageFile", "x", ("TargetPath", path)).PlanPkg().Codes);

    // The Installer and the scripts work as root, and the account may put links there.
    [Theory]
    [InlineData("{StateDirectory}/seed")]
    [InlineData("{LogDirectory}/x")]
    public void Root_installs_nothing_in_a_directory_of_the_account(string path)
    {
        Assert.Equal(["SVCPKG2024"], Services.OnMacOS.Source("x").Item("ServicePackageFile", "x", ("TargetPath", path)).PlanPkg().Codes);
        Assert.Equal(["SVCPKG2024"], Services.OnMacOS.Source("x").Item("ServiceConfigFile", "x", ("TargetPath", path)).PlanPkg().Codes);
        Assert.DoesNotContain("SVCPKG2024", Services.OnMacOS.With("ServiceUser", "root").Source("x").Item("ServicePackageFile", "x", ("TargetPath", path)).PlanPkg().Codes);
    }

    // sockaddr_un has 104 bytes, and the last one is zero.
    [Theory]
    [InlineData(103, 0)]
    [InlineData(104, 1)]
    public void The_path_of_a_socket_has_a_limit(int length, int findings)
    {
        const string start = "/private/var/db/";
        var path = start + new string('s', length - start.Length);

        Assert.Equal(findings, Services.OnMacOS.Item("ServiceSocket", path).PlanPkg().Codes.Count(code => code == "SVCPKG2007"));
    }

    [Fact]
    public void A_package_is_for_both_processors_if_all_its_code_is()
    {
        var both = new MachOFile { IsUniversal = true, Slices = [MachOs.Arm64.Slices[0], MachOs.X64.Slices[0]] };
        var portable = Services.OnMacOS.Built(project => project with { UseAppHost = false, SelfContained = false });

        Assert.Equal(MacArchitectures.Universal, HostOf(portable.Publishes("lib.dylib", ExecutableKind.MachOLibrary, machO: both)));
        Assert.Equal(MacArchitectures.Arm64, HostOf(portable.Publishes("lib.dylib", ExecutableKind.MachOLibrary, machO: MachOs.Arm64)));
        Assert.Equal(MacArchitectures.Arm64, HostOf(portable.Publishes("a.dylib", ExecutableKind.MachOLibrary, machO: both).Publishes("b.dylib", ExecutableKind.MachOLibrary, machO: MachOs.Arm64)));

        static MacArchitectures HostOf(Service service) => service.PlanPkg().Plan.Package.Distribution.HostArchitectures;
    }

    [Theory]
    [InlineData("", 13, "14.0")]
    [InlineData("", 15, "15.0")]
    [InlineData("12", 15, "12.0")]
    [InlineData("13.5.1", 15, "13.5.1")]
    public void The_oldest_system_is_that_of_the_native_files_unless_it_is_set(string set, int native, string expected) => Assert.Equal(
        expected,
        Services.OnMacOS.With("MacOSMinimumVersion", set)
            .Publishes("lib.dylib", ExecutableKind.MachOLibrary, machO: new MachOFile { IsUniversal = false, Slices = [MachOs.Arm64.Slices[0] with { MinimumSystem = new(native, 0) }] })
            .PlanPkg().Plan.Package.Distribution.MinimumSystemVersion);

    [Theory]
    [InlineData("Sonoma")]
    [InlineData("9.2")]
    [InlineData("14.0.0.1")]
    [InlineData("+14.0")]
    public void What_is_no_version_of_macOS_is_refused(string version) =>
        Assert.Equal(["SVCPKG2001"], Services.OnMacOS.With("MacOSMinimumVersion", version).PlanPkg().Codes);

    // sysadminctl(8), -roleAccount: by convention the accounts of services begin with an underscore. Accounts of macOS itself keep their names.
    [Theory]
    [InlineData("", "", "_acme", "_acme")]
    [InlineData("collector", "", "_collector", "_collector")]
    [InlineData("_collector", "", "_collector", "_collector")]
    [InlineData("_www", "", "_www", "_www", "SVCPKG2018")]
    [InlineData("collector", "staff", "_collector", "staff", "SVCPKG2018")]
    [InlineData("collector", "root", "_collector", "wheel")]
    [InlineData("nobody", "", "nobody", "nobody", "SVCPKG2018")]
    [InlineData("root", "", "root", "wheel", "SVCPKG2010")]
    [InlineData("root", "wheel", "root", "wheel", "SVCPKG2010")]
    [InlineData("Bad Name", "", "_acme", "_acme", "SVCPKG2006")]
    public void It_runs_as(string user, string group, string expectedUser, string expectedGroup, string code = "")
    {
        var planned = Services.OnMacOS.With("MacOSServiceUser", user).With("ServiceGroup", group).PlanPkg();

        Assert.Equal([$"UserName \"{expectedUser}\"", $"GroupName \"{expectedGroup}\""], planned.Key("UserName").Concat(planned.Key("GroupName")));
        Assert.Equal(code.Length > 0 ? [code] : [], planned.Codes);
    }

    [Theory]
    [InlineData("ServiceInstallDirectory", "/opt", "SVCPKG2007")]
    [InlineData("ServiceInstallDirectory", "/usr/bin/acme", "SVCPKG2007")]
    [InlineData("ServiceInstallDirectory", "/System/acme", "SVCPKG2007")]
    [InlineData("ServiceInstallDirectory", "/opt/../acme", "SVCPKG2007")]
    [InlineData("ServiceInstallDirectory", "acme", "SVCPKG2007")]
    [InlineData("ServiceInstallDirectory", "/usr/local/acme", "SVCPKG3011")]
    [InlineData("ServiceInstallDirectory", "/opt/homebrew/acme", "SVCPKG3011")]
    [InlineData("ServiceInstallDirectory", "/Library/Acme", "")]
    [InlineData("ServiceConfigDirectory", "/etc/acme", "SVCPKG3011")]
    [InlineData("ServiceConfigDirectory", "/private/etc/acme", "")]
    [InlineData("ServiceStateDirectory", "/Library/Application Support", "SVCPKG2007")]
    [InlineData("ServiceStateDirectory", "/private/var/run/acme", "SVCPKG2007")]
    [InlineData("ServiceStateDirectory", "/tmp/acme", "SVCPKG2007")]
    [InlineData("ServiceStateDirectory", "/Users/Shared/acme", "SVCPKG3011")]
    [InlineData("ServiceStateDirectory", "/opt/acme/data", "SVCPKG2009")]
    [InlineData("ServiceLogDirectory", "/private/var/log/acme", "")]
    public void Directories_are_those_of_macOS(string property, string path, string code)
    {
        Assert.Equal(code.Length > 0 ? [code] : [], Services.OnMacOS.With(property, path).PlanPkg().Codes);
        Assert.Equal(code.Length > 0 ? [code] : [], Services.OnMacOS.With("MacOS" + property, path).PlanPkg().Codes);
        Assert.Empty(Services.OnMacOS.With("Linux" + property, path).PlanPkg().Findings);
    }

    [Theory]
    [InlineData("osx-arm64", "acme-1.2.3-1.arm64.pkg", MacArchitectures.Arm64)]
    [InlineData("osx-x64", "acme-1.2.3-1.x64.pkg", MacArchitectures.X64)]
    public void A_package_is_for_the_processors_of_its_program(string rid, string fileName, MacArchitectures host)
    {
        var service = new Service().OnMacOS(rid);
        Assert.Equal((fileName, host), (service.PlanPkgWithoutFindings().Plan.FileName, service.PlanPkg().Plan.Package.Distribution.HostArchitectures));

        // Without a program of one architecture, the installed runtime decides.
        var portable = service.Built(project => project with { UseAppHost = false, SelfContained = false }).PlanPkgWithoutFindings();
        Assert.Equal((fileName, MacArchitectures.Universal), (portable.Plan.FileName, portable.Plan.Package.Distribution.HostArchitectures));
        Assert.Equal(["ProgramArguments.0 \"/usr/local/share/dotnet/dotnet\"", "ProgramArguments.1 \"/opt/acme/Acme.dll\""], portable.Key("ProgramArguments"));
        Assert.Contains("\ndotnet=/usr/local/share/dotnet\nfound=", portable.Script("preinstall"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-x64", "SVCPKG1003")]
    [InlineData("osx", "SVCPKG1003")]
    [InlineData("osx-arm", "SVCPKG1005")]
    public void Other_runtime_identifiers_are_refused(string rid, string code) =>
        Assert.Contains(code, Services.OnMacOS.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse(rid) }).PlanPkg().Codes);

    [Theory]
    [InlineData(8, "12.0")]
    [InlineData(9, "13.0")]
    [InlineData(10, "14.0")]
    [InlineData(11, "14.0")]
    [InlineData(99, "14.0")]
    [InlineData(6, "12.0")]
    public void The_oldest_system_is_the_runtimes(int major, string system) => Assert.Equal(
        system, Services.OnMacOS.Built(project => project with { TargetFrameworkMajor = major }).PlanPkgWithoutFindings().Plan.Package.Distribution.MinimumSystemVersion);

    [Theory]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("1.2", "1.2.0")]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData("1.0.0-rc.1", "1.0.0-rc.1")]
    [InlineData("1.0.0+abc", "1.0.0")]
    public void The_version_is_the_products(string version, string expected) =>
        Assert.Equal(expected, Services.OnMacOS.With("ServicePackageVersion", version).PlanPkgWithoutFindings().Plan.Version);

    [Theory]
    [InlineData("Acme Ltd.", "", "acme-ltd.acme")]
    [InlineData("Acme", "com.acme.Collector", "com.acme.Collector")]
    public void The_identifier_names_package_and_job(string vendor, string identifier, string expected)
    {
        var planned = Services.OnMacOS.With("ServicePackageVendor", vendor).With("ServiceIdentifier", identifier).PlanPkgWithoutFindings();
        Assert.Equal(expected, planned.Plan.Package.Identifier);
        Assert.Equal([$"Label \"{expected}\""], planned.Key("Label"));
        Assert.NotNull(planned[$"/Library/LaunchDaemons/{expected}.plist"]);
    }

    [Theory]
    [InlineData(CompressionKind.Gzip, CompressionKind.Gzip)]
    [InlineData(CompressionKind.Xz, CompressionKind.Gzip, "SVCPKG2011")]
    [InlineData(CompressionKind.None, CompressionKind.None)]
    public void The_Installer_knows_one_compression(CompressionKind said, CompressionKind done, params string[] codes)
    {
        var planned = Services.OnMacOS.Compressed(said).PlanPkg();

        Assert.Equal(done, planned.Plan.Package.Compression);
        Assert.Equal(codes, planned.Codes);
    }

    [Fact]
    public void A_job_of_each_users_is_an_agent()
    {
        var planned = Services.AllOnMacOS["user"].PlanPkgWithoutFindings();
        Assert.Equal("file 0644 root:wheel", planned.Describe("/Library/LaunchAgents/acme.acme.plist"));
        Assert.Empty(planned.Key("UserName").Concat(planned.Key("StandardOutPath")).Concat(planned.Key("EnvironmentVariables")));
        Assert.DoesNotContain("dscl", planned.Script("postinstall"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_Installer_shows()
    {
        var service = Services.OnMacOS.Source("terms.rtf").Source("hello.html").Source("back.png")
            .Item("MacOSInstallerResource", "terms.rtf", ("Page", "License")).Item("MacOSInstallerResource", "hello.html", ("Page", "Welcome")).Item("MacOSInstallerResource", "back.png", ("Page", "Background"));

        Assert.Equal(
            ["License terms.rtf", "Welcome hello.html", "Background back.png"],
            service.PlanPkgWithoutFindings().Plan.Package.Resources.Select(resource => $"{resource.Kind} {resource.Name}"));
        Assert.Equal(["SVCPKG6002"], service.Item("MacOSInstallerResource", "hello.html", ("Page", "License")).PlanPkg().Codes);
        Assert.Equal(["SVCPKG6002"], Services.OnMacOS.Source("a.html").Item("MacOSInstallerResource", "a.html", ("Page", "Background")).PlanPkg().Codes);
    }

    [Fact]
    public void A_program_that_Apples_processors_refuse_is_reported()
    {
        Assert.Equal(["SVCPKG6001"], Services.OnMacOS.Publishes("lib.dylib", ExecutableKind.MachOLibrary, machO: MachOs.UnsignedArm64).PlanPkg().Codes);
        Assert.Empty(Services.OnMacOS.Publishes("lib.dylib", ExecutableKind.MachOLibrary, machO: MachOs.Arm64).PlanPkg().Findings);
        Assert.Empty(new Service().OnMacOS("osx-x64").PlanPkg().Findings);
    }

    [Fact]
    public void Files_have_modes_by_what_they_are_and_owners_on_the_target()
    {
        var planned = Services.OnMacOS.Publishes("tool", ExecutableKind.MachOProgram).Publishes("lib.dylib", ExecutableKind.MachOLibrary).Publishes("run.sh", ExecutableKind.Script)
            .Source("key.pem").Item("ServicePackageFile", "key.pem", ("Owner", "acme")).Item("ServicePackageSymlink", "/usr/local/bin/acme", ("TargetPath", "{InstallDirectory}/Acme")).PlanPkg();

        Assert.Equal(
            ["file 0755 root:wheel", "file 0644 root:wheel", "file 0755 root:wheel", "file 0640 root:wheel"],
            new[] { "tool", "lib.dylib", "run.sh", "key.pem" }.Select(name => planned.Describe("/opt/acme/" + name)));
        Assert.Contains("\ngive _acme:wheel /opt/acme/key.pem\n", planned.Script("postinstall"), StringComparison.Ordinal);
        // The Installer would take ownership of Homebrew's directory.
        Assert.Equal("absent", planned.Describe("/usr/local/bin"));
        Assert.Contains("\nmake_link /opt/acme/Acme /usr/local/bin/acme\n", planned.Script("postinstall"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_of_a_users_is_in_that_users_home() =>
        Assert.Contains("SVCPKG2009", Services.AllOnMacOS["user"].Item("ServiceLog", "/var/log/acme.log").PlanPkg().Codes);

    private static IEnumerable<string> Entries(Planned<ServicePackaging.MacPkg.MacPkgPlan> planned) => planned.Plan.Entries.Select(entry => $"{entry.Path} {planned.Describe(entry.Path)}");
}
