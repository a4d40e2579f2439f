namespace ServicePackaging.Formats.Msi.Storage;

/// <summary>
/// The names and numbers of Windows Installer's database. Microsoft documents the meaning of tables, not their storage. The storage is
/// known from databases that Windows Installer wrote, and from the sources of its open-source readers (wine's msi, msitools' libmsi).
/// </summary>
internal static class MsiFormat
{
    /// <summary>The class of an installation package's root storage.</summary>
    public static readonly Guid PackageClassId = new("000c1084-0000-0000-c000-000000000046");

    public const string StringPoolTable = "_StringPool";
    public const string StringDataTable = "_StringData";
    public const string TablesTable = "_Tables";
    public const string ColumnsTable = "_Columns";

    /// <summary>The maximum number of strings for which references have two bytes.</summary>
    public const int MostShortReferences = ushort.MaxValue;

    public const int ShortReferenceLength = 2;
    public const int LongReferenceLength = 3;

    /// <summary>The bit in the upper half of the pool's header that means references of three bytes.</summary>
    public const ushort LongReferencesFlag = 0x8000;

    public const int PoolEntryLength = 4;

    /// <summary>The offset of stored numbers. A stored zero means an empty cell.</summary>
    public const int Offset16 = 0x8000;

    public const uint Offset32 = 0x80000000;

    public const int NeutralCodePage = 0;
    public const int WesternCodePage = 1252;
    public const int Utf8CodePage = 65001;

    /// <summary>The bits of a column's type. The low byte contains its length.</summary>
    public static class ColumnType
    {
        public const int LengthMask = 0xFF;
        public const int Persistent = 0x100;
        public const int Localizable = 0x200;

        /// <summary>Set for texts and for 16-bit numbers.</summary>
        public const int Short = 0x400;

        /// <summary>Set for texts and for streams.</summary>
        public const int NotNumber = 0x800;

        public const int Nullable = 0x1000;
        public const int Key = 0x2000;
    }

    /// <summary>The encoding of stream names: two characters of the alphabet become one in the range of CJK.</summary>
    public static class StreamName
    {
        public const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._";
        public const int BitsOfCharacter = 6;
        public const char FirstPair = '\u3800';
        public const char FirstSingle = '\u4800';

        /// <summary>The prefix of the names of tables' streams.</summary>
        public const char TableMark = '\u4840';

        /// <summary>The maximum length in a compound file, in UTF-16 units.</summary>
        public const int MostUnits = 31;
    }

    /// <summary>[MS-OLEPS] 2.21 and 2.20, Microsoft's "Summary Information Stream Property Set".</summary>
    public static class Summary
    {
        public const string StreamName = "\u0005SummaryInformation";

        public static readonly Guid FormatId = new("f29f85e0-4ff9-1068-ab91-08002b27b3d9");

        public const ushort ByteOrder = 0xFFFE;

        /// <summary>32-bit Windows, version 6.1.</summary>
        public const uint System = 0x00020106;

        /// <summary>The length of the header before the only section.</summary>
        public const int HeaderLength = 48;

        public const int SystemOffset = 4;
        public const int SectionCountOffset = 24;
        public const int FormatIdOffset = 28;
        public const int SectionOffsetOffset = 44;

        public const ushort Int16Type = 2;
        public const ushort Int32Type = 3;
        public const ushort TextType = 30;
        public const ushort TimeType = 64;
    }
}
