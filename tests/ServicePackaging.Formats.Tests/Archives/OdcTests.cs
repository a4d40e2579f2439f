using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Tests.MacPkg;

namespace ServicePackaging.Formats.Tests.Archives;

public sealed class OdcTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Headers_are_octal_digits_and_nothing_is_aligned() => Assert.Equal(
        "070707" + "000000" + "000000" + "040755" + "000000" + "000000" + "000003" + "000000" + "14524770400" + "000002" + "00000000000" + ".\0"
        + "070707" + "000000" + "000001" + "100644" + "000000" + "000120" + "000001" + "000000" + "14524770400" + "000004" + "00000000005" + "./x\0" + "hello"
        + "070707" + "000000" + "000002" + "120755" + "000000" + "000000" + "000001" + "000000" + "14524770400" + "000004" + "00000000001" + "./y\0" + "x"
        + "070707" + "000000" + "000003" + "000000" + "000000" + "000000" + "000001" + "000000" + "00000000000" + "000013" + "00000000000" + "TRAILER!!!\0"
        + new string('\0', 181),
        Encoding.ASCII.GetString(Small()));

    [Fact]
    public void Archives_end_with_whole_blocks() => Assert.Equal(0, Small().Length % 512);

    [Theory]
    [InlineData("cpio -itvn")]
    [InlineData("cpio --format=odc -itvn")]
    public void Cpio_lists_the_entries(string command)
    {
        var path = _directory.Write("x.cpio", Small());

        var lines = Tool.Run($"{command} -F {path}").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(
            ["drwxr-xr-x   3 0        0               0 Nov 14  2023 .", "-rw-r--r--   1 0        80              5 Nov 14  2023 x", "lrwxr-xr-x   1 0        0               1 Nov 14  2023 y -> x"],
            lines.Select(line => line.Replace(" ./", " ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Bsdtar_lists_the_entries() =>
        Assert.Equal([".", "./x", "./y"], Tool.Run($"bsdtar -tf {_directory.Write("x.cpio", Small())}").Split('\n', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void An_archive_of_bsdtar_is_read()
    {
        var tree = Directory.CreateDirectory(_directory.File("tree")).FullName;
        File.WriteAllText(Path.Combine(tree, "Grüße"), "hello");
        Tool.Run($"bsdtar --format odc -cf {_directory.File("x.cpio")} -C {tree} .");

        using var cpio = new OdcReader(File.OpenRead(_directory.File("x.cpio")));
        Assert.Equal(UnixFileType.Directory, cpio.Next()!.Mode.Type);
        var file = cpio.Next()!;
        Assert.Equal(("./Grüße", 5L, UnixFileType.RegularFile), (file.Name, file.Length, file.Mode.Type));
        Assert.Equal("hello", new StreamReader(cpio, leaveOpen: true).ReadToEnd());
        Assert.Null(cpio.Next());
    }

    [Fact]
    public void Numbers_with_too_many_digits_are_rejected()
    {
        var file = MacPkgs.File("/x", "");

        Assert.Throws<OverflowException>(() => Write((file, new OdcAttributes(InodeMode.FromBits(0x81A4), 1 << 18, 0, 1))));
        Assert.Throws<OverflowException>(() => Write((new FileEntry("/x", 0, "root", "wheel", new TestContent(1L << 33)), new OdcAttributes(InodeMode.FromBits(0x81A4), 0, 0, 1))));
    }

    [Fact]
    public void Changed_bytes_are_readable_or_invalid_data()
    {
        var archive = Small();
        var edits = Gen.NonEmptyListOf(Gen.Zip(Gen.Choose(0, 450), Gen.OneOf(Gen.Choose('0', '7'), Gen.Choose(0, 255))));

        Prop.ForAll(edits.ToArbitrary(), list =>
        {
            var mutated = archive.ToArray();
            foreach (var (at, value) in list)
            {
                mutated[at] = (byte)value;
            }

            ReadsOrIsInvalidData(mutated);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void A_truncated_archive_is_invalid_data()
    {
        var archive = Small();

        Assert.All(Enumerable.Range(0, archive.Length - 512 + 331), length => Assert.Throws<InvalidDataException>(() => ReadAll(archive[..length])));
    }

    public void Dispose() => _directory.Dispose();

    private static byte[] Small() => Write(
        (MacPkgs.Directory("/"), new OdcAttributes(InodeMode.FromBits(0x41ED), 0, 0, 3)),
        (MacPkgs.File("/x", "hello"), new OdcAttributes(InodeMode.FromBits(0x81A4), 0, 80, 1)),
        (new SymlinkEntry("/y", "root", "wheel", "x"), new OdcAttributes(InodeMode.FromBits(0xA1ED), 0, 0, 1)));

    private static byte[] Write(params (PackageEntry Entry, OdcAttributes Attributes)[] entries)
    {
        using var stream = new MemoryStream();
        var cpio = new OdcWriter(stream, MacPkgs.Time);
        foreach (var (entry, attributes) in entries)
        {
            cpio.Write(entry, attributes, null, None);
        }

        cpio.Finish();
        return stream.ToArray();
    }

    private static void ReadsOrIsInvalidData(byte[] archive)
    {
        try
        {
            ReadAll(archive);
        }
        catch (InvalidDataException)
        {
        }
    }

    private static int ReadAll(byte[] archive)
    {
        using var cpio = new OdcReader(new MemoryStream(archive));
        var count = 0;
        while (cpio.Next() is not null)
        {
            count++;
        }

        cpio.Drain();
        return count;
    }
}
