using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Formats.Tests.Rpm;

public sealed class RpmReaderTests
{
    private const RpmDigests AllWritten = RpmDigests.Header | RpmDigests.Payload | RpmDigests.PlainPayload | RpmDigests.Files;

    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_package_reads_as_it_was_written(bool isLarge)
    {
        var package = Rpms.WithMore(Rpms.Sample());
        using var rpm = Read(Rpms.Write(package, isLarge));

        Assert.Equal(
            (package.Name, package.Epoch, package.Version, package.Release, package.Architecture),
            (rpm.Name, rpm.Epoch, rpm.Version, rpm.Release, rpm.Architecture));
        Assert.Equal(("orders-2:1.2.3~rc1-1", 1), (rpm.LeadName, rpm.LeadArchitecture));
        Assert.Equal(package.Description, rpm.Header.Text(RpmTag.Description));
        Assert.Equal(package.Relations, rpm.Relations);
        Assert.Equal(package.Changelog, rpm.Changelog);
        Assert.Equal(
            package.Scriptlets.OrderBy(row => row.Key).Select(row => (row.Key, row.Value.Text, string.Join(' ', row.Value.Interpreter), row.Value.Flags)),
            rpm.Scriptlets.OrderBy(row => row.Key).Select(row => (row.Key, row.Value.Text, string.Join(' ', row.Value.Interpreter), row.Value.Flags)));
        Assert.Equal(["https://example.org/bugs"], Assert.IsType<RpmTexts>(rpm.Header[5012]).Values);
        Assert.Equal(AllWritten, rpm.Verify(None));
    }

    [Fact]
    public void Files_tell_all_that_the_header_says()
    {
        using var rpm = Read(Rpms.Write(Rpms.Sample()));

        var file = rpm.Files[1];
        Assert.Equal(("/etc/orders/orders.json", "/etc/orders/", "orders.json", 1), (file.Path, file.Directory, file.Name, file.Index));
        Assert.Equal((UnixFileType.RegularFile, Rpms.Mode0640, 3L, "root", "orders", Rpms.Time, 2u), (file.Type, file.Mode, file.Length, file.Owner, file.Group, file.ModificationTime, file.Inode));
        Assert.Equal(RpmFileAttributes.Config | RpmFileAttributes.NoReplace, file.Flags);
        Assert.Equal("ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356", file.Digest);
        Assert.Equal((true, "../lib/orders/orders"), (rpm.Files[2].IsSymlink, rpm.Files[2].LinkTarget));
        Assert.Equal((true, true), (rpm.Files[3].IsDirectory, rpm.Files[^1].IsGhost));
    }

    [Fact]
    public void A_file_is_copied_out()
    {
        using var rpm = Read(Rpms.Write(Rpms.Sample()));
        using var content = new MemoryStream();

        rpm.CopyFile("/usr/lib/orders/orders", content, None);

        Assert.Equal("#!/bin/sh\nexit 0\n", Encoding.UTF8.GetString(content.ToArray()));
        Assert.Throws<FileNotFoundException>(() => rpm.CopyFile("/usr/lib/orders", content, None));
    }

    [Fact]
    public void Any_tree_reads_as_it_was_written()
    {
        Prop.ForAll(Rpms.Trees.ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (package, isLarge) =>
        {
            using var rpm = Read(Rpms.Write(package, isLarge));
            var read = new List<(string, UnixFileType, UnixFileMode, string)>();
            rpm.ReadPayload((file, content) => read.Add((file.Path, file.Type, file.Mode, Rpms.Text(content))), None);

            Assert.Equal(package.Files.Select(file => Expected(file.Entry)), read);
            Assert.Equal(AllWritten, rpm.Verify(None));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(CompressionKind.None, false)]
    [InlineData(CompressionKind.None, true)]
    [InlineData(CompressionKind.Gzip, false)]
    public void A_mutated_package_reads_or_is_invalid_data(CompressionKind compression, bool isLarge)
    {
        // Without the reserved space, which takes most of the edits otherwise.
        var bytes = Rpms.Write(Rpms.WithMore(Rpms.Sample(compression)), isLarge);
        var edits = Gen.NonEmptyListOf(Gen.Zip(Gen.Choose(0, bytes.Length - 1), Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, 1, 127, 128, 255))));

        Prop.ForAll(edits.ToArbitrary(), list => ReadsOrIsInvalidData(Edited(bytes, list)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    [Fact]
    public void A_header_of_a_mutated_index_reads_or_is_invalid_data()
    {
        var bytes = Rpms.Write(Rpms.WithMore(Rpms.Sample(CompressionKind.None)));
        var header = bytes.AsSpan().LastIndexOf(RpmFormat.HeaderMagic);
        var length = 16 + (16 * BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(header + 8)));
        var edits = Gen.NonEmptyListOf(Gen.Zip(
            Gen.Choose(header + 8, header + length - 1), Gen.OneOf(Gen.Choose(0, 10), Gen.Choose(0, 255), Gen.Elements(127, 128, 255))));

        Prop.ForAll(edits.ToArbitrary(), list => ReadsOrIsInvalidData(Edited(bytes, list)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_mutated_archive_reads_or_is_invalid_data(bool isLarge)
    {
        var bytes = Rpms.Write(Rpms.Sample(CompressionKind.None), isLarge);
        var payload = bytes.AsSpan().IndexOf(isLarge ? CpioFormat.StrippedMagic : CpioFormat.Magic);
        var edits = Gen.NonEmptyListOf(Gen.Zip(
            Gen.Choose(payload, bytes.Length - 1), Gen.OneOf(Gen.Choose('0', '9'), Gen.Choose('a', 'f'), Gen.Choose(0, 255))));

        Prop.ForAll(edits.ToArbitrary(), list => ReadsOrIsInvalidData(Edited(bytes, list)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Theory]
    [InlineData(CompressionKind.None)]
    [InlineData(CompressionKind.Gzip)]
    public void A_truncated_package_is_invalid_data(CompressionKind compression)
    {
        var bytes = Rpms.Write(Rpms.Sample(compression));

        for (var length = 0; length < bytes.Length; length += 1 + (length / 200))
        {
            Assert.Throws<InvalidDataException>(() => Read(bytes[..length]).Verify(None));
        }

        Assert.Throws<InvalidDataException>(() => Read(bytes[..^1]).Verify(None));
    }

    [Theory]
    [InlineData("Takes orders", "header")]
    [InlineData("exit 0\n\0", "payload")]
    public void A_changed_byte_fails_verification(string text, string part)
    {
        var bytes = Rpms.Write(Rpms.Sample(CompressionKind.None));
        var at = bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(text));
        bytes[at] ^= 1;
        using var rpm = Read(bytes);

        var e = Assert.Throws<InvalidDataException>(() => rpm.Verify(None));

        Assert.Contains($"The package's {part} does not match its digest", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_claims_more_than_there_is_allocates_nothing()
    {
        var bytes = Rpms.Write(Rpms.Sample());
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(RpmFormat.LeadLength + 12), RpmFormat.MaxHeaderData);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Read(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    public static TheoryData<string, RpmValue> MalformedLists => new()
    {
        { "fewer names than modes", new RpmTexts(RpmType.TextArray, ["one"]) },
        { "a name with a slash", new RpmTexts(RpmType.TextArray, ["a/b"]) },
        { "a name that climbs", new RpmTexts(RpmType.TextArray, [".."]) },
        { "a name that breaks lines", new RpmTexts(RpmType.TextArray, ["a\nb"]) },
        { "numbers for names", new RpmNumbers(RpmType.Number32, [1]) },
        { "bytes for names", new RpmBytes(RpmType.Bytes, new byte[] { 1 }) },
    };

    [Theory]
    [MemberData(nameof(MalformedLists), DisableDiscoveryEnumeration = true)]
    public void A_file_list_that_does_not_fit_together_is_invalid_data(string fault, RpmValue names)
    {
        var count = fault.StartsWith("fewer", StringComparison.Ordinal) ? 2 : 1;
        var header = new RpmHeaderBuilder((int)RpmTag.Region);
        header.Add((int)RpmTag.BaseNames, names);
        header.Add(RpmTag.DirNames, ["/usr/"]);
        AddFiles(header, count);

        using var rpm = Read(Package(header, []));
        Assert.Throws<InvalidDataException>(() => rpm.Files);
    }

    [Theory]
    [InlineData("usr/")]
    [InlineData("/usr")]
    [InlineData("")]
    [InlineData("//")]
    [InlineData("/../")]
    [InlineData("/usr/../")]
    [InlineData("/usr//lib/")]
    [InlineData("/us\nr/")]
    public void A_directory_that_is_none_below_the_root_is_invalid_data(string directory)
    {
        var header = new RpmHeaderBuilder((int)RpmTag.Region);
        header.Add(RpmTag.BaseNames, ["x"]);
        header.Add(RpmTag.DirNames, [directory]);
        AddFiles(header, 1);

        using var rpm = Read(Package(header, []));
        Assert.Throws<InvalidDataException>(() => rpm.Files);
    }

    [Fact]
    public void A_file_that_the_header_does_not_list_is_invalid_data_and_so_is_one_that_comes_twice()
    {
        var listed = Rpms.Of(new RpmFile(Rpms.File("/a", "a"))) with { Compression = CompressionKind.None };
        var other = Rpms.Write(Rpms.Of(new RpmFile(Rpms.File("/b", "b"))) with { Compression = CompressionKind.None });
        var bytes = Rpms.Write(listed);
        var header = bytes[..bytes.AsSpan().IndexOf(CpioFormat.Magic)];
        var payload = bytes[header.Length..];
        var foreign = other[other.AsSpan().IndexOf(CpioFormat.Magic)..];
        var entry = payload[..payload.AsSpan().LastIndexOf(CpioFormat.Magic)];

        Assert.Contains("does not list", Fault([.. header, .. foreign]), StringComparison.Ordinal);
        Assert.Contains("twice", Fault([.. header, .. entry, .. payload]), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_unpacks_without_end_takes_no_memory()
    {
        var package = Rpms.Write(Rpms.Of(new RpmFile(Rpms.File("/a", "a"))));
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("0707"u8);
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 1024; i++)
            {
                gzip.Write(zeros);
            }
        }

        var header = package[..package.AsSpan().LastIndexOf<byte>([0x1F, 0x8B, 8])];
        Assert.Contains("cpio header", Fault([.. header, .. bomb.ToArray()]), StringComparison.Ordinal);
    }

    [Fact]
    public void Old_text_is_taken_for_latin_1()
    {
        var header = new RpmHeaderBuilder((int)RpmTag.Region);
        header.Add((int)RpmTag.Summary, new RpmTexts(RpmType.LocalisedText, ["x"]));
        var bytes = Package(header, []);
        bytes[bytes.AsSpan().LastIndexOf("x\0"u8)] = 0xE9;

        using var rpm = Read(bytes);

        Assert.Equal("é", rpm.Header.Text(RpmTag.Summary));
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_refused() =>
        Assert.Throws<ArgumentException>(() => RpmReader.Open(new DeflateStream(Stream.Null, CompressionMode.Decompress)));

    private static (string Path, UnixFileType Type, UnixFileMode Mode, string Content) Expected(PackageEntry entry) => entry switch
    {
        FileEntry file => (file.Path, UnixFileType.RegularFile, file.Mode, Rpms.Text(file.Content.Open())),
        SymlinkEntry link => (link.Path, UnixFileType.SymbolicLink, (UnixFileMode)0x1FF, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(link.Target))),
        _ => (entry.Path, UnixFileType.Directory, entry.Mode, ""),
    };

    private static string Fault(byte[] bytes)
    {
        using var rpm = Read(bytes);
        return Assert.Throws<InvalidDataException>(() => rpm.ReadPayload((_, _) => { }, None)).Message;
    }

    private static byte[] Edited(byte[] bytes, IEnumerable<(int At, int Value)> edits)
    {
        var edited = bytes.ToArray();
        foreach (var (at, value) in edits)
        {
            edited[at] = (byte)value;
        }

        return edited;
    }

    // Each part by itself, since the digests stop most of it otherwise.
    private static void ReadsOrIsInvalidData(byte[] bytes)
    {
        RpmReader? rpm = null;
        RpmVerifier.Verify(new MemoryStream(bytes), VerificationDepth.Payload, None);
        Survive(() => rpm = Read(bytes));
        if (rpm is null)
        {
            return;
        }

        Survive(() => rpm.Signature.Tags.Select(tag => rpm.Signature[tag]).ToList());
        Survive(() => rpm.Header.Tags.Select(tag => rpm.Header[tag]).ToList());
        Survive(() => (rpm.Name, rpm.Epoch, rpm.Version, rpm.Release, rpm.Architecture));
        Survive(() => rpm.Files.Select(file => file.Path).ToList());
        Survive(() => rpm.Relations);
        Survive(() => rpm.Scriptlets);
        Survive(() => rpm.Changelog);
        Survive(() => { rpm.ReadPayload((_, content) => content.CopyTo(Stream.Null), None); return 0; });
        Survive(() => rpm.Verify(None));
    }

    private static void Survive<T>(Func<T> read)
    {
        try
        {
            _ = read();
        }
        catch (InvalidDataException)
        {
        }
    }

    private static RpmReader Read(byte[] bytes) => RpmReader.Open(new MemoryStream(bytes));

    private static void AddFiles(RpmHeaderBuilder header, int count)
    {
        foreach (var tag in new[] { RpmTag.DirIndexes, RpmTag.FileModes, RpmTag.FileSizes, RpmTag.FileFlags, RpmTag.FileMtimes, RpmTag.FileInodes })
        {
            header.Add(tag, [.. Enumerable.Repeat(0UL, count)]);
        }

        foreach (var tag in new[] { RpmTag.FileDigests, RpmTag.FileLinkTos, RpmTag.FileUserName, RpmTag.FileGroupName })
        {
            header.Add(tag, [.. Enumerable.Repeat("", count)]);
        }
    }

    private static byte[] Package(RpmHeaderBuilder header, byte[] payload)
    {
        var lead = new byte[RpmFormat.LeadLength];
        RpmFormat.LeadMagic.CopyTo(lead);
        lead[4] = 3;
        var signature = new RpmHeaderBuilder((int)RpmSignatureTag.Region).Build();
        return [.. lead, .. signature, .. new byte[-signature.Length & 7], .. header.Build(), .. payload];
    }
}
