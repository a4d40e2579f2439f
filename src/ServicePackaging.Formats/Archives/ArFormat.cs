namespace ServicePackaging.Formats.Archives;

/// <summary>The layout of an ar archive, as defined by deb(5).</summary>
internal static class ArFormat
{
    public const int HeaderLength = 60;

    public const int NameOffset = 0;
    public const int NameLength = 16;
    public const int TimestampOffset = 16;
    public const int TimestampLength = 12;
    public const int UserIdOffset = 28;
    public const int GroupIdOffset = 34;
    public const int ModeOffset = 40;
    public const int SizeOffset = 48;
    public const int SizeLength = 10;
    public const int TrailerOffset = 58;

    /// <summary>The largest size that ten decimal digits can hold.</summary>
    public const long MaxMemberLength = 9_999_999_999;

    public static ReadOnlySpan<byte> Magic => "!<arch>\n"u8;

    public static ReadOnlySpan<byte> HeaderTrailer => "`\n"u8;
}
