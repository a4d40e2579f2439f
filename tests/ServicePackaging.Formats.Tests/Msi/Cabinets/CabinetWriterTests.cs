using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Msi.Cabinets;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Msi.Cabinets;

public sealed class CabinetWriterTests
{
    private const int Block = 32 * 1024;

    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public void A_cabinet_is_a_header_folders_files_and_blocks()
    {
        var cabinet = Cabs.Write(Cabs.Copy, ("a", "hello"u8.ToArray()), ("b", []), ("c", "!"u8.ToArray()));

        Assert.Equal(
            "4D53434600000000" + "7000000000000000" + "2C00000000000000" + "0301" + "0100" + "0300" + "0000" + "0000" + "0000" // CFHEADER
            + "62000000" + "0100" + "0000" // CFFOLDER
            + "05000000" + "00000000" + "0000" + "5D58" + "B56C" + "2000" + "6100" // CFFILE
            + "00000000" + "05000000" + "0000" + "5D58" + "B56C" + "2000" + "6200"
            + "01000000" + "05000000" + "0000" + "5D58" + "B56C" + "2000" + "6300"
            + "4F0A6A6C" + "0600" + "0600" + "68656C6C6F21", // CFDATA
            Convert.ToHexString(cabinet));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_files_read_as_they_were_written_and_leave_no_defects(bool isCompressed)
    {
        var length = Gen.OneOf(Gen.Elements(0, 1, Block - 1, Block, Block + 1, 2 * Block), Gen.Choose(0, 100_000));
        Prop.ForAll(Gen.NonEmptyListOf(Gen.Zip(length, Gen.Elements(0, 1, 2))).ToArbitrary(), shapes =>
        {
            var files = shapes.Select((shape, i) => ($"f{i}", Content(shape.Item1, shape.Item2, (uint)i))).ToList();
            using var cabinet = Cabs.Read(Cabs.Write(isCompressed ? null : Cabs.Copy, files));

            Assert.Empty(cabinet.Audit(None));
            Cabs.Holds(files, cabinet);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(12));
    }

    [Fact]
    public void Threads_do_not_change_a_byte()
    {
        (string, byte[])[] files = [("a", Samples.Mixed(3_000_000, 1)), ("b", Samples.Random(1_000_000, 2)), ("c", Samples.Text(70_000, 3))];
        var expected = Cabs.Write(new() { MaxThreads = 1 }, files);
        foreach (var threads in (int[])[2, 3, 8])
        {
            Assert.Equal(expected, Cabs.Write(new() { MaxThreads = threads }, files));
        }

        using var cabinet = Cabs.Read(expected);
        Cabs.Holds(files, cabinet);
    }

    [Fact]
    public void The_bytes_of_fixed_files_do_not_change()
    {
        // Whoever changes this hash changes the bytes of every installer: a release note says so.
        var cabinet = Cabs.Write(null, ("a", Samples.Mixed(3_000_000, 1)));

        Assert.Equal("02d01581335b9bf53added5c3a4b448315174c54d420371491177a1774c2473e", Convert.ToHexStringLower(SHA256.HashData(cabinet)));
    }

    [Fact]
    public void A_block_refers_to_the_one_before_it()
    {
        var random = Samples.Random(Block / 2, 4);

        // Two blocks of the same two halves.
        Assert.InRange(Cabs.Write(null, ("a", [.. random, .. random]), ("b", [.. random, .. random])).Length, Block / 2, (Block / 2) + 1500);
    }

    [Fact]
    public void What_does_not_compress_is_stored_in_one_piece()
    {
        var cabinet = Cabs.Write(null, ("a", Samples.Random(10 * Block, 5)));

        // Header, folder, file; then each block with its header, signature and the five bytes of a stored block.
        Assert.Equal(36 + 8 + 18 + (10 * (8 + 2 + 5 + Block)), cabinet.Length);
    }

    [Fact]
    public void A_cabinet_starts_where_its_output_is()
    {
        using var file = new MemoryStream();
        using var compound = new CompoundFileWriter(file, Guid.Empty);
        var content = Samples.Mixed(200_000, 6);
        using (var stream = compound.CreateStream("app.cab"))
        {
            CabinetWriter.Write(stream, [Cabs.Member("a", content)], new(), None);
        }

        compound.Complete();
        using var reader = CompoundFileReader.Open(file);
        using var cabinet = CabinetReader.Open(reader.OpenStream(Assert.Single(reader.Entries)));
        Assert.Empty(cabinet.Audit(None));
        Cabs.Holds([("a", content)], cabinet);
    }

    [Fact]
    public void Times_are_kept_in_UTC_within_what_DOS_knows()
    {
        var files = ((string, DateTimeOffset)[])
        [
            ("old", DateTimeOffset.UnixEpoch), ("east", new(2024, 1, 1, 1, 0, 5, TimeSpan.FromHours(2))), ("late", DateTimeOffset.MaxValue),
        ];
        using var output = new MemoryStream();
        CabinetWriter.Write(output, [.. files.Select(file => Cabs.Member(file.Item1, [], file.Item2))], new(), None);
        using var cabinet = CabinetReader.Open(output);

        Assert.Equal(
            [new(1980, 1, 1), new DateTime(2023, 12, 31, 23, 0, 4), new DateTime(2107, 12, 31, 23, 59, 58)],
            cabinet.Files.Select(file => file.Modified!.Value));
    }

    [Fact]
    public void A_name_that_is_not_ASCII_is_said_to_be_UTF_8()
    {
        using var cabinet = Cabs.Read(Cabs.Write(null, ("plain", []), ("größe", [])));

        Assert.Equal(
            [("plain", CabinetFileAttributes.Archive), ("größe", CabinetFileAttributes.Archive | CabinetFileAttributes.NameIsUtf8)],
            cabinet.Files.Select(file => (file.Name, file.Attributes)));
        Assert.Empty(cabinet.Audit(None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0")]
    [InlineData("taken")]
    [InlineData(null)]
    public void A_name_that_cannot_be_stored_is_refused(string? name) =>
        Assert.Throws<ArgumentException>(() => Cabs.Write(null, ("taken", []), (name ?? new string('x', 256), [])));

    [Fact]
    public void No_file_makes_no_cabinet() => Assert.Throws<ArgumentException>(() => Cabs.Write(null));

    [Theory]
    [InlineData(99, "longer")]
    [InlineData(101, "shorter")]
    public void A_file_that_changes_its_length_is_named(long promised, string change)
    {
        var member = new CabinetMember("a.dll", promised, () => new MemoryStream(new byte[100]), Cabs.Time);

        var e = Assert.Throws<IOException>(() => CabinetWriter.Write(new MemoryStream(), [member], new(), None));

        Assert.Equal($"a.dll changed while it was being packaged: it was {promised} bytes long and now is {change}.", e.Message);
    }

    [Fact]
    public void What_lengths_alone_forbid_is_refused_before_anything_is_read()
    {
        static CabinetMember Unread(string name, long length) => new(name, length, () => throw new InvalidOperationException("read"), Cabs.Time);
        static string Refuse(CabinetOptions options, params IEnumerable<CabinetMember> members)
        {
            using var output = new MemoryStream();
            var e = Assert.Throws<CabinetTooLargeException>(() => CabinetWriter.Write(output, [.. members], options, None));
            Assert.Equal(0, output.Length);
            return e.Message;
        }

        Assert.Contains("There are 65536 files", Refuse(new(), Enumerable.Range(0, 65536).Select(i => Unread($"{i}", 0))), StringComparison.Ordinal);
        Assert.Contains("a is 2147450881 bytes long", Refuse(new(), Unread("a", 0x7FFF8001)), StringComparison.Ordinal);
        Assert.Contains("at least 2147975", Refuse(Cabs.Copy, Unread("a", 0x7FFF8000)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cabinet_that_becomes_too_long_is_refused()
    {
        using var writer = new CabinetFolderWriter(Stream.Null, int.MaxValue - 100_000L, new());
        var folder = new PlannedFolder([Cabs.Member("a", Samples.Random(200_000, 7))], 200_000);

        Assert.Contains("2 GiB", Assert.Throws<CabinetTooLargeException>(() => writer.Write(folder, None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_files_as_there_may_be_are_written()
    {
        using var cabinet = Cabs.Read(Cabs.Write(null, Enumerable.Range(0, 65535).Select(i => ($"f{i}", new byte[] { (byte)i }))));

        Assert.Equal((65535, 1), (cabinet.Files.Count, cabinet.Folders.Count));
        Assert.Empty(cabinet.Audit(None));
    }

    [Fact]
    public void A_folder_ends_before_it_is_too_long()
    {
        using var output = new MemoryStream();
        var members = ((long[])[0x7FFF0000, 0x8000, 0, 1, 5]).Select((length, i) =>
            new CabinetMember($"f{i}", length, new TestContent(length).Open, Cabs.Time));

        var result = CabinetWriter.Write(output, [.. members], new(), None);

        using var cabinet = CabinetReader.Open(output);
        Assert.Equal((2, 65536), (result.Folders, result.Blocks));
        Assert.Equal([65535, 1], cabinet.Folders.Select(folder => folder.BlockCount));
        Assert.Equal([(0, 0), (0, 0x7FFF0000L), (0, 0x7FFF8000), (1, 0), (1, 1)], cabinet.Files.Select(file => (file.Folder, file.Offset)));
        Assert.Empty(cabinet.Audit(None));
    }

    [Fact]
    public void Cancellation_ends_the_writing()
    {
        using var source = new CancellationTokenSource();
        var content = new TestContent(1L << 30, onRead: source.Cancel);
        var member = new CabinetMember("a", content.Length, content.Open, Cabs.Time);

        Assert.Throws<OperationCanceledException>(() => CabinetWriter.Write(new MemoryStream(), [member], new(), source.Token));
    }

    [Fact]
    public void Each_file_is_opened_once_and_in_order()
    {
        var opened = new List<string>();
        var members = ((string[])["b", "a", "c"]).Select(name => new CabinetMember(
            name, 2, () =>
            {
                opened.Add(name);
                return new MemoryStream([1, 2]);
            },
            Cabs.Time));

        CabinetWriter.Write(new MemoryStream(), [.. members], new(), None);

        Assert.Equal(["b", "a", "c"], opened);
    }

    private static byte[] Content(int length, int nature, uint seed) => nature switch
    {
        0 => Samples.Random(length, seed),
        1 => Samples.Text(length, seed),
        _ => new byte[length],
    };
}
