namespace ServicePackaging.Formats.Rpm;

/// <summary>What rpm needs of a package, and what tools that only unpack it do not notice.</summary>
public enum RpmRule
{
    /// <summary>The lead is one of a binary package for Linux, and names it as the header does.</summary>
    Lead,

    /// <summary>The signature header has the length of what follows and the SHA-256 of the header, and they are right.</summary>
    SignatureHeader,

    /// <summary>The header has the tags that every package has, each of the type that rpm gives it.</summary>
    Header,

    /// <summary>The list of files fits together: types, owners, digests, targets, the installed size.</summary>
    Files,

    /// <summary>The relations have a version where they compare one; the package provides itself, and requires the features of rpm that it
    /// uses.</summary>
    Relations,

    /// <summary>Each scriptlet has an interpreter, which the package requires.</summary>
    Scriptlets,

    /// <summary>The payload is a cpio archive, compressed as the header says, of the header's SHA-256; unpacked, it holds the files as they
    /// are listed.</summary>
    Payload,
}
