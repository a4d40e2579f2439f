using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.MacPkg;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.MacPkg;

/// <summary>Packages larger than any memory budget.</summary>
[Collection(MemoryTests.Name)]
public sealed class MacPackageScaleTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_file_of_more_than_four_gigabytes_passes_through_in_a_few_megabytes_of_memory()
    {
        const long Size = (4L << 30) + 5;
        var package = MacPkgs.Of(new FileEntry("/big", MacPkgs.Mode0644, "root", "wheel", new TestContent(Size)));
        var path = _directory.File("x.pkg");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = MacPackageWriter.Write(package, path, None);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 24 << 20);

        Assert.Equal((2, ((Size + 511) / 512 * 512 / 1024) + 1), (result.FileCount, result.InstalledSize));
        using var pkg = MacPackageReader.Open(path);
        Assert.Empty(pkg.FindFaults(VerificationDepth.Payload, None));
        Assert.Equal(Size, pkg.Components[0].ReadBom().Find("/big")!.Record.Size);
    }

    [Fact]
    public void Fifty_thousand_files_are_packed_and_verified_with_memory_for_their_lists_only()
    {
        var files = Enumerable.Range(0, 50_000).Select(i => MacPkgs.File($"/opt/files/{i:D5}.txt", $"{i}"));
        var package = MacPkgs.Of([MacPkgs.Directory("/opt"), MacPkgs.Directory("/opt/files"), .. files]) with { Compression = CompressionKind.None };
        var path = _directory.File("x.pkg");

        var before = GC.GetTotalMemory(forceFullCollection: true);
        MacPackageWriter.Write(package, path, None);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 << 20);

        using var pkg = MacPackageReader.Open(path);
        Assert.Empty(pkg.FindFaults(VerificationDepth.Payload, None));
    }

    public void Dispose() => _directory.Dispose();
}
