using ServicePackaging.Formats.Executables;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Tests.Support;

namespace ServicePackaging.Tests.Linux;

/// <summary>The packages and versions that native libraries stand for.</summary>
public sealed class LibraryTableTests
{
    private static readonly Service FrameworkDependent = new Service().Built(project => project with { SelfContained = false });

    [Theory]
    [InlineData("libstdc++.so.6", "GLIBCXX_3.4.30", "libstdc++6 (>= 12)")]
    [InlineData("libstdc++.so.6", "GLIBCXX_3.4.9 GLIBCXX_3.4.21 CXXABI_1.3", "libstdc++6 (>= 5.2)")]
    [InlineData("libstdc++.so.6", "GLIBCXX_3.4.28 CXXABI_1.3.9", "libstdc++6 (>= 10.2)")]
    [InlineData("libstdc++.so.6", "GLIBCXX_3.4.32 CXXABI_1.3.15", "libstdc++6 (>= 14)")]
    [InlineData("libstdc++.so.6", "GLIBCXX_3.4.99", "libstdc++6 (>= 16.2)")]
    [InlineData("libgcc_s.so.1", "GCC_3.0 GCC_3.3.1", "libgcc-s1 (>= 3.3.1)")]
    [InlineData("libgcc_s.so.1", "GCC_4.2.0", "libgcc-s1 (>= 4.2)")]
    [InlineData("libssl.so.3", "OPENSSL_3.0.0", "libssl3t64 (>= 3.0.0) | libssl3 (>= 3.0.0)")]
    [InlineData("libcrypto.so.3", "OPENSSL_3.0.0 OPENSSL_3.2.0", "libssl3t64 (>= 3.2.0) | libssl3 (>= 3.2.0)")]
    [InlineData("libz.so.1", "", "zlib1g (>= 1:1.1.4)")]
    [InlineData("libz.so.1", "ZLIB_1.2.3.4 ZLIB_1.2.0", "zlib1g (>= 1:1.2.3.4)")]
    [InlineData("libz.so.1", "ZLIB_1.2.9", "zlib1g (>= 1:1.2.11.dfsg)")]
    [InlineData("libsystemd.so.0", "LIBSYSTEMD_209", "libsystemd0")]
    [InlineData("libsystemd.so.0", "LIBSYSTEMD_209 LIBSYSTEMD_216", "libsystemd0 (>= 217)")]
    [InlineData("libsystemd.so.0", "LIBSYSTEMD_252", "libsystemd0 (>= 252)")]
    [InlineData("libsystemd.so.0", "LIBSYSTEMD_257", "libsystemd0 (>= 257~rc1)")]
    [InlineData("libc.so.6", "GLIBC_2.2.5 GLIBC_2.17", "libc6 (>= 2.17)")]
    [InlineData("libzstd.so.1", "", "libzstd1")]
    public void A_symbol_version_is_the_version_of_a_package(string library, string versions, string expected) =>
        Assert.Equal([expected], Depends(Needing(library, versions.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    [Fact]
    public void Two_files_need_the_newer_of_their_versions() => Assert.Equal(
        ["libstdc++6 (>= 11)"],
        Depends(Needing("libstdc++.so.6", "GLIBCXX_3.4.29").Publishes("q.so", ExecutableKind.ElfSharedObject, Elf("libstdc++.so.6", "GLIBCXX_3.4.21"))));

    [Theory]
    [InlineData("libzstd.so.1", "libzstd1")]
    [InlineData("libaio.so.1", "libaio1t64 | libaio1")]
    [InlineData("liburing.so.2", "liburing2")]
    [InlineData("libcurl.so.4", "libcurl4t64 | libcurl4")]
    [InlineData("libreadline.so.8", "libreadline8t64 | libreadline8")]
    [InlineData("libgnutls.so.30", "libgnutls30t64 | libgnutls30")]
    [InlineData("libkrb5.so.3", "libkrb5-3")]
    public void A_basic_library_is_required_by_any_file(string library, string package)
    {
        var service = Needing(library);

        Assert.Equal([package], Depends(service));
        Assert.Contains($"{library}()(64bit)", service.PlanRpmWithoutFindings().Relations(RpmRelationKind.Requires));
    }

    [Theory]
    [InlineData("libssl.so.1.0.0")]
    [InlineData("libssl.so.1.1")]
    [InlineData("libssl.so.4")]
    [InlineData("libssl.so.30")]
    [InlineData("libcurl.so.3")]
    [InlineData("libcurl-gnutls.so.4")]
    [InlineData("libstdc++.so.5")]
    [InlineData("libuuid.so.16")]
    [InlineData("libz.so")]
    [InlineData("libzstd.so.10")]
    [InlineData("libgcc_s.so.2")]
    public void A_library_with_another_number_has_no_package(string library)
    {
        var (deb, rpm) = (Needing(library).Plan(), Needing(library).PlanRpm());

        Assert.Equal(("SVCPKG4004", "SVCPKG4004"), (Assert.Single(deb.Codes), Assert.Single(rpm.Codes)));
        Assert.Empty(Depends(Needing(library)));
        Assert.DoesNotContain(library, string.Join(' ', rpm.Relations(RpmRelationKind.Requires)), StringComparison.Ordinal);
        Assert.Contains($"{library}()(64bit)", rpm.Relations(RpmRelationKind.Recommends));
        Assert.Equal(deb.Findings[0].Message, rpm.Findings[0].Message);
    }

    [Theory]
    [InlineData(8, "libssl3t64 | libssl3 | libssl1.1", "(libssl.so.3()(64bit) or libssl.so.1.1()(64bit))")]
    [InlineData(10, "libssl3t64 | libssl3 | libssl1.1", "(libssl.so.3()(64bit) or libssl.so.1.1()(64bit))")]
    [InlineData(11, "libssl3t64 | libssl3 | libssl4 | libssl1.1", "(libssl.so.3()(64bit) or libssl.so.4()(64bit) or libssl.so.1.1()(64bit))")]
    public void OpenSSL_4_is_offered_to_runtimes_that_load_it(int framework, string deb, string rpm)
    {
        var service = new Service().Built(project => project with { TargetFrameworkMajor = framework });

        Assert.Contains(deb, service.PlanWithoutFindings().Control("Depends")!.Split(", "));
        Assert.Contains(rpm, service.PlanRpmWithoutFindings().Relations(RpmRelationKind.Requires));
    }

    private static Service Needing(string library, params string[] versions) =>
        FrameworkDependent.Publishes("p.so", ExecutableKind.ElfSharedObject, Elf(library, versions));

    private static ElfFile Elf(string library, params string[] versions) =>
        ElfFiles.Library(null, library) with { VersionNeeds = versions.Length == 0 ? [] : [new(library, versions)] };

    private static IEnumerable<string> Depends(Service service) =>
        service.Plan().Control("Depends")!.Split(", ").Except(FrameworkDependent.Plan().Control("Depends")!.Split(", "));
}
