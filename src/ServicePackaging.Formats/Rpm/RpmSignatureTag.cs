namespace ServicePackaging.Formats.Rpm;

/// <summary>The tags of a signature header that are written or read by this library (rpm, docs/manual/signatures_digests.md).</summary>
public enum RpmSignatureTag
{
    /// <summary>The region, which contains the header; its trailer is the last 16 bytes.</summary>
    Region = 62,

    /// <summary>An OpenPGP signature over the header: DSA, ECDSA, EdDSA.</summary>
    Dsa = 267,

    /// <summary>An OpenPGP signature over the header: RSA.</summary>
    Rsa = 268,

    /// <summary>The SHA-1 of the header in hexadecimal.</summary>
    Sha1 = 269,

    /// <summary>The length of header and payload if it is at least 4 GiB - 1.</summary>
    LongSize = 270,

    /// <summary>The uncompressed payload's length if it is at least 4 GiB - 1.</summary>
    LongPayloadSize = 271,

    /// <summary>The SHA-256 of the header in hexadecimal.</summary>
    Sha256 = 273,

    /// <summary>Any number of OpenPGP signatures over the header, in base64. Only rpm 6 reads them.</summary>
    OpenPgp = 278,

    /// <summary>The length of header and payload.</summary>
    Size = 1000,

    /// <summary>An OpenPGP signature over header and payload: RSA. rpm before 4.14.</summary>
    Pgp = 1002,

    /// <summary>The MD5 of header and payload.</summary>
    Md5 = 1004,

    /// <summary>An OpenPGP signature over header and payload: DSA. rpm before 4.14.</summary>
    Gpg = 1005,

    /// <summary>The uncompressed payload's length.</summary>
    PayloadSize = 1007,

    /// <summary>Zeros that a signature replaces, so that signing does not rewrite the payload.</summary>
    ReservedSpace = 1008,
}
