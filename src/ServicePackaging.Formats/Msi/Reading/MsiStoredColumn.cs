using System.Globalization;
using ServicePackaging.Formats.Msi.Tables;
using static ServicePackaging.Formats.Msi.Storage.MsiFormat;

namespace ServicePackaging.Formats.Msi.Reading;

/// <summary>A column, as described in the database.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Type">The type of the column, as stored.</param>
public sealed record MsiStoredColumn(string Name, int Type)
{
    /// <summary>How its cells are stored.</summary>
    public MsiColumnKind Kind => (Type & (ColumnType.NotNumber | ColumnType.Short)) switch
    {
        ColumnType.NotNumber | ColumnType.Short => MsiColumnKind.Text,
        ColumnType.NotNumber => MsiColumnKind.Stream,
        _ => (Type & ColumnType.LengthMask) <= sizeof(short) ? MsiColumnKind.Integer16 : MsiColumnKind.Integer32,
    };

    /// <summary>The maximum number of characters of a text, or the number of bytes of a number; 0 means no limit.</summary>
    public int Length => Type & ColumnType.LengthMask;

    /// <summary>Whether a cell may be empty.</summary>
    public bool IsNullable => (Type & ColumnType.Nullable) != 0;

    /// <summary>Whether the texts may be translated.</summary>
    public bool IsLocalizable => (Type & ColumnType.Localizable) != 0;

    /// <summary>Whether the column belongs to the key.</summary>
    public bool IsKey => (Type & ColumnType.Key) != 0;

    /// <summary>The type as in exported tables: <c>s72</c>, <c>I2</c> (Microsoft, "Column Definition Format").</summary>
    public string Specification
    {
        get
        {
            var letter = Kind switch
            {
                MsiColumnKind.Text => IsLocalizable ? 'l' : 's',
                MsiColumnKind.Stream => 'v',
                _ => 'i',
            };
            return string.Create(CultureInfo.InvariantCulture, $"{(IsNullable ? char.ToUpperInvariant(letter) : letter)}{Length}");
        }
    }
}
