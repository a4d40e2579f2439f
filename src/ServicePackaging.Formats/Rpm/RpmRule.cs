namespace ServicePackaging.Formats.Rpm;

/// <summary>The rules of rpm for a package, which tools that only unpack it do not check.</summary>
public enum RpmRule
{
    /// <summary>The lead belongs to a binary package for Linux, and contains the same name as the header.</summary>
    Lead,

    /// <summary>The signature header contains the length of the following data and the SHA-256 of the header, and both are
    /// correct.</summary>
    SignatureHeader,

    /// <summary>The header contains all mandatory tags, each with the type that rpm defines.</summary>
    Header,

    /// <summary>The list of files is consistent: types, owners, digests, targets, the installed size.</summary>
    Files,

    /// <summary>A relation has a version if it compares versions. The package provides itself, and requires the features of rpm that it
    /// uses.</summary>
    Relations,

    /// <summary>Each scriptlet has an interpreter, which the package requires.</summary>
    Scriptlets,

    /// <summary>The payload is a cpio archive that matches the compression and the SHA-256 in the header. Its files match the
    /// list.</summary>
    Payload,
}
