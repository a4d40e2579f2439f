using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Tests.Deb;

namespace ServicePackaging.Formats.Tests.Archives;

public sealed class TarWriterTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private static readonly string Long = new('n', 120);

    [Fact]
    public void A_header_is_gnu_tars_to_the_byte()
    {
        var header = Write(new FileEntry("/a", Debs.Mode0644, "root", "root", FileContent.FromText("hello\n"))).AsSpan(0, 512);

        Assert.Equal(
            "./a" + new string('\0', 97)
            + "0000644\0" + "0000000\0" + "0000000\0" + "00000000006\0" + "14524770400\0" + "010053\0 " + "0"
            + new string('\0', 100)
            + "ustar  \0" + "root" + new string('\0', 28) + "root" + new string('\0', 28) + new string('\0', 183),
            Encoding.ASCII.GetString(header));
    }

    [Fact]
    public void An_archive_is_gnu_tars_without_the_padding_of_its_last_record()
    {
        using var directory = new TemporaryDirectory();
        var tree = Directory.CreateDirectory(directory.File("tree")).FullName;
        List<PackageEntry> entries = [new DirectoryEntry("/", Debs.Mode0755, "root", "root")];
        foreach (var (name, length) in new[] { ("empty", 0), ("one", 1), ("block", 512), ("more", 513), (new string('é', 60), 3), (new string('x', 98), 2) })
        {
            var path = Path.Combine(tree, name);
            File.WriteAllBytes(path, [.. Enumerable.Range(0, length).Select(i => (byte)i)]);
            entries.Add(new FileEntry("/" + name, Debs.Mode0644, "root", "root", FileContent.FromFile(path)));
        }

        foreach (var (name, target) in new[] { ("link", "../x"), ("long-" + Long, "/" + Long), ("deep", new string('t', 100)) })
        {
            File.CreateSymbolicLink(Path.Combine(tree, name), target);
            entries.Add(new SymlinkEntry("/" + name, "root", "root", target));
        }

        Directory.CreateDirectory(Path.Combine(tree, Long));
        entries.Add(new DirectoryEntry("/" + Long, Debs.Mode0755, "root", "root"));
        entries.Sort((a, b) => Encoding.UTF8.GetBytes(a.Path).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.Path)));

        var list = string.Join('\n', entries.Select(entry => $".{entry.Path}"));
        File.WriteAllText(directory.File("list"), list);
        Tool.Run($"chmod -R u=rwX,go=rX {tree}");
        Tool.Run(
            $"tar --format=gnu --owner=root:0 --group=root:0 --mtime=@1700000000 --no-recursion -C {tree} -T {directory.File("list")} -cf {directory.File("gnu.tar")}");

        var ours = Write([.. entries]);
        var gnus = File.ReadAllBytes(directory.File("gnu.tar"));
        Assert.Equal(ours, gnus.Take(ours.Length));
        Assert.DoesNotContain(gnus.Skip(ours.Length), b => b != 0);
    }

    [Fact]
    public void A_size_from_8_GiB_is_written_in_base_256()
    {
        const long Size = 9L << 30;
        using var directory = new TemporaryDirectory();
        using (var sparse = File.Create(directory.File("big")))
        {
            sparse.SetLength(Size);
        }

        using var header = new StopAfter(512);
        Assert.Throws<StopAfter.Reached>(() => new TarWriter(header, Time).Write(
            new FileEntry("/big", Debs.Mode0644, "root", "root", new TestContent(Size)), cancellationToken: TestContext.Current.CancellationToken));

        // tar's own complaint about the closed pipe is of no interest.
        var (_, output, _) = Tool.Try(
            $"sh {directory.Write("run", Encoding.ASCII.GetBytes("tar --format=gnu --owner=root:0 --group=root:0 --mode=0644 --mtime=@1700000000 -cf - ./big | head -c 512 | od -An -v -tx1"))}", directory.Path);
        Assert.Equal(output.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(header.Bytes));
    }

    [Fact]
    public void Names_of_owners_are_written_and_their_numbers_are_0()
    {
        var header = Write(new DirectoryEntry("/d", (UnixFileMode)0x1E8, "orders", "adm")).AsSpan(0, 512);

        Assert.Equal("orders\0", Encoding.ASCII.GetString(header.Slice(265, 7)));
        Assert.Equal("adm\0", Encoding.ASCII.GetString(header.Slice(297, 4)));
        Assert.Equal("0000000\00000000\0", Encoding.ASCII.GetString(header.Slice(108, 16)));
    }

    [Theory]
    [InlineData(10, 9, "shorter")]
    [InlineData(10, 11, "longer")]
    [InlineData(0, 1, "longer")]
    [InlineData(1_000_000, 999_999, "shorter")]
    public void A_file_that_changes_while_it_is_packed_is_named(long promised, long yielded, string how)
    {
        var e = Assert.Throws<IOException>(() => Write(new FileEntry("/opt/x", Debs.Mode0644, "root", "root", new TestContent(promised, yielded))));

        Assert.Equal($"/opt/x changed while it was being packaged: it was {promised} bytes long and now is {how}.", e.Message);
    }

    [Fact]
    public void The_observer_sees_the_content_and_nothing_else()
    {
        var seen = new MemoryStream();
        var content = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7)).ToArray();

        new TarWriter(Stream.Null, Time).Write(
            new FileEntry("/x", Debs.Mode0644, "root", "root", FileContent.FromBytes(content)), seen.Write, TestContext.Current.CancellationToken);

        Assert.Equal(content, seen.ToArray());
    }

    [Fact]
    public void A_name_without_a_utf8_form_is_refused() =>
        Assert.ThrowsAny<ArgumentException>(() => Write(new DirectoryEntry("/\ud800", Debs.Mode0755, "root", "root")));

    private static byte[] Write(params PackageEntry[] entries)
    {
        using var archive = new MemoryStream();
        var tar = new TarWriter(archive, Time);
        foreach (var entry in entries)
        {
            tar.Write(entry);
        }

        tar.Finish();
        return archive.ToArray();
    }

    private sealed class StopAfter(int length) : MemoryStream
    {
        public byte[] Bytes => ToArray();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer[..Math.Min(buffer.Length, length - (int)Length)]);
            if (Length == length)
            {
                throw new Reached();
            }
        }

        public sealed class Reached : Exception;
    }
}
