using System.Buffers.Binary;
using System.Text;
using ServicePackaging.Formats.Msi.Storage;

namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>The string pool of a package.</summary>
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

    /// <summary>The text of a reference, which <see cref="Has"/>.</summary>
    public string this[uint id] => _strings[(int)id - 1].Text;

    /// <summary>Whether there is a text for a reference, or it is to nothing.</summary>
    public bool Has(uint id) => id <= _strings.Count;

    /// <exception cref="InvalidDataException">Pool and data do not fit, or a text is not of the code page.</exception>
    public static StringPoolReader Read(ReadOnlySpan<byte> pool, ReadOnlySpan<byte> data)
    {
        if (pool.Length < MsiFormat.PoolEntryLength || pool.Length % MsiFormat.PoolEntryLength != 0)
        {
            throw new InvalidDataException($"The string pool is {pool.Length} bytes long, which is no number of entries.");
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
                // A text too long for the field has its length in a further entry.
                var (lowLength, highLength) = TakeEntry(ref pool);
                length = lowLength | ((long)highLength << 16);
            }

            if (length > data.Length)
            {
                throw new InvalidDataException($"The text {_strings.Count + 1} of the string pool ends behind the data.");
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
            throw new InvalidDataException($"The database is of code page {CodePage}, which there is not.", e);
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
            throw new InvalidDataException($"The text {_strings.Count + 1} of the string pool is not of code page {CodePage}.", e);
        }
    }
}
