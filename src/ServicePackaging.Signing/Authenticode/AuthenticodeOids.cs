namespace ServicePackaging.Signing.Authenticode;

/// <summary>The object identifiers of Authenticode (Microsoft, "Windows Authenticode Portable Executable Signature Format") and of the CMS
/// (RFC 5652) around it.</summary>
internal static class AuthenticodeOids
{
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string ContentType = "1.2.840.113549.1.9.3";
    public const string MessageDigest = "1.2.840.113549.1.9.4";
    public const string RsaEncryption = "1.2.840.113549.1.1.1";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";

    public const string SpcIndirectData = "1.3.6.1.4.1.311.2.1.4";
    public const string SpcStatementType = "1.3.6.1.4.1.311.2.1.11";
    public const string SpcIndividualPurpose = "1.3.6.1.4.1.311.2.1.21";
    public const string SpcOpusInfo = "1.3.6.1.4.1.311.2.1.12";
    public const string SpcPeImageData = "1.3.6.1.4.1.311.2.1.15";
    public const string SpcSipInfo = "1.3.6.1.4.1.311.2.1.30";

    /// <summary>The unsigned attribute with a timestamp token of RFC 3161.</summary>
    public const string TimestampToken = "1.3.6.1.4.1.311.3.3.1";
}
