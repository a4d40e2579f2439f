using System.Buffers.Binary;
using ServicePackaging.Formats.Msi.Storage;

namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>Creates the streams of tables: all values of the first column, then all of the second, and so on. The rows are in the order of
/// their stored keys.</summary>
internal sealed class TableEncoder(StringPool pool)
{
    /// <summary>Returns the stream of a table.</summary>
    /// <param name="rows">All rows of the table, in any order.</param>
    public byte[] Encode(MsiTable table, IEnumerable<MsiRow> rows)
    {
        var stored = rows.Select(row => row.Cells.Select(Store).ToArray()).Order(new KeyOrder(table.KeyCount)).ToArray();
        var lengths = table.Columns.Select(LengthOf).ToArray();
        var stream = new byte[stored.Length * lengths.Sum()];
        var rest = stream.AsSpan();
        for (var column = 0; column < lengths.Length; column++)
        {
            foreach (var cells in stored)
            {
                Put(cells[column], ref rest, lengths[column]);
            }
        }

        return stream;

        uint Store(MsiValue value, int column) => table.Columns[column].Kind switch
        {
            _ when value.IsNull => 0,
            MsiColumnKind.Integer16 => (uint)(value.Number!.Value + MsiFormat.Offset16),
            MsiColumnKind.Integer32 => (uint)value.Number!.Value ^ MsiFormat.Offset32,
            MsiColumnKind.Text => pool.IdOf(value.Text),
            _ => 1,
        };
    }

    private static void Put(uint value, ref Span<byte> stream, int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        bytes[..length].CopyTo(stream);
        stream = stream[length..];
    }

    private int LengthOf(MsiColumn column) => column.Kind switch
    {
        MsiColumnKind.Integer32 => sizeof(uint),
        MsiColumnKind.Text => pool.ReferenceLength,
        _ => sizeof(ushort),
    };

    private sealed class KeyOrder(int keyCount) : IComparer<uint[]>
    {
        public int Compare(uint[]? x, uint[]? y) => x.AsSpan(0, keyCount).SequenceCompareTo(y.AsSpan(0, keyCount));
    }
}
