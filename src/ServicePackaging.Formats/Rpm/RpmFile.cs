using ServicePackaging.Formats.Archives;

namespace ServicePackaging.Formats.Rpm;

/// <summary>What rpm is to do with a file (rpm, include/rpm/rpmfiles.h).</summary>
[Flags]
public enum RpmFileAttributes
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>%config: an edited file is saved aside when the package brings another content.</summary>
    Config = 1,

    /// <summary>%doc.</summary>
    Doc = 1 << 1,

    /// <summary>%config(missingok): it may be missing.</summary>
    MissingOk = 1 << 3,

    /// <summary>%config(noreplace): an edited file stays, and another content is put beside it.</summary>
    NoReplace = 1 << 4,

    /// <summary>%ghost: owned by the package and not brought by it.</summary>
    Ghost = 1 << 6,

    /// <summary>%license.</summary>
    License = 1 << 7,

    /// <summary>%readme.</summary>
    Readme = 1 << 8,

    /// <summary>%artifact: of no interest to people.</summary>
    Artifact = 1 << 12,
}

/// <summary>A file, directory or link of the package.</summary>
/// <param name="Entry">What it is. A ghost's content is not read, its length is.</param>
/// <param name="Flags">More than <see cref="FileEntry.IsConfiguration"/> says; see <see cref="EffectiveFlags"/>.</param>
public sealed record RpmFile(PackageEntry Entry, RpmFileAttributes Flags = RpmFileAttributes.None)
{
    /// <summary>Those of the package's provides that this file gives rise to, such as <c>user(x)</c> of a sysusers.d file; with that, rpm
    /// lets the administrator's file of the same name override it.</summary>
    public IReadOnlyList<RpmRelation> Provides { get; init; } = [];

    /// <summary>The flags in the package: a configuration file is Config and NoReplace.</summary>
    public RpmFileAttributes EffectiveFlags =>
        Entry is FileEntry { IsConfiguration: true } ? Flags | RpmFileAttributes.Config | RpmFileAttributes.NoReplace : Flags;

    /// <summary>Whether the package owns it without bringing it.</summary>
    public bool IsGhost => Flags.HasFlag(RpmFileAttributes.Ghost);
}
