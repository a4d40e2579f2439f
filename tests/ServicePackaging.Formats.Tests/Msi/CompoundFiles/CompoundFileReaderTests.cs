using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Msi.CompoundFiles;
using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileDefectKind;

namespace ServicePackaging.Formats.Tests.Msi.CompoundFiles;

public sealed class CompoundFileReaderTests
{
    private const uint EndOfChain = 0xFFFFFFFE;

    private static readonly byte[] Sample = CompoundFiles.Sample();

    // The sample: 'B' in sectors 0 to 7, 'data.cab' in 8 to 25, the mini stream in 26 to 34, followed by one sector for each table.
    private static readonly int MiniFat = SectorAt(35);
    private static readonly int Directory = SectorAt(36);
    private static readonly int Fat = SectorAt(38);

    // The entries of the sample: 1 'empty', 2 the summary information, 3 a table, 4 'B', 5 'data.cab', 6 and 7 unused. Entry 3 is the top
    // of the tree, above 1 and 2. Entries 4 and 5 are red.
    private static int Entry(int id) => Directory + (id * 128);

    private static int SectorAt(int sector) => (sector + 1) * 512;

    /// <summary>Ways to damage the sample: the expected defects, the position of a 32-bit number, and the number.</summary>
    public static TheoryData<string, int, uint> Spoilers => new()
    {
        { "Header", 24, 0x0003003B },
        { "Header", 8, 1 },
        { "Header", 40, 2 },
        { "Header", 44, 2 },
        { "Header", 64, 2 },
        { "Header", 72, 1 },
        { "FatSectorNotMarked", Fat + (38 * 4), EndOfChain },
        { "SectorBeyondEnd", Fat + (39 * 4), EndOfChain },
        { "SectorBeyondEnd", MiniFat + (72 * 4), EndOfChain },
        { "ChainTooLong", MiniFat + (71 * 4), 0 },
        { "OverlappingChains LostSector", Entry(5) + 116, 0 },
        { "OverlappingChains LostSector", Fat + (8 * 4), 8 },
        { "UnreadableStream LostSector", Entry(5) + 116, 0x1000 },
        { "UnreadableStream", Entry(4) + 120, 0x40000000 },
        { "UnreadableStream LostSector", MiniFat, EndOfChain },
        { "SmallStreamOutsideMiniStream HiddenData", Entry(4) + 120, 4095 },
        { "HiddenData TreeOrder", Entry(5) + 64, 0x00020004 },
        { "RedBelowRed BlackHeight", Entry(2) + 64, 0x00020028 },
        { "BlackHeight", Entry(4) + 64, 0x01020004 },
        { "EntryField BlackHeight", Entry(4) + 64, 0x07020004 },
        { "EntryField", Entry(4) + 80, 1 },
        { "EntryField", Entry(4) + 100, 1 },
        { "EntryField", Entry(4) + 76, 1 },
        { "EntryField", Entry(4), '!' },
        { "EntryField", Entry(0), 'r' | ('o' << 16) },
        { "EntryField", Entry(0) + 68, 1 },
        { "UnusedEntry", Entry(6) + 68, 0 },
        { "OrphanedEntry", Entry(6) + 64, 0x00020004 },
        { "Header", 52, 1 },
        { "Header", 68, 0xFFFFFFFF },
        { "EntryField", Entry(4) + 96, 1 },
        { "EntryField", Entry(1) + 116, 0 },
        { "HiddenData", Entry(5) + 60, 1 },
        { "HiddenData", Entry(5) + 124, 1 },
        { "HiddenData", SectorAt(25) + 508, 1 },
        { "HiddenData", SectorAt(26) + 508, 1 },
    };

    [Theory]
    [MemberData(nameof(Spoilers))]
    public void Each_defect_is_reported(string expected, int offset, uint value)
    {
        using var file = CompoundFiles.Read(Edited(Sample, (offset, value)));

        Assert.Equal(expected, string.Join(' ', file.Defects.Select(defect => defect.Kind)));
    }

    [Fact]
    public void A_DIFAT_sector_that_the_FAT_does_not_mark_is_reported()
    {
        var file = CompoundFiles.Write(("a", new byte[8_000_000]));
        var difat = (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(68));
        var lastFat = SectorAt((int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(SectorAt(difat) + (((difat / 128) - 109) * 4))));
        using var edited = CompoundFiles.Read(Edited(file, (lastFat + (difat % 128 * 4), EndOfChain)));

        Assert.Equal([DifatSectorNotMarked], edited.Defects.Select(defect => defect.Kind));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "HiddenData")]
    public void Data_in_a_free_sector_are_reported(byte content, string expected)
    {
        using var file = CompoundFiles.Read([.. Sample, .. Enumerable.Repeat(content, 512)]);

        Assert.Equal(expected, string.Join(' ', file.Defects.Select(defect => defect.Kind)));
    }

    [Fact]
    public void A_truncated_file_is_reported_or_invalid_data()
    {
        for (var length = 0; length < Sample.Length; length += 100)
        {
            ReadsOrIsInvalidData(Sample[..length]);
        }

        using var file = CompoundFiles.Read([.. Sample, 0]);
        Assert.Contains(Header, file.Defects.Select(defect => defect.Kind));
    }

    /// <summary>Damage that makes the sample unreadable: the position of a number, and the number.</summary>
    public static TheoryData<string, int, uint> Malformations => new()
    {
        { "the header is missing", 0, 0 },
        { "which is not a known format", 26, 0xFFFE0005 },
        { "which is not a known format", 30, 0x0006000C },
        { "which is not a known format", 56, 64 },
        { "leads to sector 00001000", 68, 0x1000 },
        { "leads to sector 00000026", 80, 38 },
        { "leads to sector 00001000", 48, 0x1000 },
        { "has 0 entries", 48, EndOfChain },
        { "not the root storage", 48, 26 },
        { "never ends", Fat + (37 * 4), 36 },
        { "leads to sector FFFFFFFF", 60, 0xFFFFFFFF },
        { "lead to entry 3 twice", Entry(4) + 68, 3 },
        { "has entry 0, which is not a stream", Entry(4) + 68, 0 },
        { "has entry 6, which is not a stream", Entry(4) + 72, 6 },
        { "has entry 99, which is not a stream", Entry(4) + 72, 99 },
        { "name of impossible length", Entry(4) + 64, 0x01020003 },
    };

    [Theory]
    [MemberData(nameof(Malformations))]
    public void A_malformed_file_is_invalid_data(string reason, int offset, uint value)
    {
        var e = Assert.Throws<InvalidDataException>(() => CompoundFiles.Read(Edited(Sample, (offset, value))));

        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_DIFAT_is_invalid_data()
    {
        var loop = Enumerable.Range(0, 128).Select(i => (SectorAt(26) + (i * 4), i < 127 ? 0xFFFFFFFF : 26)).Append((68, 26u));

        Assert.Throws<InvalidDataException>(() => CompoundFiles.Read(Edited(Sample, [.. loop])));
    }

    [Fact]
    public void A_tree_that_is_a_list_does_not_overflow_the_stack()
    {
        const int Count = 100_000;
        var file = CompoundFiles.Write(Enumerable.Range(0, Count).Select(i => ($"{i}", (byte[])[])));
        var directory = SectorAt((int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(48)));
        var edits = Enumerable.Range(1, Count).SelectMany(i => ((int, uint)[])
        [
            (directory + (i * 128) + 68, 0xFFFFFFFF),
            (directory + (i * 128) + 72, i < Count ? (uint)i + 1 : 0xFFFFFFFF),
        ]);
        using var list = CompoundFiles.Read(Edited(file, [.. edits, (directory + 76, 1)]));

        Assert.Equal(Count, list.Entries.Count);
        Assert.Equal("99999", list.Entries[^1].Name);
        Assert.Contains(list.Defects, defect => defect.Kind == BlackHeight);
    }

    [Fact]
    public void A_wrong_declared_length_costs_nothing()
    {
        using var file = CompoundFiles.Read(Edited(Sample, (Entry(4) + 120, 0x7FFFFFFF)));

        var e = Assert.Throws<InvalidDataException>(() => file.OpenStream(file.Entries[0]));

        Assert.Contains("requires 4194304 sectors, but there are 39", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_version_4_is_read()
    {
        // A header, and a sector of 4096 bytes each for the FAT, the directory and the stream.
        var file = new byte[4 * 4096];
        Sample.AsSpan(0, 512).CopyTo(file);
        Sample.AsSpan(Entry(0), 128).CopyTo(file.AsSpan(2 * 4096));
        Sample.AsSpan(Entry(4), 128).CopyTo(file.AsSpan((2 * 4096) + 128));
        Samples.Random(4096, 6).CopyTo(file, 3 * 4096);
        file.AsSpan(4096, 4096).Fill(0xFF);
        for (var i = 2; i < 32; i++)
        {
            file.AsSpan((2 * 4096) + (i * 128) + 68, 12).Fill(0xFF);
        }

        using var reader = CompoundFiles.Read(Edited(
            file,
            [
                (26, 0xFFFE0004), (30, 0x0006000C), (40, 1), (44, 1), (48, 1), (60, EndOfChain), (64, 0), (76, 0),
                (4096, 0xFFFFFFFD), (4100, EndOfChain), (4104, EndOfChain),
                ((2 * 4096) + 76, 1), ((2 * 4096) + 116, EndOfChain), ((2 * 4096) + 120, 0),
                ((2 * 4096) + 128 + 64, 0x01020004), ((2 * 4096) + 128 + 116, 2),
            ]));

        Assert.Equal((4, 4096), (reader.Header.MajorVersion, reader.SectorLength));
        Assert.Equal(Samples.Random(4096, 6), CompoundFiles.Content(reader, Assert.Single(reader.Entries)));
        Assert.Empty(reader.Defects);
    }

    [Fact]
    public void A_stream_is_seekable()
    {
        using var file = CompoundFiles.Read(Sample);
        using var stream = file.OpenStream(file.Entries.Single(entry => entry.Name == "data.cab"));
        stream.Seek(-10, SeekOrigin.End);
        var end = new byte[10];

        stream.ReadExactly(end);

        Assert.Equal(Samples.Random(9000, 4)[^10..], end);
        Assert.Equal(0, stream.Read(end));
    }

    [Fact]
    public void A_mutated_file_is_readable_or_invalid_data()
    {
        var offsets = Gen.OneOf(Gen.Choose(0, 127), Gen.Choose(MiniFat, Sample.Length - 1), Gen.Choose(Fat, Fat + (40 * 4)));
        var edits = Gen.NonEmptyListOf(Gen.Zip(offsets, Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, 1, 2, 5, 36, 38, 127, 128, 254, 255))));

        Prop.ForAll(edits.ToArbitrary(), list =>
        {
            var file = (byte[])Sample.Clone();
            list.ToList().ForEach(edit => file[edit.Item1] = (byte)edit.Item2);
            ReadsOrIsInvalidData(file);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(4000).WithEndSize(12));
    }

    private static byte[] Edited(byte[] file, params (int Offset, uint Value)[] edits)
    {
        var edited = (byte[])file.Clone();
        foreach (var (offset, value) in edits)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(edited.AsSpan(offset), value);
        }

        return edited;
    }

    private static void ReadsOrIsInvalidData(byte[] bytes)
    {
        try
        {
            using var file = CompoundFiles.Read(bytes);
            Assert.DoesNotContain(null, file.Defects);
            foreach (var entry in file.Entries.Where(entry => entry.Kind == CompoundFileEntryKind.Stream))
            {
                Reads(file, entry);
            }
        }
        catch (InvalidDataException)
        {
            // The expected exception.
        }
    }

    // A stream without findings of the audit must be readable. Other streams are read or rejected.
    private static void Reads(CompoundFileReader file, CompoundFileEntry entry)
    {
        try
        {
            Assert.Equal(entry.Length, CompoundFiles.Content(file, entry).Length);
        }
        catch (InvalidDataException)
        {
            Assert.NotEmpty(file.Defects);
        }
    }
}
