namespace ServicePackaging.Formats.Deb;

/// <summary>What dpkg needs of a package, and what tools that only unpack it do not notice.</summary>
public enum DebRule
{
    /// <summary>The archive is whole: debian-binary, control.tar and data.tar in their order, each of the length it claims
    /// (deb(5)).</summary>
    Members,

    /// <summary>The members are compressed as their names say.</summary>
    Compression,

    /// <summary>control.tar holds plain files, each once, that only root may change.</summary>
    ControlArchive,

    /// <summary>The control file has the fields that dpkg asks for, in the form that it reads (deb-control(5)).</summary>
    ControlFields,

    /// <summary>The maintainer scripts may be executed by everyone, and name their interpreter (dpkg-deb(1), --build).</summary>
    MaintainerScripts,

    /// <summary>conffiles lists absolute paths, each once (deb-conffiles(5)).</summary>
    ConfigurationFiles,

    /// <summary>md5sums lists each path once.</summary>
    Checksums,

    /// <summary>data.tar is a tar archive that dpkg takes; unpacked, it holds the files of md5sums and conffiles as they are
    /// listed.</summary>
    Payload,
}
