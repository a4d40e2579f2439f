using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Deb;
using ServicePackaging.Formats.Tests.Archives;

namespace ServicePackaging.Formats.Tests.Deb;

public sealed class DebReaderTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public void A_package_reads_as_it_was_written()
    {
        var package = Debs.Sample();
        using var deb = Read(Write(package));

        Assert.Equal(package.Control, deb.Control.Where(field => field.Name != "Installed-Size"));
        Assert.Equal(new ControlField("Installed-Size", "12"), deb.Control[4]);
        Assert.Equal(package.Scripts.OrderBy(script => script.Key), deb.Scripts.OrderBy(script => script.Key));
        Assert.Equal(package.Triggers, deb.Triggers);
        Assert.Equal(["/etc/orders/orders.json"], deb.ConfigurationFiles);
        Assert.Equal(
            ["/usr/lib/orders/empty", "/usr/lib/orders/orders", "/usr/lib/orders/tausend-Grüße.txt"], deb.Checksums.Select(sum => sum.Path));
        Assert.Equal("d41d8cd98f00b204e9800998ecf8427e", deb.Checksums[0].Md5);
        Assert.Equal(
            ["/", "/control", "/md5sums", "/conffiles", "/triggers", "/preinst", "/postinst", "/prerm", "/postrm"], deb.ControlEntries.Select(entry => entry.Path));
        deb.Verify(None);
    }

    [Fact]
    public void Entries_contain_everything_in_the_archive()
    {
        using var deb = Read(Write(Debs.Of(
            new FileEntry("/f", (UnixFileMode)0x9ED, "orders", "adm", FileContent.FromText("12345")),
            new SymlinkEntry("/l", "root", "root", "../f"))));

        Assert.Equal(
            [
                new DebEntry("/", DebEntryKind.Directory, Debs.Mode0755, "root", "root", 0, 0, Debs.Time, 0, null),
                new DebEntry("/f", DebEntryKind.File, (UnixFileMode)0x9ED, "orders", "adm", 0, 0, Debs.Time, 5, null),
                new DebEntry("/l", DebEntryKind.Symlink, (UnixFileMode)0x1FF, "root", "root", 0, 0, Debs.Time, 0, "../f"),
            ],
            deb.ReadEntries(None));
    }

    [Fact]
    public void A_file_is_copied()
    {
        using var deb = Read(Write(Debs.Sample()));
        using var content = new MemoryStream();

        deb.CopyFile("/usr/lib/orders/orders", content, None);

        Assert.Equal("#!/bin/sh\nexit 0\n", Encoding.UTF8.GetString(content.ToArray()));
        Assert.Throws<FileNotFoundException>(() => deb.CopyFile("/usr/lib/orders", content, None));
    }

    [Fact]
    public void Any_tree_reads_as_it_was_written()
    {
        Prop.ForAll(Debs.Trees.ToArbitrary(), package =>
        {
            using var deb = Read(Write(package));
            var read = new List<(string, DebEntryKind, UnixFileMode, long, string?, string)>();
            deb.ReadEntries(
                (entry, content) => read.Add((entry.Path, entry.Kind, entry.Mode, entry.Length, entry.LinkTarget, new StreamReader(content).ReadToEnd())), None);

            Assert.Equal(package.Entries.Select(Expected), read.Skip(1));
            deb.Verify(None);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    public void A_mutated_package_is_readable_or_invalid_data(CompressionKind compression)
    {
        var bytes = Write(Debs.Sample(compression));
        var edits = Gen.NonEmptyListOf(Gen.Zip(Gen.Choose(0, bytes.Length - 1), Gen.Choose(0, 255)));

        Prop.ForAll(edits.ToArbitrary(), list =>
        {
            var mutated = bytes.ToArray();
            foreach (var (at, value) in list)
            {
                mutated[at] = (byte)value;
            }

            ReadsOrIsInvalidData(mutated);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    [Fact]
    public void A_random_tar_header_with_a_correct_checksum_is_readable_or_invalid_data()
    {
        var data = Tar(new GnuTarEntry(TarEntryType.RegularFile, "./" + new string('n', 120)) { DataStream = new MemoryStream(new byte[600]) });
        var edits = Gen.NonEmptyListOf(Gen.Zip(Gen.Choose(0, 511), Gen.OneOf(Gen.Choose(0, 255), Gen.Choose('0', '7'), Gen.Constant(0))));

        Prop.ForAll(Gen.Zip(Gen.Elements(0, 1024), edits).ToArbitrary(), mutation =>
        {
            var (header, list) = mutation;
            var mutated = data.ToArray();
            foreach (var (at, value) in list)
            {
                mutated[header + at] = (byte)value;
            }

            var field = mutated.AsSpan(header + 148, 8);
            field.Fill((byte)' ');
            var sum = mutated.Skip(header).Take(512).Sum(b => b);
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0", field);
            ReadsOrIsInvalidData(Package(data: mutated));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    public void A_truncated_package_is_invalid_data(CompressionKind compression)
    {
        var bytes = Write(Debs.Sample(compression));

        for (var length = 0; length < bytes.Length - 1; length += 1 + (length / 500))
        {
            Assert.Throws<InvalidDataException>(() => ReadAll(bytes[..length]));
        }
    }

    [Fact]
    public void A_changed_file_fails_verification_with_its_name()
    {
        var bytes = Write(Debs.Sample(CompressionKind.None));
        bytes[bytes.AsSpan().LastIndexOf("exit 0"u8)] ^= 1;
        using var deb = Read(bytes);

        var e = Assert.Throws<InvalidDataException>(() => deb.Verify(None));

        Assert.Contains("/usr/lib/orders/orders", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../etc/passwd")]
    [InlineData("./../x")]
    [InlineData("./a/../../x")]
    [InlineData("./a/./b")]
    [InlineData("./a//b")]
    [InlineData("./new\nline")]
    public void A_name_above_the_root_or_with_a_newline_is_invalid_data(string name) =>
        Assert.Throws<InvalidDataException>(() => ReadAll(Package(data: Tar(new GnuTarEntry(TarEntryType.RegularFile, name)))));

    [Fact]
    public void A_pax_header_which_dpkg_rejects_is_invalid_data() =>
        Assert.Throws<InvalidDataException>(() => ReadAll(Package(data: Tar(new PaxTarEntry(TarEntryType.RegularFile, "./x")))));

    [Fact]
    public void A_long_name_of_two_gigabytes_is_rejected_before_it_is_buffered()
    {
        var header = new byte[1024];
        new TarHeader { Name = "././@LongLink"u8.ToArray(), Type = (byte)'L', Mode = 0, Size = int.MaxValue, Owner = "root", Group = "root" }.Encode(header.AsSpan(0, 512));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => ReadAll(Package(data: header)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_control_archive_that_unpacks_endlessly_is_rejected()
    {
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            var tar = new Formats.Archives.TarWriter(gzip, Debs.Time);
            tar.Write(new FileEntry("/noise", 0, "root", "root", new TestContent(1 << 30)), cancellationToken: None);
            tar.Finish();
        }

        var watch = Stopwatch.StartNew();
        var e = Assert.Throws<InvalidDataException>(() => ReadAll(Package(control: bomb.ToArray(), extension: ".gz")));
        Assert.Equal("control.tar is larger than 64 MiB when unpacked.", e.Message);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("Package: x\n\nVersion: 1\n")]
    [InlineData(" starts with a continuation\n")]
    [InlineData("no colon\n")]
    [InlineData("Package: x\npackage: y\n")]
    [InlineData("")]
    public void A_control_file_that_is_not_a_paragraph_is_invalid_data(string control) =>
        Assert.Throws<InvalidDataException>(() => ReadAll(Package(control: Tar(
            new GnuTarEntry(TarEntryType.RegularFile, "./control") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(control)) }))));

    [Fact]
    public void Members_with_an_underscore_are_skipped_and_others_are_not()
    {
        Assert.NotEmpty(ReadAll(Package(between: "_gpgorigin")));
        Assert.Throws<InvalidDataException>(() => ReadAll(Package(between: "other")));
    }

    [Fact]
    public void A_stream_that_is_not_seekable_is_rejected() =>
        Assert.Throws<ArgumentException>(() => DebReader.Open(new DeflateStream(Stream.Null, CompressionMode.Decompress)));

    private static (string Path, DebEntryKind Kind, UnixFileMode Mode, long Length, string? Target, string Content) Expected(PackageEntry entry) => entry switch
    {
        FileEntry file => (file.Path, DebEntryKind.File, file.Mode, file.Content.Length, null, new StreamReader(file.Content.Open()).ReadToEnd()),
        SymlinkEntry link => (link.Path, DebEntryKind.Symlink, link.Mode, 0, link.Target, ""),
        _ => (entry.Path, DebEntryKind.Directory, entry.Mode, 0, null, ""),
    };

    private static void ReadsOrIsInvalidData(byte[] bytes)
    {
        DebVerifier.Verify(new MemoryStream(bytes), VerificationDepth.Headers, None);
        try
        {
            ReadAll(bytes);
        }
        catch (InvalidDataException)
        {
        }
    }

    private static IReadOnlyList<DebEntry> ReadAll(byte[] bytes)
    {
        using var deb = Read(bytes);
        deb.Verify(None);
        return deb.ReadEntries(None);
    }

    private static DebReader Read(byte[] bytes) => DebReader.Open(new MemoryStream(bytes));

    private static byte[] Write(DebPackage package)
    {
        using var stream = new MemoryStream();
        DebWriter.Write(package, stream, Path.GetTempPath(), None);
        return stream.ToArray();
    }

    private static byte[] Tar(TarEntry entry)
    {
        using var stream = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(stream, leaveOpen: true))
        {
            tar.WriteEntry(entry);
        }

        return stream.ToArray();
    }

    private static byte[] Package(byte[]? control = null, byte[]? data = null, string extension = "", string? between = null)
    {
        control ??= Tar(new GnuTarEntry(TarEntryType.RegularFile, "./control") { DataStream = new MemoryStream("Package: x\n"u8.ToArray()) });
        data ??= Tar(new GnuTarEntry(TarEntryType.Directory, "./"));
        using var stream = new MemoryStream();
        var ar = new ArWriter(stream, Debs.Time);
        ar.WriteMember("debian-binary", new MemoryStream("2.0\n"u8.ToArray()));
        ar.WriteMember("control.tar" + extension, new MemoryStream(control));
        if (between is not null)
        {
            ar.WriteMember(between, new MemoryStream());
        }

        ar.WriteMember("data.tar", new MemoryStream(data));
        return stream.ToArray();
    }
}
