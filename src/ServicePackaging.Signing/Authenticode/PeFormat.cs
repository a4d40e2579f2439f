namespace ServicePackaging.Signing.Authenticode;

/// <summary>The offsets of a portable executable's fields that a signature concerns (Microsoft, "PE Format").</summary>
internal static class PeFormat
{
    public const int DosHeaderLength = 64;
    public const int NewHeaderOffset = 0x3C;

    /// <summary>The length of the signature "PE" and of the COFF header.</summary>
    public const int CoffHeaderLength = 24;
    public const int OptionalHeaderLength = 20;

    public const ushort Pe32 = 0x10B;
    public const ushort Pe32Plus = 0x20B;

    /// <summary>The offset of the checksum in the optional header of both forms.</summary>
    public const int Checksum = 64;

    /// <summary>The offset of the directories in the optional header; their number is located before them.</summary>
    public const int DirectoriesPe32 = 96;
    public const int DirectoriesPe32Plus = 112;

    public const int DirectoryLength = 8;
    public const int CertificateDirectory = 4;

    /// <summary>Both the table and its entries start at multiples of this length.</summary>
    public const int CertificateAlignment = 8;

    /// <summary>The length of a WIN_CERTIFICATE before its content.</summary>
    public const int CertificateHeaderLength = 8;
    public const ushort CertificateRevision = 0x0200;
    public const ushort CertificateTypePkcs = 0x0002;
}
