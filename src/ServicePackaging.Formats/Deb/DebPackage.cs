using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Deb;

/// <summary>Everything that a .deb contains, ready to be written.</summary>
public sealed record DebPackage
{
    /// <summary>The control paragraph in the order in which it is written, without Installed-Size, which the writer adds after Maintainer.
    /// A value of several lines is written with deb822 continuation lines (deb-control(5)).</summary>
    public required IReadOnlyList<ControlField> Control { get; init; }

    /// <summary>The text of the control paragraph, without Installed-Size.</summary>
    /// <exception cref="ArgumentException">A field cannot be written.</exception>
    public string ControlText => ControlParagraphWriter.Render(Control, installedSize: null);

    /// <summary>The objects of data.tar, sorted bytewise by path. Every parent directory is listed before its children, and the root is not
    /// listed.</summary>
    public required IReadOnlyList<PackageEntry> Entries { get; init; }

    /// <summary>The maintainer scripts' texts.</summary>
    public required IReadOnlyDictionary<MaintainerScript, string> Scripts { get; init; }

    /// <summary>The text of the triggers file (deb-triggers(5)), or null.</summary>
    public string? Triggers { get; init; }

    /// <summary>The timestamp of all members and entries.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The compression of control.tar and data.tar.</summary>
    public CompressionKind Compression { get; init; } = CompressionKind.Gzip;
}

/// <summary>A field of a deb822 paragraph.</summary>
public sealed record ControlField(string Name, string Value);

/// <summary>The scripts that dpkg calls (deb-preinst(5) and its siblings).</summary>
public enum MaintainerScript
{
    /// <summary>Runs before the files are unpacked.</summary>
    Preinst,

    /// <summary>Runs after the files are unpacked.</summary>
    Postinst,

    /// <summary>Runs before the files are removed.</summary>
    Prerm,

    /// <summary>Runs after the files are removed, and at purge.</summary>
    Postrm,
}
