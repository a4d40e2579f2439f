using System.Globalization;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Msi;
using ServicePackaging.Formats.Msi.Reading;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Msi;

/// <summary>Packages of many files, and of large ones.</summary>
public sealed class MsiScaleTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void More_files_than_fit_into_a_cabinet_are_written_to_several()
    {
        var path = _directory.File("x.msi");
        var result = Msis.Write(Many(65_600), path);

        Assert.Equal(65_600 * 5, result.InstalledSize);
        using var msi = MsiReader.Open(path);
        Assert.Equal(
            ["Media\t1\t65535\t\t#cab1.cab\t\t", "Media\t2\t65600\t\t#cab2.cab\t\t"], msi.FindTable("Media")!.Rows.Select(row => row.ToString()));
        var sequences = msi.FindTable("File")!.Rows.ToDictionary(row => row.Key, row => row["Sequence"].Number);
        var next = 0;
        msi.ReadFiles(
            (key, content) =>
            {
                Assert.Equal(++next, sequences[key]);
                Assert.Equal(key[1..], new StreamReader(content).ReadToEnd());
            },
            None);
        Assert.Equal(65_600, next);
    }

    [Fact]
    public void Msiinfo_reads_forty_thousand_files()
    {
        var path = _directory.File("x.msi");
        Msis.Write(Many(40_000), path);

        var lines = Tool.Run($"msiinfo export {path} File").Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(40_000 + 3, lines.Length);
        Assert.StartsWith("F39999\tC1\tF39999\t5\t\t\t512\t40000", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_gigabyte_passes_through_in_a_few_megabytes_of_memory()
    {
        const long Size = 1L << 30;
        var package = Msis.Sample(CompressionKind.None);
        var path = _directory.File("x.msi");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Msis.Write(package with { Files = [package.Files[0] with { Content = new TestContent(Size) }] }, path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);

        Assert.InRange(result.Length, Size, Size + (Size / 64));
    }

    public void Dispose() => _directory.Dispose();

    private static MsiPackage Many(int count) => Msis.Sample(CompressionKind.None) with
    {
        Files =
        [
            .. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i:D5}"))
                .Select(name => Msis.File("F" + name, "C1", "F" + name, name)),
        ],
    };
}
