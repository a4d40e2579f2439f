using ServicePackaging.Formats.Executables;
using ServicePackaging.Model;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Deb;

/// <summary>The computed dependencies of a package.</summary>
public sealed class DebDependencyTests
{
    private const string OpenSsl = "libssl3t64 | libssl3 | libssl1.1";
    private const string Accounts = "systemd-standalone-sysusers | systemd | systemd-sysusers";
    private const string Directories = "systemd-standalone-tmpfiles | systemd | systemd-tmpfiles";

    private static readonly Service FrameworkDependent = new Service().Built(project => project with { SelfContained = false });

    [Fact]
    public void A_self_contained_program_needs_what_its_runtime_loads_by_name()
    {
        var depends = Depends(new Service());

        Assert.Equal([OpenSsl, "libicu", Accounts, Directories], depends.Select(relation => relation.StartsWith("libicu", StringComparison.Ordinal) ? relation[..6] : relation));
        var icu = depends[1].Split(" | ");
        Assert.Equal(("libicu99", "libicu60", 40), (icu[0], icu[^1], icu.Length));
    }

    [Fact]
    public void An_invariant_one_needs_no_ICU() =>
        Assert.Equal([OpenSsl, Accounts, Directories], Depends(new Service().Built(project => project with { InvariantGlobalization = true })));

    [Fact]
    public void One_compiled_ahead_of_time_needs_no_runtime() => Assert.Equal(
        [OpenSsl, Accounts, Directories], Depends(FrameworkDependent.Built(project => project with { NativeAot = true, InvariantGlobalization = true })));

    [Theory]
    [InlineData("Microsoft.NETCore.App=10.0.0", "dotnet-runtime-10.0")]
    [InlineData("Microsoft.NETCore.App=9.0.4", "dotnet-runtime-9.0")]
    [InlineData("Microsoft.NETCore.App=10.0.0;Microsoft.AspNetCore.App=10.0.0", "aspnetcore-runtime-10.0")]
    [InlineData("Microsoft.AspNetCore.App=8.0.0;Microsoft.NETCore.App=8.0.0", "aspnetcore-runtime-8.0")]
    [InlineData("", "dotnet-runtime-10.0")]
    public void A_framework_dependent_one_needs_its_runtime(string frameworks, string package)
    {
        var references = frameworks.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('=')).Select(words => new FrameworkReference(words[0], words[1])).ToList();

        Assert.Equal([package, Accounts, Directories], Depends(FrameworkDependent.Built(project => project with { Frameworks = references })));
    }

    [Fact]
    public void One_that_rolls_forward_accepts_later_runtimes_and_prefers_its_own()
    {
        var service = FrameworkDependent.Built(project => project with
        {
            Frameworks = [new FrameworkReference("Microsoft.NETCore.App", "13.0.0")],
            RollsForwardToMajor = true,
        });
        Assert.Equal(["dotnet-runtime-13.0 | dotnet-runtime-14.0 | dotnet-runtime-15.0", Accounts, Directories], Depends(service));
    }

    [Fact]
    public void The_oldest_C_library_is_the_newest_required_version()
    {
        var service = FrameworkDependent.Publishes("a", ExecutableKind.ElfProgram, ElfFiles.NeedingGlibc("GLIBC_2.2.5", "GLIBC_2.27", "GLIBC_PRIVATE"))
            .Publishes("b.so", ExecutableKind.ElfSharedObject, ElfFiles.NeedingGlibc("GLIBC_2.4", "GLIBC_2.17"));

        Assert.Contains("libc6 (>= 2.27)", Depends(service));
    }

    [Fact]
    public void Libraries_become_packages_and_those_of_the_payload_do_not()
    {
        var service = FrameworkDependent
            .Publishes("a.so", ExecutableKind.ElfSharedObject, ElfFiles.Library("a.so.1", "libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libown.so", "liba-alias.so.2", "liblttng-ust.so.0"))
            .Publishes("libown.so", ExecutableKind.ElfSharedObject, ElfFiles.Library(null, "ld-linux-x86-64.so.2", "libz.so.1"))
            .Publishes("b.so", ExecutableKind.ElfSharedObject, ElfFiles.Library("liba-alias.so.2"));

        Assert.Equal(["libc6", "libgcc-s1 (>= 3.0)", "libstdc++6 (>= 4.1.1)", "zlib1g (>= 1:1.1.4)"], Depends(service).Where(relation => !relation.Contains("systemd", StringComparison.Ordinal) && !relation.StartsWith("dotnet", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_library_that_nobody_knows_is_a_warning_that_names_it()
    {
        var finding = Assert.Single(new Service().Publishes("lib/a.so", ExecutableKind.ElfSharedObject, ElfFiles.Library("a.so", "libfoo.so.3")).Plan().Findings);

        Assert.Equal("SVCPKG4004", finding.Descriptor.Code);
        Assert.StartsWith("'lib/a.so' needs the native library 'libfoo.so.3'", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pre-Depends", "init-system-helpers (>= 1.54~), foo (>= 1.2)")]
    [InlineData("Recommends", "ca-certificates, tzdata, foo (>= 1.2)")]
    [InlineData("Suggests", "foo (>= 1.2)")]
    [InlineData("Enhances", "foo (>= 1.2)")]
    [InlineData("Conflicts", "foo (>= 1.2)")]
    [InlineData("Breaks", "foo (>= 1.2)")]
    [InlineData("Replaces", "foo (>= 1.2)")]
    [InlineData("Provides", "foo (>= 1.2)")]
    public void The_developers_relations_follow_the_computed_ones(string kind, string expected) =>
        Assert.Equal(expected, new Service().Item("DebDependency", "foo", ("Kind", kind), ("Version", ">=1.2")).PlanWithoutFindings().Control(kind));

    [Fact]
    public void A_relation_that_is_declared_twice_is_written_once() =>
        Assert.Single(Depends(new Service().Item("DebDependency", OpenSsl).Item("DebDependency", "foo").Item("DebDependency", "foo")), relation => relation == OpenSsl);

    [Fact]
    public void A_package_without_an_account_needs_no_program_to_create_one()
    {
        Assert.DoesNotContain(Accounts, Depends(new Service().With("ServiceUser", "root")));
        Assert.DoesNotContain(Depends(Services.User), relation => relation.Contains("systemd", StringComparison.Ordinal));
    }

    private static string[] Depends(Service service) => service.Plan().Control("Depends")!.Split(", ");
}
