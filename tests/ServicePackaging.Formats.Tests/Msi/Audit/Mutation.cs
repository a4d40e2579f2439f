using System.Buffers.Binary;
using System.Text;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Msi.Tables;

namespace ServicePackaging.Formats.Tests.Msi.Audit;

/// <summary>Changes to a written package that its writer would reject.</summary>
internal static class Mutation
{
    private static readonly Guid Package = new("000c1084-0000-0000-c000-000000000046");

    /// <summary>Writes the package again with other streams, which are identified by name. A tilde precedes the name of a table's
    /// stream.</summary>
    public static byte[] WithStreams(byte[] package, Action<Dictionary<string, byte[]>> edit, Guid? classId = null)
    {
        using var msi = Msis.Read(package);
        var streams = msi.CompoundFile.Entries.Zip(msi.Streams).ToDictionary(
            stream => stream.Second.IsTable ? "~" + stream.Second.Name : stream.Second.Name,
            stream => CompoundFiles.CompoundFiles.Content(msi.CompoundFile, stream.First));
        edit(streams);
        using var output = new MemoryStream();
        using var writer = new CompoundFileWriter(output, classId ?? Package);
        foreach (var (name, content) in streams)
        {
            using var stream = writer.CreateStream(name[0] == '~' ? StreamNameEncoder.EncodeTable(name[1..]) : StreamNameEncoder.Encode(name));
            stream.Write(content);
        }

        writer.Complete();
        return output.ToArray();
    }

    /// <summary>Changes the stored cells of a table, row by row. The table may be a system table.</summary>
    public static byte[] Rows(byte[] package, string table, Action<List<uint[]>> edit)
    {
        using var msi = Msis.Read(package);
        var stored = msi.Tables.Concat(msi.SystemTables).Single(candidate => candidate.Name == table);
        var rows = stored.Rows.Select(row => row.RawCells.ToArray()).ToList();
        edit(rows);
        int[] lengths = [.. stored.Columns.Select(column => column.Kind switch { MsiColumnKind.Integer32 => 4, _ => 2 })];
        using var content = new MemoryStream();
        for (var column = 0; column < lengths.Length; column++)
        {
            foreach (var row in rows)
            {
                var bytes = new byte[sizeof(uint)];
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, row[column]);
                content.Write(bytes.AsSpan(0, lengths[column]));
            }
        }

        return WithStreams(package, streams => streams["~" + table] = content.ToArray());
    }

    /// <summary>Changes one cell in the row of a key, to the decoded number.</summary>
    public static byte[] Number(byte[] package, string table, string key, string column, int value)
    {
        using var msi = Msis.Read(package);
        var stored = msi.FindTable(table)!;
        var index = stored.Columns.Index().Single(candidate => candidate.Item.Name == column);
        var row = stored.Rows.Index().Single(candidate => candidate.Item.Key == key).Index;
        var raw = index.Item.Kind == MsiColumnKind.Integer32 ? (uint)value ^ 0x80000000 : (uint)(value + 0x8000);
        return Rows(package, table, rows => rows[row][index.Index] = raw);
    }

    /// <summary>Empties a cell in the row of a key.</summary>
    public static byte[] Nothing(byte[] package, string table, string key, string column)
    {
        using var msi = Msis.Read(package);
        var stored = msi.FindTable(table)!;
        var index = stored.Columns.Index().Single(candidate => candidate.Item.Name == column).Index;
        var row = stored.Rows.Index().Single(candidate => candidate.Item.Key == key).Index;
        return Rows(package, table, rows => rows[row][index] = 0);
    }

    /// <summary>Replaces all occurrences of a text.</summary>
    public static byte[] Text(byte[] package, string from, string to)
    {
        using var msi = Msis.Read(package);
        Assert.Contains(msi.Strings, text => text.Text == from);
        using var pool = new MemoryStream();
        using var data = new MemoryStream();
        Put(pool, msi.CodePage, 0);
        foreach (var text in msi.Strings)
        {
            var bytes = Encoding.UTF8.GetBytes(text.Text == from ? to : text.Text);
            Put(pool, bytes.Length, text.References);
            data.Write(bytes);
        }

        return WithStreams(package, streams => (streams["~_StringPool"], streams["~_StringData"]) = (pool.ToArray(), data.ToArray()));
    }

    /// <summary>Changes a number of the summary, or removes a property.</summary>
    public static byte[] Summary(byte[] package, MsiSummaryProperty property, int? value) => WithStreams(package, streams =>
    {
        const int section = 48;
        var summary = streams["\u0005SummaryInformation"];
        var entry = summary.AsSpan(section + 8);
        while (BinaryPrimitives.ReadInt32LittleEndian(entry) != (int)property)
        {
            entry = entry[8..];
        }

        if (value is null)
        {
            BinaryPrimitives.WriteInt32LittleEndian(entry, 0x70);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(summary.AsSpan(section + BinaryPrimitives.ReadInt32LittleEndian(entry[4..]) + 4), value.Value);
        }
    });

    /// <summary>Changes the stored type of a property of the summary.</summary>
    public static byte[] SummaryType(byte[] package, MsiSummaryProperty property, ushort type) => WithStreams(package, streams =>
    {
        const int section = 48;
        var summary = streams["\u0005SummaryInformation"];
        var entry = summary.AsSpan(section + 8);
        while (BinaryPrimitives.ReadInt32LittleEndian(entry) != (int)property)
        {
            entry = entry[8..];
        }

        BinaryPrimitives.WriteUInt16LittleEndian(summary.AsSpan(section + BinaryPrimitives.ReadInt32LittleEndian(entry[4..])), type);
    });

    /// <summary>Changes the bytes at a position.</summary>
    public static byte[] Bytes(byte[] package, int position, params ReadOnlySpan<byte> bytes)
    {
        var copy = package.ToArray();
        bytes.CopyTo(copy.AsSpan(position));
        return copy;
    }

    /// <summary>Returns the position of a directory entry.</summary>
    public static int EntryOf(byte[] package, string name)
    {
        var start = package.AsSpan().IndexOf(Encoding.Unicode.GetBytes(name));
        Assert.True(start >= 0);
        return start;
    }

    private static void Put(MemoryStream pool, int low, int high)
    {
        Span<byte> entry = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)low);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)high);
        pool.Write(entry);
    }
}
