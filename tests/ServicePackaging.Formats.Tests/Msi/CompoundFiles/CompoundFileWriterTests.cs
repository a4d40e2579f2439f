using System.Buffers.Binary;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Msi.CompoundFiles;

namespace ServicePackaging.Formats.Tests.Msi.CompoundFiles;

public sealed class CompoundFileWriterTests
{
    [Fact]
    public void A_file_reads_as_it_was_written_and_has_no_defects()
    {
        using var file = CompoundFiles.Read(CompoundFiles.Sample());

        Assert.Empty(file.Defects);
        Assert.Equal(CompoundFiles.InstallerDatabase, file.RootClassId);
        Assert.Equal(
            ["B", "empty", "\u4840\u3F7F\u4164\u422F\u4836", "data.cab", "\u0005SummaryInformation"],
            file.Entries.Select(entry => entry.Name));
        Assert.Equal(
            [(4096L, false), (0, true), (4095, true), (9000, false), (480, true)],
            file.Entries.Select(entry => (entry.Length, entry.IsInMiniStream)));
        Assert.Equal(Samples.Random(4095, 2), CompoundFiles.Content(file, file.Entries[2]));
        Assert.Equal(Samples.Random(9000, 4), CompoundFiles.Content(file, file.Entries[3]));
    }

    [Fact]
    public void Any_streams_read_as_they_were_written_without_defects()
    {
        var length = Gen.OneOf(Gen.Elements(0, 1, 63, 64, 65, 511, 512, 513, 4095, 4096, 4097, 4608), Gen.Choose(0, 20_000));
        Prop.ForAll(Gen.ListOf(length).ToArbitrary(), lengths =>
        {
            var streams = lengths.Select((length, i) => (Name: $"{(char)('a' + (i % 26))}{i * 7919 % 1000}", Content: Samples.Random(length, (uint)i)))
                .DistinctBy(stream => stream.Name).ToList();
            using var file = CompoundFiles.Read(CompoundFiles.Write(streams));

            Assert.Empty(file.Defects);
            Assert.Equal(streams.ToDictionary(stream => stream.Name, stream => stream.Content), CompoundFiles.Contents(file));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(50));
    }

    [Fact]
    public void Every_number_of_streams_results_in_a_valid_tree()
    {
        for (var count = 0; count < 70; count++)
        {
            using var file = CompoundFiles.Read(CompoundFiles.Write(Enumerable.Range(0, count).Select(i => ($"s{i * 71 % count}", (byte[])[]))));

            Assert.Empty(file.Defects);
            Assert.Equal(count, file.Entries.Count);
        }
    }

    // The header lists 109 sectors of the FAT, which cover 109 * 128 * 512 bytes. A DIFAT sector lists 127 more.
    [Theory]
    [InlineData(109, 0)]
    [InlineData(110, 1)]
    [InlineData(236, 1)]
    [InlineData(237, 2)]
    public void The_table_of_tables_grows_beyond_the_header(int fatSectors, int difatSectors)
    {
        // In addition to the stream: the tables themselves and one directory sector.
        var sectors = (fatSectors * 128) - fatSectors - difatSectors - 1;
        var content = new byte[sectors * 512];
        RandomNumberGenerator.Fill(content.AsSpan(^4096));
        using var file = CompoundFiles.Read(CompoundFiles.Write(("a", content)));

        Assert.Equal((fatSectors, difatSectors), (file.FatSectors.Count, file.DifatSectors.Count));
        Assert.Empty(file.Defects);
        Assert.True(content.AsSpan().SequenceEqual(CompoundFiles.Content(file, file.Entries[0])));
        Assert.Equal(file.SectorCount, file.Fat.Count);
    }

    [Fact]
    public void Names_are_ordered_by_length_then_by_units_in_upper_case()
    {
        using var file = CompoundFiles.Read(CompoundFiles.Write(((string[])["bb", "a", "_", "B", "É", "ab", "\u4840a"]).Select(name => (name, (byte[])[1]))));

        Assert.Equal(["a", "B", "_", "É", "ab", "bb", "\u4840a"], file.Entries.Select(entry => entry.Name));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(10_000)]
    public void Written_bytes_can_be_patched(int length)
    {
        var content = Samples.Random(length, 5);
        using var output = new MemoryStream();
        output.Write([1, 2, 3]);
        using var writer = new CompoundFileWriter(output, CompoundFiles.InstallerDatabase);
        using (var stream = writer.CreateStream("a"))
        {
            stream.Write(new byte[4]);
            stream.Write(content);
            stream.Position = 0;
            stream.Write(BitConverter.GetBytes(content.Length));
            Assert.Equal((4, length + 4), (stream.Position, stream.Length));
            Assert.Throws<ArgumentOutOfRangeException>(() => stream.Position = length + 5);
            stream.Seek(0, SeekOrigin.End);
            stream.WriteByte(9);
        }

        writer.Complete();
        Assert.Equal(output.Length, output.Position);
        using var file = CompoundFiles.Read(output.ToArray()[3..]);
        Assert.Equal([.. BitConverter.GetBytes(content.Length), .. content, 9], CompoundFiles.Content(file, file.Entries[0]));
        Assert.Empty(file.Defects);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a:b")]
    [InlineData("a!b")]
    [InlineData("a\0b")]
    [InlineData("of thirty-two UTF-16 units, yes!")]
    [InlineData("TAKEN")]
    public void A_name_that_cannot_be_stored_is_rejected(string name)
    {
        using var writer = new CompoundFileWriter(new MemoryStream(), Guid.Empty);
        writer.CreateStream("taken").Dispose();

        var e = Assert.Throws<ArgumentException>(() => writer.CreateStream(name));

        Assert.Contains($"'{name}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_one_stream_may_be_open_and_none_at_the_end()
    {
        using var writer = new CompoundFileWriter(new MemoryStream(), Guid.Empty);
        var first = writer.CreateStream("first");

        Assert.Contains("'first' is still open", Assert.Throws<InvalidOperationException>(() => writer.CreateStream("second")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(writer.Complete);
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.WriteByte(1));
        writer.Complete();
        Assert.Throws<InvalidOperationException>(writer.Complete);
        Assert.Throws<InvalidOperationException>(() => writer.CreateStream("third"));
    }

    [Fact]
    public void An_incomplete_output_is_not_a_compound_file()
    {
        using var output = new MemoryStream();
        using (var writer = new CompoundFileWriter(output, CompoundFiles.InstallerDatabase))
        using (var stream = writer.CreateStream("a"))
        {
            stream.Write(new byte[10_000]);
        }

        Assert.Throws<InvalidDataException>(() => CompoundFileReader.Open(output));
    }

    [Fact]
    public void A_file_stays_below_two_gibibytes()
    {
        using var output = new SparseStream();
        using var writer = new CompoundFileWriter(output, CompoundFiles.InstallerDatabase);
        var chunk = new byte[512 * 1024];
        long written = 0;
        var stream = writer.CreateStream("a");

        var e = Assert.Throws<CompoundFileTooLargeException>(() =>
        {
            while (written < long.MaxValue)
            {
                stream.Write(chunk);
                written += chunk.Length;
            }
        });

        // The table occupies 1/128 of the file.
        Assert.InRange(written, 2_130_000_000, int.MaxValue);
        Assert.InRange(e.Length, 1L << 31, (1L << 31) + 1_000_000);
        Assert.Contains($"{e.Length} bytes", e.Message, StringComparison.Ordinal);
        Assert.InRange(output.Length, written, written + 512);

        // The part that has been written is still a valid file.
        stream.Dispose();
        writer.Complete();
        Assert.InRange(output.Length, (1L << 31) - 1_000_000, int.MaxValue);
        using var file = CompoundFileReader.Open(output);
        Assert.Equal(written, file.Entries[0].Length);
        Assert.Empty(file.Defects);
    }

    [Fact]
    public void The_header_specifies_version_3_and_only_required_fields()
    {
        var file = CompoundFiles.Write();

        Assert.Equal("D0CF11E0A1B11AE1" + new string('0', 32) + "3E000300FEFF090006000000000000000000000001000000", Convert.ToHexString(file.AsSpan(0, 48)));
        Assert.Equal([0u, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 1, 0xFFFFFFFF], Enumerable.Range(0, 9)
            .Select(i => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(48 + (i * 4)))));
        Assert.Equal(3 * 512, file.Length);
    }

    [Fact]
    public void The_bytes_of_fixed_streams_do_not_change() => Assert.Equal(
        "4577ac8ed057d25e36402d759d4d7808ebf1162098a332d552e2496e8399eb55", Convert.ToHexStringLower(SHA256.HashData(CompoundFiles.Sample())));
}
