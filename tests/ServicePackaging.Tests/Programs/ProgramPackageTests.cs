using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Model;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Programs;

/// <summary>The architecture and the dependencies of packages whose program is not .NET.</summary>
public sealed class ProgramPackageTests
{
    private static readonly Service Script = Any("linux-x64").PublishesScript("run", "#!/bin/sh");

    private static readonly Service Native = Any("linux-x64").Publishes("run", ExecutableKind.ElfProgram, ElfFiles.NeedingGlibc("GLIBC_2.17"));

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    public void Without_machine_code_a_package_is_for_every_machine(string runtimeIdentifier)
    {
        var service = Script.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse(runtimeIdentifier) });

        Assert.Equal("acme_1.2.3-1_all.deb", service.PlanWithoutFindings().Plan.FileName);
        Assert.Equal("acme-1.2.3-1.noarch.rpm", service.PlanRpmWithoutFindings().Plan.FileName);
        Assert.DoesNotContain(service.PlanRpm().Relations(RpmRelationKind.Provides), relation => relation.StartsWith("acme(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("osx-x64")]
    [InlineData("osx-arm64")]
    public void And_on_macOS_too(string runtimeIdentifier)
    {
        var plan = Any(runtimeIdentifier).PublishesScript("run", "#!/bin/sh").PlanPkgWithoutFindings().Plan;

        Assert.Equal("acme-1.2.3-1.universal.pkg", plan.FileName);
        Assert.Equal((MacArchitectures.Universal, "11.0"), (plan.Package.Distribution.HostArchitectures, plan.Package.Distribution.MinimumSystemVersion));
    }

    [Fact]
    public void Machine_code_is_for_its_own_machines()
    {
        Assert.Equal("acme_1.2.3-1_amd64.deb", Native.PlanWithoutFindings().Plan.FileName);
        Assert.Equal("acme-1.2.3-1.x86_64.rpm", Native.PlanRpmWithoutFindings().Plan.FileName);
        Assert.Equal("acme-1.2.3-1.arm64.pkg", Any("osx-arm64").Publishes("run", ExecutableKind.MachOProgram, machO: MachOs.Arm64).PlanPkgWithoutFindings().Plan.FileName);

        const string Message = "Error SVCPKG3018: 'run' is built for x64, and the package is for '{0}'. Write -r {1}, or use another file: ServicePayloadDirectory may contain {{RuntimeIdentifier}}.";
        var deb = Native.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse("linux-arm64") });
        Assert.Equal(string.Format(null, Message, "linux-arm64", "linux-x64"), Assert.Single(deb.Plan().Findings).ToString());
        Assert.Equal(["SVCPKG3018"], deb.PlanRpm().Codes);
        var pkg = Any("osx-arm64").Publishes("run", ExecutableKind.MachOProgram, machO: MachOs.X64);
        Assert.Equal(string.Format(null, Message, "osx-arm64", "osx-x64"), Assert.Single(pkg.PlanPkg().Findings).ToString());
    }

    [Fact]
    public void Nothing_of_dotnet_is_required()
    {
        Assert.DoesNotContain("lib", Script.PlanWithoutFindings().Control("Depends"), StringComparison.Ordinal);
        Assert.Null(Script.Plan().Control("Recommends"));
        Assert.StartsWith("libc6 (>= 2.17), systemd-standalone-sysusers", Native.PlanWithoutFindings().Control("Depends"), StringComparison.Ordinal);
        Assert.DoesNotContain(Script.PlanRpmWithoutFindings().Plan.Package.Relations, relation => relation.Name.Contains("ssl", StringComparison.Ordinal) || relation.Name.Contains("icu", StringComparison.Ordinal));
        Assert.DoesNotContain("dotnet", Any("osx-x64").PublishesScript("run", "#!/bin/sh").PlanPkg().Script("preinstall"), StringComparison.OrdinalIgnoreCase);
        var msi = Any("win-x64").Publishes("run.exe", ExecutableKind.NativePortableExecutable).With("ServiceExecutable", "run.exe").PlanMsiWithoutFindings();
        Assert.DoesNotContain("dotnet", string.Join('\n', msi.Rows()), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("#!/bin/sh", "", "/bin/sh")]
    [InlineData("#!/usr/bin/bash", "", "/usr/bin/bash")]
    [InlineData("#! /usr/bin/python3 -u", "python3", "/usr/bin/python3")]
    [InlineData("#!/usr/bin/env python3", "python3", "/usr/bin/python3")]
    [InlineData("#!/usr/bin/env -S node --no-warnings", "nodejs", "/usr/bin/node")]
    [InlineData("#!/usr/bin/perl", "perl", "/usr/bin/perl")]
    [InlineData("#!/usr/bin/ruby", "ruby", "/usr/bin/ruby")]
    [InlineData("#!/opt/vendor/bin/python3", "", "")]
    public void The_interpreters_of_the_scripts_are_required(string line, string package, string file)
    {
        var service = Script.PublishesScript("helper", line);
        string[] without = [.. Script.Plan().Control("Depends")!.Split(", ")];

        Assert.Equal(package.Length == 0 ? [] : [package], service.PlanWithoutFindings().Control("Depends")!.Split(", ").Except(without));
        Assert.Equal(file.Length == 0 ? [] : [file], service.PlanRpmWithoutFindings().Relations(RpmRelationKind.Requires).Except(Script.PlanRpm().Relations(RpmRelationKind.Requires).Except(["/bin/sh"])).Except(line == "#!/bin/sh" ? [] : ["/bin/sh"]));
    }

    [Theory]
    [InlineData("python3", "python3", "/usr/bin/python3")]
    [InlineData("/usr/bin/python3", "python3", "/usr/bin/python3")]
    [InlineData("/usr/local/bin/python3", "", "")]
    [InlineData("/opt/vendor/tool", "", "")]
    public void And_so_is_a_program_of_the_target(string program, string package, string file)
    {
        var service = Any("linux-x64").Publishes("app.py").With("ServiceExecutable", program);

        Assert.Equal(package.Length > 0, service.PlanWithoutFindings().Control("Depends")!.Split(", ").Contains(package));
        Assert.Equal(file.Length > 0, service.PlanRpmWithoutFindings().Relations(RpmRelationKind.Requires).Contains(file));
    }

    [Fact]
    public void One_with_another_name_in_Debian_has_to_be_declared()
    {
        var service = Any("linux-x64").Publishes("app.jar").With("ServiceExecutable", "/usr/bin/java");

        Assert.StartsWith("Warning SVCPKG4007: The service runs '/usr/bin/java'", Assert.Single(service.Plan().Findings).ToString(), StringComparison.Ordinal);
        Assert.Contains("default-jre-headless", service.Item("DebDependency", "default-jre-headless").PlanWithoutFindings().Control("Depends"), StringComparison.Ordinal);
        Assert.Contains("/usr/bin/java", service.PlanRpmWithoutFindings().Relations(RpmRelationKind.Requires));
        Assert.Equal(["SVCPKG4007"], Any("linux-x64").PublishesScript("run", "#!/usr/bin/lua").Plan().Codes);
    }

    [Theory]
    [InlineData("run", "#!/bin/sh", true)]
    [InlineData("run", "#!/usr/bin/env python3", true)]
    [InlineData("run", "#!/usr/bin/env node", false)]
    [InlineData("node", "#!/bin/sh", false)]
    [InlineData("/opt/vendor/bin/node", "#!/bin/sh", false)]
    public void Strict_forbids_code_written_at_run_time_where_no_compiler_is_known_to_run(string program, string line, bool forbids)
    {
        var service = Any("linux-x64").PublishesScript("run", line).With("ServiceExecutable", program).With("ServiceHardening", "Strict");
        Assert.Equal(forbids, Unit(service).Contains("\nMemoryDenyWriteExecute=yes\n", StringComparison.Ordinal));
        Assert.DoesNotContain("MemoryDenyWriteExecute", Unit(service.With("ServiceHardening", "Default")), StringComparison.Ordinal);
        Assert.DoesNotContain("MemoryDenyWriteExecute=yes", Unit(service.Item("SystemdDirective", "MemoryDenyWriteExecute", ("Value", "no"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("a\u001bb")]
    public void Names_that_no_list_can_hold_are_refused(string name) => Assert.Equal(["SVCPKG3002"], Script.Publishes(name).Plan().Codes);

    private static Service Any(string runtimeIdentifier) => new Service().WithoutDotNet(runtimeIdentifier).With("ServiceExecutable", "run");

    private static string Unit(Service service) => service.PlanWithoutFindings().Text("/usr/lib/systemd/system/acme.service");
}
