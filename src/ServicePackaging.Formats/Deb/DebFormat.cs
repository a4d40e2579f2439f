using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Deb;

/// <summary>The names that deb(5) defines for the members of a package and the files of its control archive.</summary>
internal static class DebFormat
{
    public const string VersionMember = "debian-binary";
    public const string ControlMember = "control.tar";
    public const string DataMember = "data.tar";

    public const string ControlFile = "control";
    public const string ChecksumsFile = "md5sums";
    public const string ConfigurationFilesFile = "conffiles";
    public const string TriggersFile = "triggers";

    /// <summary>A flag before a path in conffiles (deb-conffiles(5)): the file must be absent from the payload.</summary>
    public const string RemoveOnUpgrade = "remove-on-upgrade ";

    public static ReadOnlySpan<byte> Version => "2.0\n"u8;

    /// <summary>The file names of the scripts, in the order in which dpkg runs them during a package's life.</summary>
    public static readonly IReadOnlyList<(MaintainerScript Script, string FileName)> Scripts =
    [
        (MaintainerScript.Preinst, "preinst"),
        (MaintainerScript.Postinst, "postinst"),
        (MaintainerScript.Prerm, "prerm"),
        (MaintainerScript.Postrm, "postrm"),
    ];

    /// <summary>The file name extensions of compressed members.</summary>
    public static readonly IReadOnlyList<(CompressionKind Kind, string Extension)> Extensions =
    [
        (CompressionKind.None, ""),
        (CompressionKind.Gzip, ".gz"),
        (CompressionKind.Xz, ".xz"),
    ];
}
