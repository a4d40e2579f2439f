using System.Buffers.Binary;
using ServicePackaging.Formats.Msi.Storage;

namespace ServicePackaging.Formats.Msi.Tables;

/// <summary>The texts of a database, each once, and the number of cells that refer to each text.</summary>
internal sealed class StringPool
{
    private readonly Dictionary<string, int> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<string, uint> _ids = new(StringComparer.Ordinal);
    private string[] _texts = [];

    /// <summary>The number of texts.</summary>
    public int Count => _references.Count;

    /// <summary>The length of a reference in a cell, in bytes.</summary>
    public int ReferenceLength => Count > MsiFormat.MostShortReferences ? MsiFormat.LongReferenceLength : MsiFormat.ShortReferenceLength;

    /// <summary>Counts a cell that refers to a text.</summary>
    public void Add(string? text)
    {
        if (text is not null)
        {
            _references[text] = _references.GetValueOrDefault(text) + 1;
        }
    }

    /// <summary>Numbers the texts after all cells have been counted. The numbers have the ordinal order of the texts, so that the order of
    /// a table by its stored keys is a readable order.</summary>
    public void Seal()
    {
        _texts = [.. _references.Keys.Order(StringComparer.Ordinal)];
        for (var i = 0; i < _texts.Length; i++)
        {
            _ids.Add(_texts[i], (uint)i + 1);
        }
    }

    /// <summary>Returns the number of a counted text, starting with 1; 0 for an empty cell.</summary>
    public uint IdOf(string? text) => text is null ? 0 : _ids[text];

    /// <summary>Writes the streams of the pool and its data.</summary>
    public void Write(Stream pool, Stream data)
    {
        var codePage = CodePage.OfDatabase(_texts);
        var encoding = CodePage.Encoding(codePage);
        var isLong = ReferenceLength == MsiFormat.LongReferenceLength;
        WriteEntry(pool, codePage, isLong ? MsiFormat.LongReferencesFlag : 0);
        foreach (var text in _texts)
        {
            var bytes = encoding.GetBytes(text);
            // A count above the maximum of the field is stored as the maximum, because a count of zero would mean a free entry.
            var references = Math.Min(_references[text], ushort.MaxValue);
            if (bytes.Length > ushort.MaxValue)
            {
                WriteEntry(pool, 0, references);
                WriteEntry(pool, bytes.Length & ushort.MaxValue, bytes.Length >> 16);
            }
            else
            {
                WriteEntry(pool, bytes.Length, references);
            }

            data.Write(bytes);
        }
    }

    private static void WriteEntry(Stream pool, int low, int high)
    {
        Span<byte> entry = stackalloc byte[MsiFormat.PoolEntryLength];
        BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)low);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[sizeof(ushort)..], (ushort)high);
        pool.Write(entry);
    }
}
