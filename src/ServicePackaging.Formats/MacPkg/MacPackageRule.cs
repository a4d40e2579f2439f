namespace ServicePackaging.Formats.MacPkg;

/// <summary>What the Installer needs of a package, and unpackers do not always notice.</summary>
public enum MacPackageRule
{
    /// <summary>The heap is the digest, signatures and files, one behind the other without gaps; behind it is nothing but a notary's
    /// ticket.</summary>
    HeapLayout,

    /// <summary>Each file has its digests, and they are right, stored and extracted.</summary>
    FileDigest,

    /// <summary>Payload and scripts lie in the archive as they are: compressed within, never by the archive.</summary>
    StoredAsIs,

    /// <summary>A component has Bom and Payload beside PackageInfo.</summary>
    ComponentFiles,

    /// <summary>PackageInfo is of format 2, installs as root, and does not follow files that a user has moved.</summary>
    PackageInfo,

    /// <summary>The numbers of files and of installed KiB are those of the payload, wherever they are said.</summary>
    Sizes,

    /// <summary>Distribution, its choices and PackageInfo agree on identifiers, versions and the component's place.</summary>
    References,

    /// <summary>The host architectures are said, and have arm64 where the payload has code for it.</summary>
    HostArchitectures,

    /// <summary>The pages that Distribution names are among the resources.</summary>
    Pages,

    /// <summary>The scripts that PackageInfo names are there, executable, name their interpreter, and have a time limit; and no script is
    /// there without being named.</summary>
    Scripts,

    /// <summary>The payload is a cpio archive of the odc dialect: modes with their types, parents before children, inodes of their own,
    /// link counts, no devices, blocks of 512 bytes.</summary>
    PayloadArchive,

    /// <summary>The payload has no names that differ in case only or that macOS takes for attributes.</summary>
    Names,

    /// <summary>The bill of materials is well-formed, its paths in the one order that is read.</summary>
    BillOfMaterials,

    /// <summary>The bill of materials lists what the payload holds: paths, types, modes, owners, times, lengths, targets.</summary>
    BillOfPaths,

    /// <summary>The bill's checksums are those of the content, of files and of slices of machine code.</summary>
    BillOfChecksums,
}
