namespace ServicePackaging.Formats.Rpm;

/// <summary>The tags of a scriptlet, and the flag of relations that exist for this scriptlet.</summary>
internal sealed record RpmScriptletTags(RpmScriptletKind Kind, RpmTag Script, RpmTag Program, RpmTag Flags, RpmSense Sense);

/// <summary>The tags of a list of relations.</summary>
internal sealed record RpmRelationTags(RpmRelationKind Kind, RpmTag Name, RpmTag Version, RpmTag Flags);

/// <summary>The constants of the package format (rpm, docs/manual/format_v4.md, format_lead.md, format_header.md).</summary>
internal static class RpmFormat
{
    public const int LeadLength = 96;
    public const int LeadTypeOffset = 6;
    public const int LeadArchitectureOffset = 8;
    public const int LeadNameOffset = 10;
    public const int LeadNameLength = 66;
    public const int LeadOsOffset = 76;
    public const int LeadSignatureTypeOffset = 78;
    public const byte LeadMajorVersion = 3;
    public const short LeadSourceType = 1;
    public const short LeadLinux = 1;
    public const short LeadHeaderSignature = 5;

    public const int HeaderPreambleLength = 16;
    public const int IndexEntryLength = 16;
    public const int RegionTrailerLength = 16;

    /// <summary>The alignment to which a signature header is padded.</summary>
    public const int SignatureAlignment = 8;

    /// <summary>The maximum number of index entries and bytes of data that rpm accepts (rpm, lib/header.cc: hdrchkTags,
    /// hdrchkData).</summary>
    public const int MaxTags = 0xFFFF;
    public const int MaxHeaderData = 0x0FFFFFFF;

    /// <summary>The smallest length for which rpmbuild uses the tags of 64 bits.</summary>
    public const long FirstLongSize = uint.MaxValue;

    /// <summary>OpenPGP's numbers of digest algorithms (RFC 9580 section 9.5).</summary>
    public const int Md5 = 1;
    public const int Sha256 = 8;
    public const int Sha384 = 9;
    public const int Sha512 = 10;

    public const string PayloadFormat = "cpio";
    public const string Encoding = "utf-8";
    public const string Os = "linux";
    public const string Lua = "<lua>";

    /// <summary>The letter of a provide in DependsDict, shifted to its position.</summary>
    public const uint DependsDictProvide = (uint)'P' << 24;

    public static ReadOnlySpan<byte> LeadMagic => [0xED, 0xAB, 0xEE, 0xDB];

    /// <summary>The magic, including the version and the reserved bytes.</summary>
    public static ReadOnlySpan<byte> HeaderMagic => [0x8E, 0xAD, 0xE8, 0x01, 0, 0, 0, 0];

    /// <summary>The tags of each scriptlet, and the flag that the requirement of its interpreter has.</summary>
    public static readonly IReadOnlyList<RpmScriptletTags> Scriptlets =
    [
        new(RpmScriptletKind.PreTransaction,
            RpmTag.PreTransaction, RpmTag.PreTransactionProgram, RpmTag.PreTransactionFlags, RpmSense.PreTransaction),
        new(RpmScriptletKind.PreInstall,
            RpmTag.PreInstall, RpmTag.PreInstallProgram, RpmTag.PreInstallFlags, RpmSense.PreInstall),
        new(RpmScriptletKind.PostInstall,
            RpmTag.PostInstall, RpmTag.PostInstallProgram, RpmTag.PostInstallFlags, RpmSense.PostInstall),
        new(RpmScriptletKind.PreUninstall,
            RpmTag.PreUninstall, RpmTag.PreUninstallProgram, RpmTag.PreUninstallFlags, RpmSense.PreUninstall),
        new(RpmScriptletKind.PostUninstall,
            RpmTag.PostUninstall, RpmTag.PostUninstallProgram, RpmTag.PostUninstallFlags, RpmSense.PostUninstall),
        new(RpmScriptletKind.PostTransaction,
            RpmTag.PostTransaction, RpmTag.PostTransactionProgram, RpmTag.PostTransactionFlags, RpmSense.PostTransaction),
        new(RpmScriptletKind.PreUntransaction,
            RpmTag.PreUntransaction, RpmTag.PreUntransactionProgram, RpmTag.PreUntransactionFlags, RpmSense.PreUntransaction),
        new(RpmScriptletKind.PostUntransaction,
            RpmTag.PostUntransaction, RpmTag.PostUntransactionProgram, RpmTag.PostUntransactionFlags, RpmSense.PostUntransaction),
        new(RpmScriptletKind.Verify, RpmTag.VerifyScript, RpmTag.VerifyScriptProgram, RpmTag.VerifyScriptFlags, RpmSense.Verify),
    ];

    public static readonly IReadOnlyList<RpmRelationTags> Relations =
    [
        new(RpmRelationKind.Provides, RpmTag.ProvideName, RpmTag.ProvideVersion, RpmTag.ProvideFlags),
        new(RpmRelationKind.Requires, RpmTag.RequireName, RpmTag.RequireVersion, RpmTag.RequireFlags),
        new(RpmRelationKind.Recommends, RpmTag.RecommendName, RpmTag.RecommendVersion, RpmTag.RecommendFlags),
        new(RpmRelationKind.Suggests, RpmTag.SuggestName, RpmTag.SuggestVersion, RpmTag.SuggestFlags),
        new(RpmRelationKind.Supplements, RpmTag.SupplementName, RpmTag.SupplementVersion, RpmTag.SupplementFlags),
        new(RpmRelationKind.Enhances, RpmTag.EnhanceName, RpmTag.EnhanceVersion, RpmTag.EnhanceFlags),
        new(RpmRelationKind.Conflicts, RpmTag.ConflictName, RpmTag.ConflictVersion, RpmTag.ConflictFlags),
        new(RpmRelationKind.Obsoletes, RpmTag.ObsoleteName, RpmTag.ObsoleteVersion, RpmTag.ObsoleteFlags),
        new(RpmRelationKind.OrderWithRequires, RpmTag.OrderName, RpmTag.OrderVersion, RpmTag.OrderFlags),
    ];

    /// <summary>Returns the length and alignment of a type's numbers in bytes; 1 if the type does not contain numbers.</summary>
    public static int WidthOf(RpmType type) => type switch
    {
        RpmType.Number16 => sizeof(ushort),
        RpmType.Number32 => sizeof(uint),
        RpmType.Number64 => sizeof(ulong),
        _ => 1,
    };
}
