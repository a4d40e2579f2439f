namespace ServicePackaging.Formats.Deb;

/// <summary>The rules of dpkg for a package, which tools that only unpack it do not check.</summary>
public enum DebRule
{
    /// <summary>The archive is complete: it contains debian-binary, control.tar and data.tar in this order, each with its declared length
    /// (deb(5)).</summary>
    Members,

    /// <summary>The compression of the members matches their names.</summary>
    Compression,

    /// <summary>control.tar contains only plain files, each once, and only root may change them.</summary>
    ControlArchive,

    /// <summary>The control file has the fields that dpkg requires, in the format that dpkg reads (deb-control(5)).</summary>
    ControlFields,

    /// <summary>Everyone may execute the maintainer scripts, and each names its interpreter (dpkg-deb(1), --build).</summary>
    MaintainerScripts,

    /// <summary>conffiles lists absolute paths, each once (deb-conffiles(5)).</summary>
    ConfigurationFiles,

    /// <summary>md5sums lists each path once.</summary>
    Checksums,

    /// <summary>data.tar is a tar archive that dpkg accepts. Its files match md5sums and conffiles.</summary>
    Payload,
}
