namespace ServicePackaging.Formats.MacPkg;

/// <summary>The rules of the Installer for a package, which tools that only unpack it do not always check.</summary>
public enum MacPackageRule
{
    /// <summary>The heap consists of the digest, signatures and files, one after the other without gaps. Only a notarization ticket may
    /// follow.</summary>
    HeapLayout,

    /// <summary>Each file has digests of its stored and its extracted bytes, and they are correct.</summary>
    FileDigest,

    /// <summary>Payload and scripts are stored without encoding: they are compressed themselves, not by the archive.</summary>
    StoredAsIs,

    /// <summary>A component contains Bom and Payload in addition to PackageInfo.</summary>
    ComponentFiles,

    /// <summary>PackageInfo has format 2, installs as root, and does not follow files that a user has moved.</summary>
    PackageInfo,

    /// <summary>The numbers of files and of installed KiB match the payload, wherever they are specified.</summary>
    Sizes,

    /// <summary>Distribution, its choices and PackageInfo contain the same identifiers, versions and component directories.</summary>
    References,

    /// <summary>The host architectures are specified, and include arm64 if the payload contains code for it.</summary>
    HostArchitectures,

    /// <summary>The resources contain the pages that Distribution names.</summary>
    Pages,

    /// <summary>The scripts that PackageInfo names exist, are executable, name their interpreter, and have a time limit. There are no other
    /// scripts.</summary>
    Scripts,

    /// <summary>The payload is a cpio archive of the odc dialect: modes include the type, parents come before children, every entry has its
    /// own inode, link counts are correct, there are no devices, and the length is a multiple of 512 bytes.</summary>
    PayloadArchive,

    /// <summary>No names in the payload differ only in case, and macOS treats none of them as the attributes of another file.</summary>
    Names,

    /// <summary>The bill of materials is well-formed, and its paths have the required order.</summary>
    BillOfMaterials,

    /// <summary>The bill of materials matches the payload: paths, types, modes, owners, times, lengths, targets.</summary>
    BillOfPaths,

    /// <summary>The checksums of files and slices of machine code in the bill of materials match the content.</summary>
    BillOfChecksums,
}
