using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Msi.Cabinets;

namespace ServicePackaging.Formats.Tests.Msi.Cabinets;

public sealed class CabinetReaderTests
{
    private const int Folder = 36;
    private const int FirstFile = Folder + 8;
    private const int SecondFile = FirstFile + 16 + 2;
    private const int ThirdFile = SecondFile + 16 + 2;
    private const int Data = ThirdFile + 16 + 2;

    // Two blocks, the first of which is full.
    private static readonly (string, byte[])[] Files = [("a", Samples.Mixed(30_000, 1)), ("b", Samples.Text(10_000, 2)), ("c", Samples.Random(300, 3))];
    private static readonly byte[] Sample = Cabs.Write(null, Files);
    private static readonly byte[] Copied = Cabs.Write(Cabs.Copy, Files);

    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    /// <summary>Ways to spoil the copied sample: the defects to be told, where to put a number of 16 bits, and the number.</summary>
    public static TheoryData<string, int, int> Spoilers => new()
    {
        { "Header", 24, 0x0102 },
        { "Length", 8, 1 },
        { "Name", FirstFile + 16, 'b' },
        { "Name", FirstFile + 16, 0xE9 },
        { "Time", FirstFile + 10, 0 },
        { "FileOrder UnusedBytes UnusedBytes FileBeyondFolder", FirstFile + 6, 1 },
        { "FileOverlap UnusedBytes", SecondFile + 4, 29_999 },
        { "UnusedBytes", SecondFile, 9_999 },
        { "UnusedBytes", ThirdFile, 299 },
        { "FileBeyondFolder", ThirdFile, 301 },
        { "FolderPlace Length", Folder, 0 },
        { "FolderPlace UnreadableFolder FileBeyondFolder Length", Folder, Data + 1 },
        { "FileBeyondFolder Length", Folder + 4, 1 },
        { "BlockLength UnreadableFolder", Folder + 4, 3 },
        { "UnreadableFolder FileBeyondFolder Length", Folder + 6, 3 },
        { "UnreadableFolder FileBeyondFolder Length", Data + 6, 0 },
        { "UnreadableFolder FileBeyondFolder Length", Data + 6, 0x8001 },
        { "ChecksumWrong", Data, 1 },
        { "ChecksumWrong", Data + 8 + 1000, 0xBEEF },
    };

    [Theory]
    [MemberData(nameof(Spoilers))]
    public void Each_defect_is_told(string expected, int offset, int value)
    {
        using var cabinet = Cabs.Read(Edited(Copied, offset, value));

        Assert.Equal(expected, Kinds(cabinet));
    }

    [Fact]
    public void A_block_without_a_checksum_is_told_and_read()
    {
        using var cabinet = Cabs.Read(Edited(Edited(Sample, Data, 0), Data + 2, 0));

        Assert.Equal("ChecksumAbsent", Kinds(cabinet));
        Cabs.Holds(Files, cabinet);
    }

    [Fact]
    public void A_block_with_a_wrong_checksum_is_invalid_data()
    {
        using var cabinet = Cabs.Read(Edited(Copied, Data + 8 + 1000, 0xBEEF));

        var e = Assert.Throws<InvalidDataException>(() => cabinet.ReadFiles((_, _) => { }, None));

        Assert.Contains("has a wrong checksum", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_read_from_start_to_end()
    {
        using var cabinet = Cabs.Read(Sample);

        Assert.Equal(Files.SelectMany(file => file.Item2), Cabs.Bytes(cabinet.OpenFolder(Assert.Single(cabinet.Folders))));
    }

    [Fact]
    public void A_content_that_is_not_read_is_skipped()
    {
        using var cabinet = Cabs.Read(Sample);
        var read = new List<byte[]>();

        cabinet.ReadFiles(
            (file, content) =>
            {
                if (file.Name != "b")
                {
                    read.Add(Cabs.Bytes(content));
                }
            },
            None);

        Assert.Equal([Files[0].Item2, Files[2].Item2], read);
    }

    [Fact]
    public void What_is_reserved_is_skipped()
    {
        // 2 bytes in the header, 1 in the folder, 3 in each block: what is behind moves by 4 + 2 + 1.
        var payload = Copied.AsSpan(Data + 8, 5);
        byte[] cabinet =
        [
            .. Copied[..30], 4, 0, .. Copied[32..36], 2, 0, 1, 3, 0, 0, .. Copied[36..44], 9, .. Copied[FirstFile..SecondFile],
            0, 0, 0, 0, 5, 0, 5, 0, 1, 2, 3, .. payload,
        ];
        BinaryPrimitives.WriteUInt32LittleEndian(cabinet.AsSpan(8), (uint)cabinet.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(cabinet.AsSpan(16), FirstFile + 7);
        BinaryPrimitives.WriteUInt16LittleEndian(cabinet.AsSpan(28), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(cabinet.AsSpan(Folder + 6), SecondFile + 7);
        BinaryPrimitives.WriteUInt16LittleEndian(cabinet.AsSpan(Folder + 6 + 4), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(cabinet.AsSpan(FirstFile + 7), 5);
        using var reader = Cabs.Read(cabinet);

        Assert.Equal("ChecksumAbsent", Kinds(reader));
        Cabs.Holds([("a", payload.ToArray())], reader);
    }

    /// <summary>What no reader can make sense of: where to put which number.</summary>
    public static TheoryData<string, int, int> Malformations => new()
    {
        { "not a cabinet", 0, 0 },
        { "not a cabinet", 24, 0x0203 },
        { "one of several", 30, 1 },
        { "ends within its header", 26, 0xFFFF },
        { "ends within its header", 16, 0xFFFF },
        { "in folder 1, which does not exist", FirstFile + 8, 1 },
        { "in folder 65533, which does not exist", FirstFile + 8, 0xFFFD },
        { "has no name", FirstFile + 16, 0 },
        { "name of more than 255 bytes", 16, Data + 8 + 15_000 },
    };

    [Theory]
    [MemberData(nameof(Malformations))]
    public void A_malformed_cabinet_is_invalid_data(string reason, int offset, int value)
    {
        byte[] cabinet = [.. Copied];
        cabinet.AsSpan(Data + 8 + 15_000, 1000).Fill(1);
        cabinet.AsSpan(Data + 8 + 15_008, 2).Clear();

        var e = Assert.Throws<InvalidDataException>(() => Cabs.Read(Edited(cabinet, offset, value)));

        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_that_share_their_blocks_are_not_unpacked_twice()
    {
        byte[] cabinet = [.. Sample[..36], .. Sample[36..44], .. Sample[36..44], .. Sample[44..]];
        BinaryPrimitives.WriteUInt32LittleEndian(cabinet.AsSpan(16), FirstFile + 8);
        BinaryPrimitives.WriteUInt16LittleEndian(cabinet.AsSpan(26), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(cabinet.AsSpan(36), Data + 8);
        BinaryPrimitives.WriteUInt32LittleEndian(cabinet.AsSpan(44), Data + 8);
        using var reader = Cabs.Read(cabinet);

        Assert.Throws<InvalidDataException>(() => reader.ReadFiles((_, _) => { }, None));
        Assert.Equal("FolderPlace Length", Kinds(reader));
    }

    [Fact]
    public void A_cut_cabinet_is_told_or_invalid_data()
    {
        for (var length = 0; length < Sample.Length; length += 61)
        {
            ReadsOrIsInvalidData(Sample[..length]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_mutated_cabinet_reads_or_is_invalid_data(bool isCompressed)
    {
        var cabinet = isCompressed ? Sample : Copied;
        var offsets = Gen.OneOf(Gen.Choose(0, Data + 10), Gen.Choose(Data, Data + 300), Gen.Choose(0, cabinet.Length - 1));
        var edits = Gen.NonEmptyListOf(Gen.Zip(offsets, Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, 1, 2, 4, 127, 128, 255))));

        Prop.ForAll(edits.ToArbitrary(), list =>
        {
            var mutant = (byte[])cabinet.Clone();
            list.ToList().ForEach(edit => mutant[edit.Item1] = (byte)edit.Item2);

            // Else the checksum alone would answer for most of them.
            mutant.AsSpan(Data, 4).Clear();
            ReadsOrIsInvalidData(mutant);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2500).WithEndSize(10));
    }

    private static string Kinds(CabinetReader cabinet) => string.Join(' ', cabinet.Audit(None).Select(defect => defect.Kind));

    private static byte[] Edited(byte[] cabinet, int offset, int value)
    {
        var edited = (byte[])cabinet.Clone();
        BinaryPrimitives.WriteUInt16LittleEndian(edited.AsSpan(offset), (ushort)value);
        return edited;
    }

    private static void ReadsOrIsInvalidData(byte[] bytes)
    {
        try
        {
            using var cabinet = Cabs.Read(bytes);
            Assert.DoesNotContain(null, cabinet.Audit(None));
            cabinet.ReadFiles((file, content) => Assert.Equal(file.Length, Cabs.Bytes(content).Length), None);
        }
        catch (InvalidDataException)
        {
            // As it is to be.
        }
    }
}
