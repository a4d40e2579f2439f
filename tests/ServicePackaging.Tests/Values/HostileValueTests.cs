using ServicePackaging.Formats.Executables;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Values;

/// <summary>Values that break a platform's own syntax or limits: each has one finding, or is written so that it is read back.</summary>
public sealed class HostileValueTests
{
    private const string Unit = "/usr/lib/systemd/system/acme.service";
    private const ExecutableKind Elf = ExecutableKind.ElfProgram;
    private const string Half = "a\ud800b";

    private static readonly string Long = new('x', 300);

    private static readonly string[] Formats = ["deb", "rpm", "pkg", "msi"];

    private static readonly Service Base = new();

    [Theory]
    [InlineData("ServiceDisplayName")]
    [InlineData("ServicePackageVendor")]
    [InlineData("ServicePackageMaintainer")]
    [InlineData("ServiceDescription")]
    [InlineData("ServiceArguments")]
    [InlineData("ServiceLogIdentifier")]
    [InlineData("ServiceStateDirectory")]
    public void Half_of_a_surrogate_pair_is_refused_like_a_control_character(string property)
    {
        foreach (var text in new[] { Half, "\udc00", "\ud83d", "\ude00\ud83d", "x\uffff" })
        {
            Assert.All(Formats, format => Assert.Contains(
                Base.With(property, text).Read(format).Findings,
                finding => finding.Descriptor.Code == "SVCPKG2003" && finding.Message.StartsWith($"{property} contains the character 0x", StringComparison.Ordinal)));
        }

        if (property is "ServiceDisplayName")
        {
            Assert.Empty(Base.With(property, "a\ud83d\ude00").Read().Findings);
        }
    }

    [Fact]
    public void So_it_is_in_items_and_in_the_projects_own_properties()
    {
        Assert.Equal("SVCPKG2003", Base.Item("ServiceEnvironment", "A", ("Value", Half)).Read().Finding.Descriptor.Code);
        Assert.Equal("SVCPKG2003", Base.Item("ServiceLog", Half).Read().Finding.Descriptor.Code);
        Assert.Contains("PackageLicenseExpression", Base.Built(project => project with { License = Half }).Read().Finding.Message, StringComparison.Ordinal);
        Assert.Contains("PackageProjectUrl", Base.Built(project => project with { Homepage = Half }).Read().Finding.Message, StringComparison.Ordinal);
        Assert.Contains("Copyright", Base.Built(project => project with { Copyright = Half }).Read().Finding.Message, StringComparison.Ordinal);
        Assert.Contains("PackageReleaseNotes", Base.Built(project => project with { ReleaseNotes = Half }).Read().Finding.Message, StringComparison.Ordinal);
        Assert.Contains("SVCPKG3002", Base.Publishes(Half).Plan().Codes);
    }

    [Theory]
    [InlineData("ServiceDisplayName")]
    [InlineData("ServicePackageVendor")]
    [InlineData("ServiceLogIdentifier")]
    public void A_text_that_is_too_long_is_refused_by_its_name(string property)
    {
        foreach (var text in new[] { Long, new string('[', 60) })
        {
            Assert.All(Formats, format =>
            {
                var finding = Base.With(property, text).Read(format).Findings.First(finding => finding.Descriptor.Code == "SVCPKG2001");
                Assert.StartsWith($"{property} is '", finding.Message, StringComparison.Ordinal);
                Assert.Contains("at most 120 characters", finding.Message, StringComparison.Ordinal);
            });
        }

        var longest = Base.With(property, new string('x', 120)).With("ServiceUser", @"ACME\svc-account-with-a-long-name$").OnWindows();
        Assert.DoesNotContain("SVCPKG2001", longest.PlanMsi().Codes);
    }

    [Fact]
    public void A_property_of_Windows_Installer_has_a_name_that_fits()
    {
        var finding = Assert.Single(Base.Item("MsiProperty", new string('A', 73), ("Value", "1")).OnWindows().PlanMsi().Findings);

        Assert.Equal("SVCPKG2006", finding.Descriptor.Code);
        Assert.Contains("at most 72 characters", finding.Message, StringComparison.Ordinal);
        Assert.Empty(Base.Item("MsiProperty", new string('A', 72), ("Value", "1")).OnWindows().PlanMsi().Findings);
    }

    [Fact]
    public void The_dependencies_of_a_Windows_service_fit()
    {
        var service = Base.Item("ServiceDependency", "a", ("Windows", Long[..150])).Item("ServiceDependency", "b", ("Windows", Long[..60])).OnWindows();

        Assert.Contains("at most 200 characters together", service.PlanMsi().Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_in_a_path_is_at_most_255_bytes()
    {
        foreach (var (property, name, isValid) in new[] { ("ServiceStateDirectory", Long, false), ("ServiceStateDirectory", new string('é', 128), false), ("ServiceInstallDirectory", new string('é', 127), true) })
        {
            foreach (var format in new[] { "deb", "rpm", "pkg" })
            {
                Assert.Equal(!isValid, Base.With(property, "/srv/" + name).Read(format).Findings.Any(finding => finding.Message.Contains("longer than 255 bytes", StringComparison.Ordinal)));
            }
        }

        Assert.Contains("SVCPKG2007", Base.Source("a").Item("ServicePackageFile", "a", ("TargetPath", Long)).Plan().Codes);
        Assert.Contains("SVCPKG2007", Base.Item("ServiceDirectory", Long).Plan().Codes);
        Assert.Contains("SVCPKG3002", Base.Publishes(Long).Plan().Codes);
        Assert.Contains("SVCPKG2006", Base.Item("ServiceInstance", Long[..199]).With("ServiceName", Long[..100]).Plan().Codes);
        Assert.Contains("SVCPKG2006", Base.With("ServiceIdentifier", "com." + Long).PlanPkg().Codes);
    }

    [Fact]
    public void A_display_name_is_one_field_of_the_account()
    {
        var plan = Base.With("ServiceDisplayName", "A\tB:  \"C\"").PlanWithoutFindings();

        Assert.Equal("u acme - \"A B   'C'\" /var/lib/acme\n".Replace("   ", " ", StringComparison.Ordinal), plan.Text("/usr/lib/sysusers.d/acme.conf").Replace("  ", " ", StringComparison.Ordinal));
        Assert.DoesNotContain('\t', plan.Text(Unit));
    }

    [Theory]
    [InlineData("ServiceStateDirectory", "/srv/a:b", ':')]
    [InlineData("ServiceLogDirectory", "/srv/a:b", ':')]
    [InlineData("ServiceInstallDirectory", "/opt/a:b", ':')]
    [InlineData("ServiceInstallDirectory", "/opt/a'b", '\'')]
    [InlineData("ServiceInstallDirectory", "/opt/a\"b", '"')]
    [InlineData("ServiceInstallDirectory", "/opt/a\\b", '\\')]
    public void A_directory_on_Linux_has_no_character_that_ends_its_name(string property, string path, char character)
    {
        foreach (var format in new[] { "deb", "rpm" })
        {
            var finding = Base.With(property, path).Read(format).Finding;
            Assert.Equal("SVCPKG2007", finding.Descriptor.Code);
            Assert.StartsWith($"{property} is '{path}', which contains '{character}'.", finding.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Neither_has_a_declared_one()
    {
        Assert.Equal("SVCPKG2007", Base.Item("ServiceDirectory", "a:b").Read().Finding.Descriptor.Code);
        Assert.Equal("SVCPKG2007", Base.Item("ServiceDirectory", "/srv/a:b").Read().Finding.Descriptor.Code);
        Assert.Equal("SVCPKG2007", Base.Item("ServiceInstance", "eu", ("StateDirectory", "{StateDirectory}:eu")).Read().Finding.Descriptor.Code);
    }

    // systemd: "Executable name contains special characters".
    [Theory]
    [InlineData("it's")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    public void A_program_that_systemd_does_not_start_is_refused(string name)
    {
        var own = Base.Built(project => project with { AssemblyName = name }).With("ServicePackageName", "acme").Publishes(name, Elf);
        Assert.Contains(own.Plan().Findings, finding => finding.Message.StartsWith("AssemblyName is", StringComparison.Ordinal));

        var declared = Base.With("ServiceExecutable", name).Publishes(name, Elf);
        Assert.Contains(declared.Plan().Findings, finding => finding.Message.StartsWith("ServiceExecutable is", StringComparison.Ordinal));
        Assert.Contains(Base.With("ServiceStopCommand", $"'{{InstallDirectory}}/a\"b'").Plan().Findings, finding => finding.Message.StartsWith("ServiceStopCommand is", StringComparison.Ordinal));
    }

    // systemd expands variables in arguments, and not in the path of the program.
    [Fact]
    public void A_dollar_sign_is_doubled_in_arguments_and_not_in_the_program()
    {
        var plan = Base.With("ServiceInstallDirectory", "/opt/a$b").With("ServiceArguments", "{InstallDirectory}/x $HOME").Plan();

        Assert.Contains("\nExecStart=/opt/a$b/Acme /opt/a$$b/x $$HOME\n", plan.Text(Unit), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{x}.log")]
    [InlineData("${x}.log")]
    [InlineData("a\"b.log")]
    [InlineData("a\\b.log")]
    [InlineData("it's.log")]
    public void A_log_that_logrotate_does_not_find_is_refused(string name)
    {
        var finding = Base.Item("ServiceLog", name).Read().Finding;

        Assert.Equal("SVCPKG2007", finding.Descriptor.Code);
        Assert.Contains("which contains '", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{StateDirectory}")]
    [InlineData("{LogDirectory}")]
    [InlineData("/var/log/acme")]
    public void A_log_is_not_a_directory(string name)
    {
        Assert.Equal("SVCPKG2007", Base.Item("ServiceLog", name).Read().Finding.Descriptor.Code);
        Assert.Equal("SVCPKG2007", Base.Item("ServiceLog", name.Replace("/var/log", "/Library/Logs", StringComparison.Ordinal)).Read("pkg").Finding.Descriptor.Code);
    }

    [Theory]
    [InlineData("https://acme.example/o'brien?a=\"b\"", "https://acme.example/o%%27brien?a=%%22b%%22")]
    [InlineData("ftp://acme.example/", null)]
    [InlineData("mailto:a@acme.example", null)]
    public void A_home_page_is_written_as_systemd_reads_it(string homepage, string? expected)
    {
        var unit = Base.Built(project => project with { Homepage = homepage }).PlanWithoutFindings().Text(Unit);

        Assert.Equal(expected is null ? [] : ["Documentation=" + expected], unit.Split('\n').Where(line => line.StartsWith("Documentation=", StringComparison.Ordinal)));
    }


}
