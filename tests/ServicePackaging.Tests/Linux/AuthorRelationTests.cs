using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Linux;

/// <summary>What the developer says about dependencies comes before what is computed: relations of their own, and optional files.</summary>
public sealed class AuthorRelationTests
{
    private const string Glibc = "libc.so.6";

    // The program needs glibc 2.34, a new libstdc++, and a library that nobody knows.
    private static readonly Service Native = new Service().Built(project => project with { SelfContained = false, NativeAot = true, InvariantGlobalization = true })
        .PublishesNothing()
        .Publishes("Acme", ExecutableKind.ElfProgram, ElfFiles.Library(null, Glibc, "libstdc++.so.6", "libfoo.so.3") with
        {
            VersionNeeds = [new(Glibc, ["GLIBC_2.34"]), new("libstdc++.so.6", ["GLIBCXX_3.4.30"])],
        });

    private static readonly Service Plugin = new Service()
        .Publishes("plugins/gpu/p.so", ExecutableKind.ElfSharedObject, ElfFiles.NeedingGlibc("GLIBC_2.4") with { Needed = [Glibc, "libcudnn.so.9", "libz.so.1"] });

    [Theory]
    [InlineData("Depends", "libc6 (>= 2.31)", null)]
    [InlineData("Recommends", null, "libc6 (>= 2.31)")]
    [InlineData("Suggests", null, null)]
    [InlineData("None", null, null)]
    public void A_relation_to_the_same_package_replaces_the_computed_one(string kind, string? depends, string? recommends)
    {
        var plan = Native.Item("DebDependency", "libc6", ("Version", ">= 2.31"), ("Kind", kind)).Plan();

        Assert.Equal(depends, plan.Control("Depends")!.Split(", ").SingleOrDefault(relation => relation.StartsWith("libc6", StringComparison.Ordinal)));
        Assert.Equal(recommends, plan.Control("Recommends")?.Split(", ").SingleOrDefault(relation => relation.StartsWith("libc6", StringComparison.Ordinal)));
        Assert.Equal(kind == "Suggests" ? "libc6 (>= 2.31)" : null, plan.Control("Suggests"));
        Assert.Null(plan.Control("None"));
        Assert.Contains("libstdc++6 (>= 12)", plan.Control("Depends")!.Split(", "));
    }

    [Theory]
    [InlineData("libssl3", "libssl3")]
    [InlineData("libssl1.1 | libssl3", "libssl1.1 | libssl3")]
    [InlineData("libssl3 (>= 3.0.8) | libssl4", "libssl3 (>= 3.0.8) | libssl4")]
    public void A_relation_to_one_alternative_replaces_all_of_them(string include, string expected) => Assert.Equal(
        [expected], new Service().Item("DebDependency", include).PlanWithoutFindings().Control("Depends")!.Split(", ").Where(relation => relation.Contains("ssl", StringComparison.Ordinal)));

    [Theory]
    [InlineData("Conflicts")]
    [InlineData("Breaks")]
    [InlineData("Enhances")]
    public void A_relation_of_another_kind_does_not(string kind) => Assert.Contains(
        "libc6 (>= 2.34)", Native.Item("DebDependency", "libc6", ("Version", "<< 2.99"), ("Kind", kind)).Plan().Control("Depends")!.Split(", "));

    [Theory]
    [InlineData("ca-certificates", "tzdata")]
    [InlineData("tzdata", "ca-certificates")]
    public void A_recommendation_can_be_left_out(string package, string left) =>
        Assert.Equal(left, new Service().Item("DebDependency", package, ("Kind", "None")).PlanWithoutFindings().Control("Recommends"));

    [Fact]
    public void What_the_scripts_call_cannot_be_left_out() => Assert.Contains(
        "systemd-standalone-sysusers | systemd | systemd-sysusers",
        new Service().Item("DebDependency", "systemd", ("Version", ">= 252"), ("Kind", "Recommends")).PlanWithoutFindings().Control("Depends")!.Split(", "));

    // The item, its kind; what is left of the capabilities of glibc | of libstdc++.
    [Theory]
    [InlineData("glibc", "Requires", "glibc, libc.so.6()(64bit)", "libstdc++.so.6()(64bit), libstdc++.so.6(GLIBCXX_3.4.30)(64bit)")]
    [InlineData("glibc", "None", "libc.so.6()(64bit)", "libstdc++.so.6()(64bit), libstdc++.so.6(GLIBCXX_3.4.30)(64bit)")]
    [InlineData("libc.so.6(GLIBC_2.34)(64bit)", "Recommends", "libc.so.6()(64bit)", "libstdc++.so.6()(64bit), libstdc++.so.6(GLIBCXX_3.4.30)(64bit)")]
    [InlineData("libstdc++.so.6()(64bit)", "Suggests", "libc.so.6()(64bit), libc.so.6(GLIBC_2.34)(64bit)", "")]
    [InlineData("libstdc++.so.6()(64bit)", "None", "libc.so.6()(64bit), libc.so.6(GLIBC_2.34)(64bit)", "")]
    [InlineData("libstdc++.so.6()(64bit)", "Requires", "libc.so.6()(64bit), libc.so.6(GLIBC_2.34)(64bit)", "libstdc++.so.6()(64bit), libstdc++.so.6(GLIBCXX_3.4.30)(64bit)")]
    public void A_relation_to_the_same_capability_replaces_the_computed_one(string include, string kind, string glibc, string cpp)
    {
        var requires = Native.Item("RpmDependency", include, ("Kind", kind)).PlanRpm().Relations(RpmRelationKind.Requires).ToList();

        Assert.Equal(glibc, string.Join(", ", requires.Where(name => name.Contains("libc.so", StringComparison.Ordinal) || name == "glibc")));
        Assert.Equal(cpp, string.Join(", ", requires.Where(name => name.StartsWith("libstdc++", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_part_of_a_rich_relation_replaces_all_of_it()
    {
        var plan = new Service().Item("RpmDependency", "(libssl.so.3()(64bit) or libssl.so.4()(64bit))").PlanRpmWithoutFindings();

        Assert.Equal(
            ["(libssl.so.3()(64bit) or libssl.so.4()(64bit))"],
            plan.Relations(RpmRelationKind.Requires).Where(name => name.Contains("ssl", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("DebDependency", "libfoo3")]
    [InlineData("DebDependency", "libfoo3t64 | libfoo3")]
    public void A_package_that_is_named_after_an_unknown_library_provides_it(string type, string include) =>
        Assert.Empty(Native.Item(type, include).Plan().Codes);

    [Fact]
    public void A_package_with_another_name_does_not() => Assert.Equal(["SVCPKG4004"], Native.Item("DebDependency", "libfoo4").Plan().Codes);

    [Fact]
    public void An_unknown_library_of_the_program_is_required_and_the_deb_warns()
    {
        Assert.Contains("libfoo.so.3()(64bit)", Native.PlanRpmWithoutFindings().Relations(RpmRelationKind.Requires));
        Assert.Equal(
            "'Acme' needs the native library 'libfoo.so.3', and the Debian package that contains it is unknown, so the .deb does not ask for it. "
            + "Declare the package: <DebDependency Include=\"…\" />.",
            Assert.Single(Native.Plan().Findings).Message);
    }

    [Fact]
    public void An_unknown_library_of_another_file_is_recommended_and_the_warning_names_the_words() => Assert.Equal(
        "'plugins/gpu/p.so' needs the native library 'libcudnn.so.9', and the package that contains it is unknown, so it is not required. If the service "
        + "cannot run without this file, declare the package: <DebDependency Include=\"…\" /> and <RpmDependency Include=\"libcudnn.so.9()(64bit)\" />. "
        + "If it can, write <ServicePackageOptionalFile Include=\"plugins/gpu/p.so\" />.",
        Assert.Single(Plugin.PlanRpm().Findings).Message);

    [Fact]
    public void A_relation_to_an_unknown_library_silences_the_warning_of_the_rpm()
    {
        var plan = Plugin.Item("RpmDependency", "libcudnn.so.9()(64bit)").PlanRpmWithoutFindings();

        Assert.Contains("libcudnn.so.9()(64bit)", plan.Relations(RpmRelationKind.Requires));
        Assert.DoesNotContain("libcudnn.so.9()(64bit)", plan.Relations(RpmRelationKind.Recommends));
    }

    [Theory]
    [InlineData("plugins/gpu/p.so")]
    [InlineData("./plugins/gpu/p.so")]
    [InlineData(@"plugins\gpu\p.so")]
    [InlineData("plugins/")]
    [InlineData("plugins/**")]
    [InlineData("**/*.so")]
    [InlineData("plugins/*/p.*")]
    public void The_needs_of_an_optional_file_are_recommended_without_a_warning(string pattern)
    {
        var service = Plugin.Item("ServicePackageOptionalFile", pattern);
        var (deb, rpm) = (service.PlanWithoutFindings(), service.PlanRpmWithoutFindings());

        Assert.DoesNotContain("zlib1g", deb.Control("Depends"), StringComparison.Ordinal);
        Assert.Contains("zlib1g (>= 1:1.1.4)", deb.Control("Recommends")!.Split(", "));
        Assert.DoesNotContain("libz.so.1()(64bit)", rpm.Relations(RpmRelationKind.Requires));
        Assert.Contains("libz.so.1()(64bit)", rpm.Relations(RpmRelationKind.Recommends));
        Assert.Contains("libcudnn.so.9()(64bit)", rpm.Relations(RpmRelationKind.Recommends));
    }

    [Fact]
    public void An_optional_file_may_need_a_newer_C_library() => Assert.Empty(
        new Service().Publishes("p.so", ExecutableKind.ElfSharedObject, ElfFiles.NeedingGlibc("GLIBC_2.38")).Item("ServicePackageOptionalFile", "p.so").Plan().Codes);

    [Fact]
    public void An_optional_library_that_the_program_is_linked_against_is_optional_too()
    {
        var service = Native.PublishesNothing().Publishes("Acme", ExecutableKind.ElfProgram, ElfFiles.Library(null, "liba.so"))
            .Publishes("liba.so", ExecutableKind.ElfSharedObject, ElfFiles.Library("liba.so", "libz.so.1")).Item("ServicePackageOptionalFile", "liba.so");

        Assert.Contains("zlib1g (>= 1:1.1.4)", service.PlanWithoutFindings().Control("Recommends")!.Split(", "));
    }

    [Theory]
    [InlineData("plugins/cpu/")]
    [InlineData("p.so")]
    [InlineData("Plugins/gpu/p.so")]
    [InlineData("Acme.dll")]
    public void A_pattern_that_matches_no_native_file_is_a_warning(string pattern)
    {
        var plan = Plugin.Item("ServicePackageOptionalFile", pattern).PlanRpm();

        Assert.StartsWith(
            $"ServicePackageOptionalFile '{pattern}' matches no native file of the payload.",
            plan.Findings.Single(finding => finding.Descriptor.Code == "SVCPKG4010").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_optional_file_may_be_optional_for_one_format()
    {
        var service = Plugin.Item("ServicePackageOptionalFile", "plugins/", ("Formats", "rpm"));

        Assert.Equal((1, 0), (service.Plan().Codes.Count(), service.PlanRpm().Codes.Count()));
    }
}
