using System.Buffers.Binary;
using System.Text;
using ServicePackaging.Formats.Msi.Storage;

namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>Reads the string pool of a package.</summary>
internal sealed class StringPoolReader
{
    private readonly List<MsiStoredString> _strings = [];

    private StringPoolReader(int codePage, bool hasLongReferences)
    {
        CodePage = codePage;
        HasLongReferences = hasLongReferences;
    }

    public int CodePage { get; }

    public bool HasLongReferences { get; }

    public int ReferenceLength => HasLongReferences ? MsiFormat.LongReferenceLength : MsiFormat.ShortReferenceLength;

    public IReadOnlyList<MsiStoredString> Strings => _strings;

    /// <summary>Returns the text of a reference, for which <see cref="Has"/> must be true.</summary>
    public string this[uint id] => _strings[(int)id - 1].Text;

    /// <summary>Whether there is a text for a reference, or the reference is empty.</summary>
    public bool Has(uint id) => id <= _strings.Count;

    /// <exception cref="InvalidDataException">Pool and data are inconsistent, or a text does not match the code page.</exception>
    public static StringPoolReader Read(ReadOnlySpan<byte> pool, ReadOnlySpan<byte> data)
    {
        if (pool.Length < MsiFormat.PoolEntryLength || pool.Length % MsiFormat.PoolEntryLength != 0)
        {
            throw new InvalidDataException($"The string pool has {pool.Length} bytes, which is not a whole number of entries.");
        }

        var (codePage, flags) = TakeEntry(ref pool);
        var reader = new StringPoolReader(
            codePage | ((flags & ~MsiFormat.LongReferencesFlag) << 16), (flags & MsiFormat.LongReferencesFlag) != 0);
        reader.ReadStrings(pool, data);
        return reader;
    }

    private static (ushort Low, ushort High) TakeEntry(ref ReadOnlySpan<byte> pool)
    {
        var entry = (BinaryPrimitives.ReadUInt16LittleEndian(pool), BinaryPrimitives.ReadUInt16LittleEndian(pool[sizeof(ushort)..]));
        pool = pool[MsiFormat.PoolEntryLength..];
        return entry;
    }

    private void ReadStrings(ReadOnlySpan<byte> pool, ReadOnlySpan<byte> data)
    {
        var encoding = FindEncoding();
        while (!pool.IsEmpty)
        {
            var (low, references) = TakeEntry(ref pool);
            long length = low;
            if (low == 0 && references != 0 && !pool.IsEmpty)
            {
                // The length of a text that is too long for the field is in an additional entry.
                var (lowLength, highLength) = TakeEntry(ref pool);
                length = lowLength | ((long)highLength << 16);
            }

            if (length > data.Length)
            {
                throw new InvalidDataException($"The text {_strings.Count + 1} of the string pool ends after the end of the data.");
            }

            _strings.Add(new(_strings.Count + 1, Decode(encoding, data[..(int)length]), references));
            data = data[(int)length..];
        }
    }

    private Encoding FindEncoding()
    {
        try
        {
            return Storage.CodePage.Encoding(CodePage);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException($"The database has the code page {CodePage}, which does not exist.", e);
        }
    }

    private string Decode(Encoding encoding, ReadOnlySpan<byte> text)
    {
        try
        {
            return encoding.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"The text {_strings.Count + 1} of the string pool does not match the code page {CodePage}.", e);
        }
    }
}
