using System.Text;
using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Model;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Rpm;

/// <summary>The computed requires and provides of a package.</summary>
public sealed class RpmDependencyTests
{
    private const string OpenSsl = "(libssl.so.3()(64bit) or libssl.so.1.1()(64bit))";

    private static readonly string[] Accounts = ["/usr/bin/getent", "/usr/sbin/groupadd", "/usr/sbin/useradd"];

    private static readonly Service FrameworkDependent = new Service().Built(project => project with { SelfContained = false });

    [Fact]
    public void A_self_contained_program_needs_what_its_runtime_loads_by_name()
    {
        var requires = Requires(new Service());

        Assert.Equal(["(libicu", OpenSsl, .. Accounts], requires.Select(relation => relation.StartsWith("(libicu", StringComparison.Ordinal) ? relation[..7] : relation));
        var icu = requires[0][1..^1].Split(" or ");
        Assert.Equal(("libicuuc.so.99()(64bit)", "libicuuc.so.60()(64bit)", 40), (icu[0], icu[^1], icu.Length));
    }

    [Fact]
    public void All_other_requires_and_provides_are_those_of_rpm()
    {
        var planned = new Service().Built(project => project with { InvariantGlobalization = true }).PlanRpmWithoutFindings();

        Assert.Equal(
            [
                OpenSsl, "/bin/sh", "/bin/sh", "/bin/sh", "/bin/sh", "/bin/sh", .. Accounts, "config(acme) = 1.2.3-1", "rpmlib(BuiltinLuaScripts) <= 4.2.2-1", "rpmlib(CompressedFileNames) <= 3.0.4-1",
                "rpmlib(FileDigests) <= 4.6.0-1", "rpmlib(PayloadFilesHavePrefix) <= 4.0-1", "rpmlib(RichDependencies) <= 4.12.0-1",
            ],
            planned.Relations(RpmRelationKind.Requires));
        Assert.Equal(["acme = 1.2.3-1", "acme(x86-64) = 1.2.3-1", "config(acme) = 1.2.3-1", "group(acme)", "user(acme) ="],
            planned.Relations(RpmRelationKind.Provides).Select(relation => relation.StartsWith("user", StringComparison.Ordinal) ? relation[..12] : relation));
        Assert.Equal(["systemd"], planned.Relations(RpmRelationKind.OrderWithRequires));
        Assert.Equal(["(tzdata or timezone)", "ca-certificates"], planned.Relations(RpmRelationKind.Recommends));
    }

    [Fact]
    public void A_package_needs_no_systemd() => Assert.DoesNotContain(
        Services.Full.PlanRpm().Plan.Package.Relations, relation => relation is { Kind: RpmRelationKind.Requires } && relation.Name.Contains("systemd", StringComparison.Ordinal));

    [Fact]
    public void The_programs_that_create_accounts_are_installed_before_the_files() => Assert.All(
        new Service().PlanRpm().Plan.Package.Relations.Where(relation => Accounts.Contains(relation.Name)), relation => Assert.Equal(RpmSense.PreInstall, relation.Sense));

    [Theory]
    [InlineData("linux-x86")]
    [InlineData("linux-arm")]
    public void On_32_bits_a_library_has_no_mark(string rid) =>
        Assert.Contains("(libssl.so.3 or libssl.so.1.1)", Requires(new Service().Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse(rid) })));

    [Fact]
    public void An_invariant_one_needs_no_ICU() =>
        Assert.Equal([OpenSsl, .. Accounts], Requires(new Service().Built(project => project with { InvariantGlobalization = true })));

    [Fact]
    public void One_compiled_ahead_of_time_needs_no_runtime() => Assert.Equal(
        [OpenSsl, .. Accounts], Requires(FrameworkDependent.Built(project => project with { NativeAot = true, InvariantGlobalization = true })));

    [Theory]
    [InlineData("Microsoft.NETCore.App=10.0.0", "dotnet-runtime-10.0")]
    [InlineData("Microsoft.NETCore.App=10.0.0;Microsoft.AspNetCore.App=10.0.0", "aspnetcore-runtime-10.0")]
    [InlineData("", "dotnet-runtime-10.0")]
    public void A_framework_dependent_one_needs_its_runtime(string frameworks, string package)
    {
        var references = frameworks.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('=')).Select(words => new FrameworkReference(words[0], words[1])).ToList();

        Assert.Equal([.. Accounts, package], Requires(FrameworkDependent.Built(project => project with { Frameworks = references })));
    }

    [Fact]
    public void One_that_rolls_forward_accepts_later_runtimes()
    {
        var service = FrameworkDependent.Built(project => project with
        {
            Frameworks = [new FrameworkReference("Microsoft.NETCore.App", "13.0.0"), new FrameworkReference("Microsoft.AspNetCore.App", "13.0.0")],
            RollsForwardToMajor = true,
        });
        Assert.Contains("(aspnetcore-runtime-13.0 or aspnetcore-runtime-14.0 or aspnetcore-runtime-15.0)", Requires(service));
    }

    [Fact]
    public void Libraries_are_needed_by_name_with_their_symbol_versions_as_elfdeps_names_them()
    {
        var service = FrameworkDependent
            .Publishes("a", ExecutableKind.ElfProgram, ElfFiles.NeedingGlibc("GLIBC_2.2.5", "GLIBC_2.27"))
            .Publishes("b.so", ExecutableKind.ElfSharedObject, ElfFiles.NeedingGlibc("GLIBC_2.27"))
            .Publishes("c.so", ExecutableKind.ElfSharedObject, ElfFiles.Library("c.so.1", "libstdc++.so.6", "b.so", "liblttng-ust.so.0"));

        Assert.Equal(
            ["libc.so.6()(64bit)", "libc.so.6(GLIBC_2.2.5)(64bit)", "libc.so.6(GLIBC_2.27)(64bit)", "libstdc++.so.6()(64bit)"],
            Requires(service).Where(relation => relation.StartsWith("lib", StringComparison.Ordinal)));
        Assert.Empty(service.PlanRpm().Findings);
    }

    [Theory]
    [InlineData("acme", null, "Acme Collector", "u acme - \"Acme Collector\" /var/lib/acme")]
    [InlineData("acme", "staff", "Acme", "g staff -|u acme -:staff \"Acme\" /var/lib/acme")]
    [InlineData("root", "staff", "Acme", "g staff -")]
    [InlineData("x", null, "x", "u x - \"x\" /")]
    [InlineData("acme", null, "Ä 100 %", "u acme - \"Ä 100 %%\" /var/lib/acme")]
    public void An_account_is_provided_as_its_sysusers_line_declares_it(string user, string? group, string name, string lines)
    {
        var service = new Service().With("ServiceUser", user).With("ServiceDisplayName", name);
        var planned = (group is null ? service : service.With("ServiceGroup", group)).PlanRpm();
        var provides = planned.Plan.Package.Relations.Where(relation => relation.Kind == RpmRelationKind.Provides && relation.Sense.HasFlag(RpmSense.FoundProvide)).ToList();

        Assert.Equal(lines.Split('|'), planned.Text("/usr/lib/sysusers.d/acme.conf").TrimEnd('\n').Split('\n'));
        Assert.Equal(lines.Split('|').Order(StringComparer.Ordinal), provides.Where(provide => provide.Version.Length > 0).Select(provide => Decode(provide.Version)).Order(StringComparer.Ordinal));
        Assert.All(provides.Where(provide => provide.Version.Length > 0), provide => Assert.Equal($"{(Decode(provide.Version)[0] == 'g' ? "group" : "user")}({Decode(provide.Version).Split(' ')[1]})", provide.Name));
        Assert.DoesNotContain(provides, provide => provide.Version.Contains('=', StringComparison.Ordinal));

        // rpm passes the name of the file to systemd-sysusers, so that the administrator's file of the same name overrides it.
        Assert.Equal(provides, planned.Plan.Package.Files.Single(file => file.Entry.Path == "/usr/lib/sysusers.d/acme.conf").Provides.OrderBy(provide => provide.Name, StringComparer.Ordinal));
    }

    [Fact]
    public void The_developers_own_accounts_are_provided_too()
    {
        var planned = new Service().Source("users", "# ours\ng  staff  -\nu acme - \"A\" /x\nu! locked 123:staff\nu plain\nm acme staff\nr - 500-900\n")
            .Item("ServicePackageTemplate", "users", ("Replaces", "linux/sysusers")).PlanRpmWithoutFindings();

        Assert.Equal(
            [
                "group(acme)", "group(plain)", "group(staff) = g staff -", "groupmember(acme/staff) = m acme staff", "user(acme) = u acme - \"A\" /x",
                "user(locked) = u! locked 123:staff", "user(plain) = u plain",
            ],
            planned.Plan.Package.Relations.Where(relation => relation.Kind == RpmRelationKind.Provides && relation.Sense.HasFlag(RpmSense.FoundProvide))
                .Select(relation => relation.Name + (relation.Version.Length > 0 ? " = " + Decode(relation.Version) : "")));
    }

    [Fact]
    public void A_package_without_an_account_needs_no_program_to_create_one()
    {
        Assert.Equal([OpenSsl], Requires(new Service().With("ServiceUser", "root").Built(project => project with { InvariantGlobalization = true })));
        Assert.DoesNotContain("/usr/sbin/useradd", Requires(new Service().With("ServiceUser", "root").With("ServiceGroup", "crew")));
        Assert.DoesNotContain(Services.User.PlanRpm().Relations(RpmRelationKind.Provides), relation => relation.StartsWith("user(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Requires")]
    [InlineData("Recommends")]
    [InlineData("Suggests")]
    [InlineData("Supplements")]
    [InlineData("Enhances")]
    [InlineData("Conflicts")]
    [InlineData("Obsoletes")]
    [InlineData("Provides")]
    public void The_developers_relations_follow_the_computed_ones(string kind) => Assert.Contains(
        "foo >= 1.2", new Service().Item("RpmDependency", "foo", ("Kind", kind.ToUpperInvariant()), ("Version", ">=1.2")).PlanRpmWithoutFindings().Relations(Enum.Parse<RpmRelationKind>(kind)));

    [Theory]
    [InlineData("foo", "", "foo")]
    [InlineData("foo", "< 2:1.0~rc-3", "foo < 2:1.0~rc-3")]
    [InlineData("foo", "<= 1^git", "foo <= 1^git")]
    [InlineData("foo", "= 1", "foo = 1")]
    [InlineData("foo", "> 1", "foo > 1")]
    [InlineData("/usr/bin/openssl", "", "/usr/bin/openssl")]
    [InlineData("pkgconfig(libfoo)", ">= 1", "pkgconfig(libfoo) >= 1")]
    [InlineData("libfoo.so.3(FOO_1)(64bit)", "", "libfoo.so.3(FOO_1)(64bit)")]
    [InlineData("(foo >= 1 or (bar and baz(x)))", "", "(foo >= 1 or (bar and baz(x)))")]
    public void Relations_are_written_as_rpm_has_them(string name, string version, string expected) => Assert.Contains(
        expected, new Service().Item("RpmDependency", name, version.Length > 0 ? [("Version", version)] : []).PlanRpmWithoutFindings().Relations(RpmRelationKind.Requires));

    [Theory]
    [InlineData("foo", "1.0", "Requires")]
    [InlineData("foo", "<< 1.0", "Requires")]
    [InlineData("foo", ">= 1 2", "Requires")]
    [InlineData("foo bar", "", "Requires")]
    [InlineData("foo >= 1", "", "Requires")]
    [InlineData("(foo or bar", "", "Requires")]
    [InlineData("(foo or (bar)", "", "Requires")]
    [InlineData("(foo) or (bar)", "", "Requires")]
    [InlineData("(foo or bar)", ">= 1", "Requires")]
    [InlineData("(foo or bar)", "", "Provides")]
    [InlineData("(foo or bar)", "", "Obsoletes")]
    [InlineData("foo", "", "Depends")]
    public void What_rpm_could_not_read_is_refused(string name, string version, string kind) => Assert.Equal(
        ["SVCPKG2001"], new Service().Item("RpmDependency", name, [("Kind", kind), .. version.Length > 0 ? new[] { ("Version", version) } : []]).PlanRpm().Codes);

    [Fact]
    public void A_relation_that_is_declared_twice_is_written_once() =>
        Assert.Single(Requires(new Service().Item("RpmDependency", OpenSsl).Item("RpmDependency", "foo").Item("RpmDependency", "foo")), relation => relation == OpenSsl);

    [Fact]
    public void Debians_relations_are_not_rpms() =>
        Assert.DoesNotContain("foo", Requires(new Service().Item("DebDependency", "foo").Item("RpmDependency", "bar", ("Formats", "deb"))));

    [Fact]
    public void Where_logs_are_rotated_logrotate_is_recommended() =>
        Assert.Contains("logrotate", new Service().Item("ServiceLog", ".").PlanRpmWithoutFindings().Relations(RpmRelationKind.Recommends));

    private static string Decode(string version) => Encoding.UTF8.GetString(Convert.FromBase64String(version)).TrimEnd('\0');

    // Without what follows from the rest of the package.
    private static string[] Requires(Service service) =>
        [.. service.PlanRpm().Relations(RpmRelationKind.Requires).Where(relation => relation != "/bin/sh" && !relation.StartsWith("rpmlib(", StringComparison.Ordinal) && !relation.StartsWith("config(", StringComparison.Ordinal))];
}
