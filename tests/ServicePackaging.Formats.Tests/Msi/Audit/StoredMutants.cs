using System.Buffers.Binary;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Msi.Storage;
using static ServicePackaging.Formats.Tests.Msi.Audit.Mutation;

namespace ServicePackaging.Formats.Tests.Msi.Audit;

/// <summary>Packages that each break a rule, as a faulty writer would: their bytes are changed.</summary>
internal static class StoredMutants
{
    private const string Guid1 = "{5B7F4A0E-8C51-5A14-8A43-2C1B1B7A6D01}";

    // Offsets in a cabinet's header, [MS-CAB] 2.1. The checksum is the first field of a block.
    private const int FirstFolder = 36;

    /// <summary>The rules, and the change that breaks each of them.</summary>
    public static readonly IReadOnlyList<(string Rule, Func<byte[], byte[]> Break)> All =
    [
        ("ClassId", msi => WithStreams(msi, _ => { }, Guid.Empty)),
        ("CompoundFile.FatSectorNotMarked", UnmarkFat),
        ("CompoundFile.TreeOrder", SwapSiblings),
        ("CompoundFile.BlackHeight", PaintBlack),
        ("CompoundFile.SmallStreamOutsideMiniStream", Shorten),
        ("TableStreams", msi => WithStreams(msi, streams => streams["~Ghost"] = [1, 0])),
        ("TableStreams", msi => WithStreams(msi, streams => streams["~Shortcut"] = [])),
        ("EmptyTables", msi => WithStreams(msi, streams => streams.Remove("~Shortcut"))),
        ("OtherStreams", msi => WithStreams(msi, streams => streams["stray.bin"] = [1])),
        ("StreamCells", msi => WithStreams(msi, streams => streams.Remove("Icon.Orders.ico"))),
        ("StreamNames (ICE29)", msi => Text(msi, "Orders.ico", new string('I', 60))),
        ("StringReferences", msi => WithStreams(msi, streams => streams["~_StringPool"][6]++)),
        ("StringReferences", msi => Rows(msi, "Shortcut", rows => rows.Clear())),
        ("StringsUnique", msi => Text(msi, "Takes orders", "Example")),
        ("CodePage", msi => WithStreams(msi, streams => (streams["~_StringPool"][0], streams["~_StringPool"][1]) = (0, 0))),
        ("RequiredTables", msi => Text(msi, "Media", "Medium")),
        ("RowOrder", msi => Rows(msi, "Component", Swap)),
        ("RowOrder", msi => Rows(msi, "_Tables", Swap)),
        ("RowOrder", msi => Rows(msi, "_Columns", Swap)),
        ("KeysUnique", msi => Rows(msi, "Component", rows => rows.Insert(1, rows[0]))),
        ("ColumnKeys", msi => ChangeType(msi, "Component", "ComponentId", type => type | 0x2000, first: "Component", firstType: 0x0D48)),
        ("ColumnTypes", msi => ChangeType(msi, "File", "FileName", type => type & ~0x200)),
        ("ColumnTypes", msi => ChangeType(msi, "Property", "Value", type => (type & ~0xFF) | 255)),
        ("ColumnsValidated (ICE03, ICE06)", msi => Rows(msi, "_Validation", rows => rows.RemoveAt(5))),
        ("ColumnsValidated (ICE03, ICE06)", msi => ChangeType(msi, "File", "Version", type => type & ~0x1000)),
        ("ValidationUsed (ICE06)", msi => Rows(msi, "_Validation", rows => rows[0][1] = rows[0][0])),
        ("CellNull (ICE03)", msi => Nothing(msi, "Component", "C2", "Directory_")),
        ("CellLength (ICE03)", msi => Text(msi, "1.2.3", "1.2.3000000000000000000000")),
        ("CellRange (ICE03)", msi => Number(msi, "MsiServiceConfig", "Delayed", "Event", 9)),
        ("CellSet (ICE03)", msi => Number(msi, "Feature", "Main", "Attributes", 3)),
        ("CellForm (ICE03)", msi => Text(msi, Guid1, Guid1.ToLowerInvariant())),
        ("CellForm (ICE03)", msi => Text(msi, "C2", "2C")),
        ("CellForm (ICE03)", msi => Text(msi, "ORDERS~1.JSO|orders.json", "not a short name.json")),
        ("Summary", msi => Summary(msi, MsiSummaryProperty.Template, null)),
        ("Summary", msi => Summary(msi, MsiSummaryProperty.RevisionNumber, null)),
        ("Template", msi => EditSummary(msi, "x64;1033"u8, "x46;1033"u8)),
        ("Template", msi => EditSummary(msi, "x64;1033\0"u8, "x64;1,31\0"u8)), // 55
        ("SummaryTitle", msi => EditSummary(msi, "Installation Database\0"u8, "Transform\0"u8)), // 53
        ("SummaryTitle", msi => EditSummary(msi, "Installation Database\0"u8, "Patch\0"u8)),
        ("SummaryCodePage", msi => Summary(msi, MsiSummaryProperty.CodePage, 65001)), // 51
        ("SummaryCodePage", msi => Summary(msi, MsiSummaryProperty.CodePage, 0)),
        ("SummaryTypes", msi => SummaryType(msi, MsiSummaryProperty.CodePage, 3)), // 52
        ("SummaryTypes", msi => SummaryType(msi, MsiSummaryProperty.WordCount, 2)),
        ("SummaryTypes", msi => SummaryType(msi, MsiSummaryProperty.Subject, 31)),
        ("Elevation", msi => Summary(msi, MsiSummaryProperty.WordCount, 10)), // 54
        ("Elevation", msi => Summary(msi, MsiSummaryProperty.WordCount, 18)),
        ("FileCompression", msi => Number(msi, "File", "F3", "Attributes", 8192 + 512)), // 48
        ("FileCompression", msi => Number(msi, "File", "F1", "Attributes", 8192)),
        ("FileCompression", msi => Number(msi, "File", "F2", "Attributes", 16384 + 8192)),
        ("IconData", msi => WithStreams(msi, streams => streams["Icon.Orders.ico"] = "\u0089PNG"u8.ToArray())), // 65
        ("IconData", msi => WithStreams(msi, streams => streams["Icon.Orders.ico"][2] = 2)),
        ("IconData", msi => WithStreams(msi, streams => streams["Icon.Orders.ico"] = [0, 0, 1, 0])),
        ("IconData", msi => WithStreams(msi, streams => streams["Icon.Orders.ico"] = streams["Icon.Orders.ico"][..22])),
        ("WordCount", msi => Summary(msi, MsiSummaryProperty.WordCount, 0)),
        ("SchemaOfPlatform (ICE80)", msi => EditSummary(Summary(msi, MsiSummaryProperty.PageCount, 200), "x64;1033\0\0\0\0"u8, "Arm64;1033\0\0"u8)),
        ("PackageCode (ICE73)", msi => EditSummary(msi, "{"u8, "["u8)),
        ("FileSequence", msi => Number(msi, "File", "F3", "Sequence", 4)),
        ("FileSequence", msi => Number(msi, "File", "F3", "Sequence", 2)),
        ("MediaSequence (ICE04)", msi => Number(msi, "Media", "1", "LastSequence", 2)),
        ("MediaDiskId (ICE71)", msi => Number(msi, "Media", "1", "DiskId", 2)),
        ("MediaCabinet (ICE35)", msi => Text(msi, "#cab1.cab", "#CAB1.cab")),
        ("MediaCabinet (ICE35)", msi => Nothing(msi, "Media", "1", "Cabinet")),
        ("CabinetList", msi => Number(Number(msi, "File", "F1", "Sequence", 2), "File", "F2", "Sequence", 1)),
        ("CabinetList", msi => Number(msi, "File", "F3", "FileSize", 4)),
        ("CabinetList", msi => Text(msi, "F3", "f3")),
        ("CabinetNames", msi => Text(msi, "F3", "f1")),
        ("FileHash (ICE60)", msi => Number(msi, "MsiFileHash", "F1", "Options", 1)),
        ("CompanionFile (ICE54)", msi => Text(msi, "1.0.0.0", "F1")),
        ("Cabinet", msi => Cabinet(msi, 0, 0)),
        ("Cabinet", msi => Cabinet(msi, 0, null)),
        ("FileContent", msi => Number(msi, "MsiFileHash", "F3", "HashPart2", 7)),
        ("FileContent", msi => Rows(msi, "MsiFileHash", rows => rows.RemoveAt(0))),
        ("FileContent", msi => Text(msi, "1.0.0.0", "1.0.0.1")),
        ("FileContent", msi => Number(msi, "File", "F3", "FileSize", 4)),
    ];

    private static void Swap(List<uint[]> rows) => (rows[0], rows[1]) = (rows[1], rows[0]);

    private static byte[] ChangeType(byte[] package, string table, string column, Func<int, int> change, string? first = null, int firstType = 0)
    {
        using var msi = Msis.Read(package);
        var columns = msi.SystemTables[1].Rows.Index().Where(row => row.Item["Table"].Text == table).ToDictionary(row => row.Item["Name"].Text!, row => row.Index);
        return Rows(package, "_Columns", rows =>
        {
            rows[columns[column]][3] = (uint)change((int)rows[columns[column]][3] ^ 0x8000) ^ 0x8000;
            if (first is not null)
            {
                rows[columns[first]][3] = (uint)firstType ^ 0x8000;
            }
        });
    }

    private static byte[] EditSummary(byte[] package, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var (old, wanted) = (from.ToArray(), to.ToArray());
        return WithStreams(package, streams =>
        {
            var summary = streams["\u0005SummaryInformation"];
            wanted.CopyTo(summary.AsSpan(summary.AsSpan().IndexOf(old)));
        });
    }

    // The checksum of the first block is missing or wrong.
    private static byte[] Cabinet(byte[] package, int folder, uint? checksum) => WithStreams(package, streams =>
    {
        var cabinet = streams["cab1.cab"];
        var block = cabinet.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(cabinet.AsSpan(FirstFolder + folder)));
        BinaryPrimitives.WriteUInt32LittleEndian(block, checksum ?? ~BinaryPrimitives.ReadUInt32LittleEndian(block));
    });

    private static byte[] UnmarkFat(byte[] package)
    {
        using var file = CompoundFiles.CompoundFiles.Read(package);
        var sector = file.FatSectors[0];
        return Bytes(package, (int)((sector + 1) * 512) + ((int)sector * 4), 0xFF, 0xFF, 0xFF, 0xFF);
    }

    // The two entries below the top are swapped.
    private static byte[] SwapSiblings(byte[] package)
    {
        var top = TopOf(package, out var entry);
        return Bytes(package, entry + 68, [.. BitConverter.GetBytes(top.Right), .. BitConverter.GetBytes(top.Left)]);
    }

    private static byte[] PaintBlack(byte[] package)
    {
        using var file = CompoundFiles.CompoundFiles.Read(package);
        return file.Entries.Aggregate(package, (bytes, entry) => Bytes(bytes, EntryOf(package, entry.Name + "\0") + 67, 1));
    }

    // The shortest stream outside the mini stream gets a smaller length.
    private static byte[] Shorten(byte[] package)
    {
        const int shortest = 4096;
        var longer = WithStreams(package, streams => streams["x.bin"] = new byte[shortest]);
        using var file = CompoundFiles.CompoundFiles.Read(longer);
        var entry = file.Entries.Single(stream => stream.Length == shortest);
        return Bytes(longer, EntryOf(longer, entry.Name + "\0") + 120, BitConverter.GetBytes(shortest - 1));
    }

    private static CompoundFileEntry TopOf(byte[] package, out int position)
    {
        using var file = CompoundFiles.CompoundFiles.Read(package);
        var top = file.Directory[(int)file.Root.Child];
        position = EntryOf(package, top.Name + "\0");
        return top;
    }
}
