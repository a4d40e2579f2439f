using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Model;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Linux;

/// <summary>What native files of a payload make a package need, in both formats side by side.</summary>
public sealed class NativeNeedTests
{
    private const string Glibc = "libc.so.6";
    private const int Arm64 = 183;
    private const int PowerPc64 = 21;

    private static readonly Service SelfContained = new();
    private static readonly Service FrameworkDependent = Changed(SelfContained, selfContained: false);
    private static readonly Service OnDotNet8 = FrameworkDependent.Built(project => project with { TargetFrameworkMajor = 8 });
    private static readonly Service NativeAot = FrameworkDependent.Built(project => project with { NativeAot = true });
    private static readonly Service WithAsset = SelfContained.Built(project => project with { NativeAssets = ["p.so"] });
    private static readonly Service NoDotNet = new Service().WithoutDotNet().With("ServiceExecutable", "run")
        .Publishes("run", ExecutableKind.ElfProgram, ElfFiles.Library(null));

    // A service, its other published files, and the result: Depends, Recommends | Requires, Recommends | findings of the deb, of the rpm.
    private static readonly Dictionary<string, (Service Service, Service Published, string Deb, string Rpm, string Codes)> Rows = new()
    {
        ["another architecture"] = Row(
            SelfContained, "arm64.so", ElfFiles.Library("x.so", "ld-linux-aarch64.so.1", Glibc, "libunheard.so.1") with { Machine = Arm64 }, ";", ";", ";"),
        ["another class of the same machine"] = Row(SelfContained, "x32.so", ElfFiles.Library("x.so", Glibc) with { Is64Bit = false }, ";", ";", ";"),
        ["another byte order of the same machine"] = Row(
            SelfContained.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse("linux-ppc64le") }), "big.so",
            ElfFiles.Library("x.so", Glibc) with { Machine = PowerPc64, IsLittleEndian = false }, ";", ";", ";"),
        ["32 bits in a 32-bit package"] = Row(
            SelfContained.Built(project => project with { RuntimeIdentifier = RuntimeIdentifier.Parse("linux-x86") }), "x.so", ElfFiles.Library("x.so", Glibc) with { Machine = 3, Is64Bit = false },
            "libc6;", "libc.so.6;", ";"),
        ["musl of Alpine"] = Row(SelfContained, "musl.so", ElfFiles.Library("x.so", "libc.musl-x86_64.so.1", "libunheard.so.1"), ";", ";", ";"),
        ["musl of musl-gcc, bionic"] = Row(SelfContained, "bionic.so", ElfFiles.Library("x.so", "libc.so", "libm.so"), ";", ";", ";"),
        ["uClibc"] = Row(SelfContained, "uclibc.so", ElfFiles.Library("x.so", "libc.so.0"), ";", ";", ";"),
        ["a tool that musl's linker starts"] = Row(
            SelfContained, "tool", ElfFiles.Library(null, "libz.so.1") with { Interpreter = "/lib/ld-musl-x86_64.so.1" }, ";", ";", ";"),
        ["a tool that Android starts"] = Row(
            SelfContained, "tool", ElfFiles.Library(null, "libz.so.1") with { Interpreter = "/system/bin/linker64" }, ";", ";", ";"),

        ["a plug-in that needs what .NET needs"] = Row(
            SelfContained, "p.so", ElfFiles.NeedingGlibc("GLIBC_2.4", "GLIBC_2.27"),
            "libc6 (>= 2.27);", "libc.so.6()(64bit), libc.so.6(GLIBC_2.27)(64bit), libc.so.6(GLIBC_2.4)(64bit);", ";"),
        ["a plug-in that needs a newer C library"] = Row(
            SelfContained, "p.so", Needing("GLIBC_2.4", "GLIBC_2.38") with { Needed = [Glibc, "libz.so.1"] },
            ";libc6 (>= 2.38), zlib1g (>= 1:1.1.4)", ";libc.so.6()(64bit), libc.so.6(GLIBC_2.38)(64bit), libc.so.6(GLIBC_2.4)(64bit), libz.so.1()(64bit)", "SVCPKG4009;SVCPKG4009"),
        ["a plug-in with packed relocations"] = Row(
            SelfContained, "p.so", ElfFiles.NeedingGlibc("GLIBC_ABI_DT_RELR"),
            ";libc6 (>= 2.36)", ";libc.so.6()(64bit), libc.so.6(GLIBC_ABI_DT_RELR)(64bit)", "SVCPKG4009;SVCPKG4009"),
        ["the same for .NET 8, which runs on an older one"] = Row(
            OnDotNet8, "p.so", ElfFiles.NeedingGlibc("GLIBC_2.27"), ";libc6 (>= 2.27)", ";libc.so.6()(64bit), libc.so.6(GLIBC_2.27)(64bit)", "SVCPKG4009;SVCPKG4009"),
        ["a plug-in with a library that not every system has"] = Row(
            SelfContained, "p.so", ElfFiles.Library("p.so", "libz.so.1", "libcudnn.so.9"), "zlib1g (>= 1:1.1.4);", "libz.so.1()(64bit);libcudnn.so.9()(64bit)", "SVCPKG4004;SVCPKG4004"),
        ["a library of another version"] = Row(
            SelfContained, "p.so", ElfFiles.Library("p.so", "libssl.so.1.1"), ";", ";libssl.so.1.1()(64bit)", "SVCPKG4004;SVCPKG4004"),
        ["a library that only Debian has under that name"] = Row(
            SelfContained, "p.so", ElfFiles.Library("p.so", "libsasl2.so.2", "libbz2.so.1.0"), "libbz2-1.0, libsasl2-2;",
            ";libbz2.so.1.0()(64bit), libsasl2.so.2()(64bit)", ";SVCPKG4004, SVCPKG4004"),
        ["a library that Debian does not have under that name"] = Row(
            SelfContained, "p.so", ElfFiles.Library("p.so", "libbz2.so.1"), ";", "libbz2.so.1()(64bit);", "SVCPKG4004;"),
        ["a library of desktops, of a file that merely is there"] = Row(
            SelfContained, "p.so", ElfFiles.Library("p.so", "libX11.so.6"), ";libx11-6", ";libX11.so.6()(64bit)", ";"),
        ["a library of desktops, of an asset in deps.json"] = Row(
            WithAsset, "p.so", ElfFiles.Library("p.so", "libX11.so.6"), "libx11-6;", "libX11.so.6()(64bit);", ";"),
        ["an unknown library, of an asset in deps.json"] = Row(
            WithAsset, "p.so", ElfFiles.Library("p.so", "libcudnn.so.9"), ";", ";libcudnn.so.9()(64bit)", "SVCPKG4004;SVCPKG4004"),
        ["an asset in deps.json that needs a newer C library"] = Row(
            WithAsset, "p.so", ElfFiles.NeedingGlibc("GLIBC_2.38") with { Needed = [Glibc, "libaio.so.1"] },
            ";libaio1t64 | libaio1, libc6 (>= 2.38)", ";libaio.so.1()(64bit), libc.so.6()(64bit), libc.so.6(GLIBC_2.38)(64bit)",
            "SVCPKG4009;SVCPKG4009"),
        ["debug symbols"] = Row(SelfContained, "Acme.dbg", ElfFiles.Library(null, Glibc, "libunheard.so.1"), ";", ";", ";"),
        ["a plug-in that needs .NET's tracing library"] = Row(SelfContained, "p.so", ElfFiles.Library("p.so", "liblttng-ust.so.0"), ";", ";", ";"),

        ["the program"] = Row(
            Named(NativeAot), "Acme", ElfFiles.NeedingGlibc("GLIBC_2.34"), "libc6 (>= 2.34);", "libc.so.6()(64bit), libc.so.6(GLIBC_2.34)(64bit);", ";"),
        ["the program, with a library that not every system has"] = Row(
            Named(NativeAot), "Acme", ElfFiles.Library(null, "libunheard.so.1"), ";", "libunheard.so.1()(64bit);", "SVCPKG4004;"),
        ["the program, for musl"] = Row(
            Named(NativeAot), "Acme", ElfFiles.Library(null, "libc.musl-x86_64.so.1"), ";", "libc.musl-x86_64.so.1()(64bit);", "SVCPKG4004;"),
        ["a library that the program is linked against"] = (
            Named(NativeAot), Named(NativeAot).Publishes("Acme", ExecutableKind.ElfProgram, ElfFiles.Library(null, "liba.so.1"))
                .Publishes("lib/a.so", ExecutableKind.ElfSharedObject, ElfFiles.Library("liba.so.1", "b.so"))
                .Publishes("lib/b.so", ExecutableKind.ElfSharedObject, ElfFiles.NeedingGlibc("GLIBC_2.38")),
            "libc6 (>= 2.38);", "libc.so.6()(64bit), libc.so.6(GLIBC_2.38)(64bit);", ";"),
        ["a plug-in no newer than the program"] = (
            Named(NativeAot), Named(NativeAot).Publishes("Acme", ExecutableKind.ElfProgram, ElfFiles.NeedingGlibc("GLIBC_2.38"))
                .Publishes("p.so", ExecutableKind.ElfSharedObject, ElfFiles.NeedingGlibc("GLIBC_2.36")),
            "libc6 (>= 2.38);", "libc.so.6()(64bit), libc.so.6(GLIBC_2.36)(64bit), libc.so.6(GLIBC_2.38)(64bit);", ";"),
        ["a file of .NET's, built by a distribution"] = Row(
            SelfContained, "libcoreclr.so", ElfFiles.NeedingGlibc("GLIBC_2.38"), "libc6 (>= 2.38);", "libc.so.6()(64bit), libc.so.6(GLIBC_2.38)(64bit);", ";"),
        ["a file of that name that is not .NET's"] = Row(
            SelfContained, "old/libcoreclr.so", ElfFiles.NeedingGlibc("GLIBC_2.38"),
            ";libc6 (>= 2.38)", ";libc.so.6()(64bit), libc.so.6(GLIBC_2.38)(64bit)", "SVCPKG4009;SVCPKG4009"),

        ["a program of another language, whose other files are never newer than it if it needs no C library"] = Row(
            NoDotNet, "lib/p.so", Needing("GLIBC_2.38") with { Needed = [Glibc, "libunheard.so.1"] },
            "libc6 (>= 2.38);", "libc.so.6()(64bit), libc.so.6(GLIBC_2.38)(64bit);libunheard.so.1()(64bit)", "SVCPKG4004;SVCPKG4004"),
        ["a program of another language that a plug-in is newer than"] = (
            NoDotNet, new Service().WithoutDotNet().With("ServiceExecutable", "run").Publishes("run", ExecutableKind.ElfProgram, ElfFiles.NeedingGlibc("GLIBC_2.34"))
                .Publishes("p.so", ExecutableKind.ElfSharedObject, ElfFiles.NeedingGlibc("GLIBC_2.38")).Publishes("q.so", ExecutableKind.ElfSharedObject, ElfFiles.Library(null, "libX11.so.6")),
            "libc6 (>= 2.34), libx11-6;libc6 (>= 2.38)",
            "libX11.so.6()(64bit), libc.so.6()(64bit), libc.so.6(GLIBC_2.34)(64bit);libc.so.6(GLIBC_2.38)(64bit)", "SVCPKG4009;SVCPKG4009"),
        ["a program of another language, with libraries for musl"] = Row(NoDotNet, "musl.node", ElfFiles.Library(null, "libc.musl-x86_64.so.1"), ";", ";", ";"),

        ["a library that the payload has"] = (
            SelfContained, SelfContained.Publishes("a.so", ExecutableKind.ElfSharedObject, ElfFiles.Library("a.so", "libb.so.2"))
                .Publishes("b.so", ExecutableKind.ElfSharedObject, ElfFiles.Library("libb.so.2", "libz.so.1")),
            "zlib1g (>= 1:1.1.4);", "libz.so.1()(64bit);", ";"),
        ["a library that the payload has for another architecture only"] = (
            SelfContained, SelfContained.Publishes("a.so", ExecutableKind.ElfSharedObject, ElfFiles.Library("a.so", "libb.so.2"))
                .Publishes("arm64/b.so", ExecutableKind.ElfSharedObject, ElfFiles.Library("libb.so.2") with { Machine = Arm64 }),
            ";", ";libb.so.2()(64bit)", "SVCPKG4004;SVCPKG4004"),
        ["a plug-in whose needs the program has too"] = (
            Named(NativeAot), Named(NativeAot).Publishes("Acme", ExecutableKind.ElfProgram, ElfFiles.Library(null, Glibc, "libz.so.1"))
                .Publishes("p.so", ExecutableKind.ElfSharedObject, Needing("GLIBC_2.38") with { Needed = [Glibc, "libz.so.1"] }),
            "libc6, zlib1g (>= 1:1.1.4);libc6 (>= 2.38)", "libc.so.6()(64bit), libz.so.1()(64bit);libc.so.6(GLIBC_2.38)(64bit)", "SVCPKG4009;SVCPKG4009"),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_formats_need_the_same(string name)
    {
        var (service, published, expectedDeb, expectedRpm, expectedCodes) = Rows[name];
        var (deb, rpm) = (published.Plan(), published.PlanRpm());

        Assert.Equal(
            (expectedDeb, expectedRpm, expectedCodes),
            ($"{Added(Deb(published, "Depends"), Deb(service, "Depends"))};{Added(Deb(published, "Recommends"), Deb(service, "Recommends"))}",
                $"{Added(Rpm(published, RpmRelationKind.Requires), Rpm(service, RpmRelationKind.Requires))};"
                + Added(Rpm(published, RpmRelationKind.Recommends), Rpm(service, RpmRelationKind.Recommends)),
                $"{string.Join(", ", deb.Codes)};{string.Join(", ", rpm.Codes)}"));
    }

    [Fact]
    public void The_warning_names_the_file_its_need_and_what_to_write()
    {
        var finding = Assert.Single(SelfContained.Publishes("lib/p.so", ExecutableKind.ElfSharedObject, ElfFiles.NeedingGlibc("GLIBC_2.38")).Plan().Findings);

        Assert.Equal(
            "'lib/p.so' needs glibc 2.38; the program and .NET need only 2.27. The package only recommends glibc 2.38. If the service cannot run without this file, write "
            + "<DebDependency Include=\"libc6\" Version=\">= 2.38\" /> and <RpmDependency Include=\"glibc\" Version=\">= 2.38\" />.",
            finding.Message);
    }

    [Theory]
    [InlineData("DebDependency", "libc6", 1)]
    [InlineData("RpmDependency", "glibc", 1)]
    [InlineData("RpmDependency", "libc.so.6(GLIBC_2.38)(64bit)", 1)]
    [InlineData("DebDependency", "libc6-dev", 2)]
    public void A_relation_of_the_developers_to_the_C_library_silences_the_warning(string type, string name, int warnings)
    {
        var service = SelfContained.Publishes("p.so", ExecutableKind.ElfSharedObject, ElfFiles.NeedingGlibc("GLIBC_2.38")).Item(type, name);

        Assert.Equal(warnings, service.Plan().Codes.Concat(service.PlanRpm().Codes).Count());
    }

    [Fact]
    public void A_package_that_the_developer_requires_is_not_also_recommended() => Assert.DoesNotContain("libc6", SelfContained
        .Publishes("p.so", ExecutableKind.ElfSharedObject, ElfFiles.NeedingGlibc("GLIBC_2.38")).Item("DebDependency", "libc6", ("Version", ">= 2.38"))
        .PlanWithoutFindings().Control("Recommends"), StringComparison.Ordinal);

    private static (Service Service, Service Published, string Deb, string Rpm, string Codes) Row(
        Service service, string path, ElfFile elf, string deb, string rpm, string codes) =>
        (service, service.Publishes(path, elf.IsProgram ? ExecutableKind.ElfProgram : ExecutableKind.ElfSharedObject, elf), deb, rpm, codes);

    private static ElfFile Needing(params string[] versions) => ElfFiles.NeedingGlibc(versions);

    private static Service Changed(Service service, bool selfContained) => service.Built(project => project with { SelfContained = selfContained });

    // The row publishes the program itself.
    private static Service Named(Service service) => service.PublishesNothing();

    private static string[] Deb(Service service, string field) => service.Plan().Control(field)?.Split(", ") ?? [];

    private static IEnumerable<string> Rpm(Service service, RpmRelationKind kind) => service.PlanRpm().Relations(kind);

    private static string Added(IEnumerable<string> relations, IEnumerable<string> before) =>
        string.Join(", ", relations.Except(before).Order(StringComparer.Ordinal));
}
