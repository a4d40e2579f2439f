using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Rpm;

/// <summary>How rpm treats a file (rpm, include/rpm/rpmfiles.h).</summary>
[Flags]
public enum RpmFileAttributes
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>%config: an edited file is saved under another name if the package contains a different content.</summary>
    Config = 1,

    /// <summary>%doc.</summary>
    Doc = 1 << 1,

    /// <summary>%config(missingok): the file may be missing.</summary>
    MissingOk = 1 << 3,

    /// <summary>%config(noreplace): an edited file is kept, and a different content is written next to it.</summary>
    NoReplace = 1 << 4,

    /// <summary>%ghost: owned by the package but not contained in it.</summary>
    Ghost = 1 << 6,

    /// <summary>%license.</summary>
    License = 1 << 7,

    /// <summary>%readme.</summary>
    Readme = 1 << 8,

    /// <summary>%artifact: not of interest to users.</summary>
    Artifact = 1 << 12,
}

/// <summary>A file, directory or link of the package.</summary>
/// <param name="Entry">The object. For a ghost, only the length of the content is used.</param>
/// <param name="Flags">Flags in addition to <see cref="FileEntry.IsConfiguration"/>; see <see cref="EffectiveFlags"/>.</param>
public sealed record RpmFile(PackageEntry Entry, RpmFileAttributes Flags = RpmFileAttributes.None)
{
    /// <summary>The provides of the package that this file causes, such as <c>user(x)</c> for a sysusers.d file. With them, rpm allows that
    /// the administrator's file of the same name overrides this file.</summary>
    public IReadOnlyList<RpmRelation> Provides { get; init; } = [];

    /// <summary>The flags in the package. A configuration file is Config and NoReplace.</summary>
    public RpmFileAttributes EffectiveFlags =>
        Entry is FileEntry { IsConfiguration: true } ? Flags | RpmFileAttributes.Config | RpmFileAttributes.NoReplace : Flags;

    /// <summary>Whether the package owns the file without containing it.</summary>
    public bool IsGhost => Flags.HasFlag(RpmFileAttributes.Ghost);
}
