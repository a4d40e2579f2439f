namespace ServicePackaging.Tests.Linux;

/// <summary><see cref="NativePackageTests"/> for packages that take minutes to download: ./build.sh --target=Natives.</summary>
public sealed class LargeNativePackageTests
{
    private static readonly Dictionary<string, NativePackage> Packages = new()
    {
        ["librdkafka.redist"] = new("2.16.0", "", "libc6 (>= 2.28)", "ld-linux-x86-64.so.2, libc.so.6, libdl.so.2, libm.so.6, libpthread.so.0, librt.so.1, libsasl2.so.3", "SVCPKG4009, SVCPKG4009, SVCPKG4004;SVCPKG4009, SVCPKG4009, SVCPKG4004"),
        ["SkiaSharp.NativeAssets.Linux"] = new("4.155.0", "libc6 (>= 2.27), libfontconfig1, libstdc++6 (>= 6)", "", "", ";"),
        ["SkiaSharp.NativeAssets.Linux.NoDependencies"] = new("4.155.0", "libc6 (>= 2.27), libstdc++6 (>= 6)", "", "", ";"),
        ["Magick.NET-Q8-x64"] = new("15.1.0", "", "libc6 (>= 2.29)", "ld-linux-x86-64.so.2, libc.so.6, libm.so.6, libpthread.so.0, libresolv.so.2", "SVCPKG4009;SVCPKG4009"),
        ["Grpc.Core"] = new("2.46.5", "libc6 (>= 2.12), libgcc-s1 (>= 3.0), libstdc++6 (>= 4.4)", "", "", ";"),
        ["RocksDB"] = new("11.12.0.7641", "", "libc6 (>= 2.34), libgcc-s1 (>= 4.2)", "ld-linux-x86-64.so.2, libc.so.6, libgcc_s.so.1, libjemalloc.so.2, libm.so.6", "SVCPKG4009, SVCPKG4009, SVCPKG4004;SVCPKG4009, SVCPKG4009, SVCPKG4004"),
    };

    public static TheoryData<string> Names => [.. Packages.Keys];

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public Task The_dependencies_are_those_of_the_tools(string package) => Packages[package].CompareAsync(package);
}
