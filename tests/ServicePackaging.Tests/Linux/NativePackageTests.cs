namespace ServicePackaging.Tests.Linux;

/// <summary>The native files of NuGet packages, as assets of a program, beside what dpkg-shlibdeps and rpm's elfdeps say of them. The larger
/// ones are in <see cref="LargeNativePackageTests"/>.</summary>
public sealed class NativePackageTests
{
    private static readonly Dictionary<string, NativePackage> Packages = new()
    {
        ["SQLitePCLRaw.lib.e_sqlite3"] = new("2.1.13", "", "libc6 (>= 2.34)", "libc.so.6", "SVCPKG4009;SVCPKG4009"),
        ["LibGit2Sharp.NativeBinaries"] = new("2.0.324", "libc6 (>= 2.25)", "", "", ";"),
        ["LightningDB"] = new("0.23.1", "", "libc6 (>= 2.38)", "libc.so.6", "SVCPKG4009;SVCPKG4009"),
        ["libsodium"] = new("1.0.22", "libc6 (>= 2.14)", "", "", ";"),
        ["IronCompress"] = new("1.7.0", "", "libc6 (>= 2.34), libgcc-s1 (>= 3.0), libstdc++6 (>= 5.2)", "libc.so.6, libgcc_s.so.1, libm.so.6, libstdc++.so.6", "SVCPKG4009;SVCPKG4009"),
    };

    public static TheoryData<string> Names => [.. Packages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public Task The_dependencies_are_those_of_the_tools(string package) => Packages[package].CompareAsync(package);
}
