using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Deb;

/// <summary>Packages larger than any memory budget.</summary>
[Collection(MemoryTests.Name)]
public sealed class DebScaleTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_file_of_three_gigabytes_passes_through_in_a_few_megabytes_of_memory()
    {
        const long Size = 3L << 30;
        var path = _directory.File("x.deb");
        // As a configuration file, it has no line in md5sums. Without compression, it is written at the speed of the disk.
        var file = new FileEntry("/big", Debs.Mode0644, "root", "root", new TestContent(Size)) { IsConfiguration = true };
        var package = Debs.Of(file) with { Compression = CompressionKind.None };

        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = DebWriter.Write(package, path, None);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);

        Assert.Equal(1 + (Size / 1024), result.InstalledSize);
        using var deb = DebReader.Open(path);
        Assert.Equal(Size, deb.ReadEntries(None)[1].Length);
    }

    [Fact]
    public void Fifty_thousand_files_are_packed_and_verified_with_memory_for_their_lists_only()
    {
        var files = Enumerable.Range(0, 50_000).Select(i => Debs.File($"/opt/files/{i:D5}.txt", $"{i}"));
        var package = Debs.Of([Debs.Directory("/opt"), Debs.Directory("/opt/files"), .. files]) with { Compression = CompressionKind.None };
        var path = _directory.File("x.deb");

        var before = GC.GetTotalMemory(forceFullCollection: true);
        DebWriter.Write(package, path, None);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 << 20);

        using var deb = DebReader.Open(path);
        Assert.Equal(50_000, deb.Checksums.Count);
        deb.Verify(None);
    }

    public void Dispose() => _directory.Dispose();
}
