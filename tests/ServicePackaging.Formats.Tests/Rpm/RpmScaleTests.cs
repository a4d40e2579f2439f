using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Rpm;

/// <summary>Packages larger than any memory budget.</summary>
[Collection(MemoryTests.Name)]
public sealed class RpmScaleTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_file_of_four_gigabytes_passes_through_in_a_few_megabytes_of_memory()
    {
        const long Size = 4L << 30;
        var path = _directory.File("x.rpm");
        var package = Rpms.Of(
            new(new FileEntry("/big", Rpms.Mode0644, "root", "root", new TestContent(Size))), new(Rpms.File("/small", "small")))
            with
        { Compression = CompressionKind.None };

        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = RpmWriter.Write(package, path, None);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);

        Assert.Equal(Size + 5, result.InstalledSize);
        using var rpm = RpmReader.Open(path);
        Assert.Equal([Size, 5], rpm.Files.Select(file => file.Length));
        Assert.Equal((ulong)Size + 5, rpm.Header.Number(RpmTag.LongSize));
        // Two stripped headers, the small content with its padding, and the trailer.
        Assert.Equal([(ulong)Size + 16 + 16 + 8 + 124], Assert.IsType<RpmNumbers>(rpm.Signature[RpmSignatureTag.LongPayloadSize]).Values);
        Assert.Null(rpm.Header[RpmTag.FileSizes]);
        Assert.Null(rpm.Signature[RpmSignatureTag.PayloadSize]);
    }

    [Fact]
    public void Fifty_thousand_files_are_packed_and_verified_with_memory_for_their_lists_only()
    {
        var files = Enumerable.Range(0, 50_000).Select(i => new RpmFile(Rpms.File($"/opt/files/{i:D5}.txt", $"{i}")));
        var package = Rpms.Of([new(Rpms.Directory("/opt/files")), .. files]) with { Compression = CompressionKind.None };
        var path = _directory.File("x.rpm");

        var before = GC.GetTotalMemory(forceFullCollection: true);
        RpmWriter.Write(package, path, None);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 << 20);

        using var rpm = RpmReader.Open(path);
        Assert.Equal(50_001, rpm.Files.Count);
        Assert.True(rpm.Verify(None).HasFlag(RpmDigests.Files));
    }

    public void Dispose() => _directory.Dispose();
}
