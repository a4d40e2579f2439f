namespace ServicePackaging.Formats.Rpm;

/// <summary>The tags of a package header that are written or read by this library (rpm, docs/manual/tags.md).</summary>
public enum RpmTag
{
    /// <summary>The region, which contains the header; its trailer is the last 16 bytes.</summary>
    Region = 63,

    /// <summary>The locales of the I18N strings.</summary>
    HeaderI18nTable = 100,

    /// <summary>The package's name.</summary>
    Name = 1000,

    /// <summary>The version.</summary>
    Version = 1001,

    /// <summary>The release.</summary>
    Release = 1002,

    /// <summary>The epoch.</summary>
    Epoch = 1003,

    /// <summary>The summary.</summary>
    Summary = 1004,

    /// <summary>The description.</summary>
    Description = 1005,

    /// <summary>The time of the build, in seconds since 1970.</summary>
    BuildTime = 1006,

    /// <summary>The host of the build.</summary>
    BuildHost = 1007,

    /// <summary>The total length of all files in bytes; see LongSize.</summary>
    Size = 1009,

    /// <summary>The distribution.</summary>
    Distribution = 1010,

    /// <summary>The vendor.</summary>
    Vendor = 1011,

    /// <summary>The license.</summary>
    License = 1014,

    /// <summary>The packager.</summary>
    Packager = 1015,

    /// <summary>The group.</summary>
    Group = 1016,

    /// <summary>The home page.</summary>
    Url = 1020,

    /// <summary>The operating system.</summary>
    Os = 1021,

    /// <summary>The architecture.</summary>
    Architecture = 1022,

    /// <summary>The %pre script.</summary>
    PreInstall = 1023,

    /// <summary>The %post script.</summary>
    PostInstall = 1024,

    /// <summary>The %preun script.</summary>
    PreUninstall = 1025,

    /// <summary>The %postun script.</summary>
    PostUninstall = 1026,

    /// <summary>The files' lengths; see LongFileSizes.</summary>
    FileSizes = 1028,

    /// <summary>The files' types and permissions.</summary>
    FileModes = 1030,

    /// <summary>The devices that device files represent.</summary>
    FileRdevs = 1033,

    /// <summary>The modification times of the files, in seconds since 1970.</summary>
    FileMtimes = 1034,

    /// <summary>The files' digests in hexadecimal; empty for objects that are not files.</summary>
    FileDigests = 1035,

    /// <summary>The symbolic links' targets.</summary>
    FileLinkTos = 1036,

    /// <summary>The files' flags.</summary>
    FileFlags = 1037,

    /// <summary>The files' owners.</summary>
    FileUserName = 1039,

    /// <summary>The files' groups.</summary>
    FileGroupName = 1040,

    /// <summary>The source package's file name.</summary>
    SourceRpm = 1044,

    /// <summary>The properties that verification checks.</summary>
    FileVerifyFlags = 1045,

    /// <summary>What the package provides.</summary>
    ProvideName = 1047,

    /// <summary>The requirements' flags.</summary>
    RequireFlags = 1048,

    /// <summary>What the package requires.</summary>
    RequireName = 1049,

    /// <summary>The requirements' versions.</summary>
    RequireVersion = 1050,

    /// <summary>The conflicts' flags.</summary>
    ConflictFlags = 1053,

    /// <summary>What the package conflicts with.</summary>
    ConflictName = 1054,

    /// <summary>The conflicts' versions.</summary>
    ConflictVersion = 1055,

    /// <summary>The rpm that built the package.</summary>
    RpmVersion = 1064,

    /// <summary>The %verifyscript.</summary>
    VerifyScript = 1079,

    /// <summary>The changes' times, in seconds since 1970.</summary>
    ChangelogTime = 1080,

    /// <summary>The changes' authors.</summary>
    ChangelogName = 1081,

    /// <summary>The changes' texts.</summary>
    ChangelogText = 1082,

    /// <summary>The interpreter of %pre.</summary>
    PreInstallProgram = 1085,

    /// <summary>The interpreter of %post.</summary>
    PostInstallProgram = 1086,

    /// <summary>The interpreter of %preun.</summary>
    PreUninstallProgram = 1087,

    /// <summary>The interpreter of %postun.</summary>
    PostUninstallProgram = 1088,

    /// <summary>What the package obsoletes.</summary>
    ObsoleteName = 1090,

    /// <summary>The interpreter of %verifyscript.</summary>
    VerifyScriptProgram = 1091,

    /// <summary>The devices that contained the files.</summary>
    FileDevices = 1095,

    /// <summary>The files' inodes. Files with equal numbers are hard links.</summary>
    FileInodes = 1096,

    /// <summary>The files' languages.</summary>
    FileLangs = 1097,

    /// <summary>The provides' flags.</summary>
    ProvideFlags = 1112,

    /// <summary>The provides' versions.</summary>
    ProvideVersion = 1113,

    /// <summary>The obsoletes' flags.</summary>
    ObsoleteFlags = 1114,

    /// <summary>The obsoletes' versions.</summary>
    ObsoleteVersion = 1115,

    /// <summary>The directories for which the package is relocatable.</summary>
    Prefixes = 1098,

    /// <summary>The files' directories, as indexes into DirNames.</summary>
    DirIndexes = 1116,

    /// <summary>The files' names in their directories.</summary>
    BaseNames = 1117,

    /// <summary>The directories, each with a trailing slash.</summary>
    DirNames = 1118,

    /// <summary>The compiler's options.</summary>
    OptFlags = 1122,

    /// <summary>The distribution's home page.</summary>
    DistributionUrl = 1123,

    /// <summary>The payload's archive format.</summary>
    PayloadFormat = 1124,

    /// <summary>The payload's compression; gzip or none if the tag is missing.</summary>
    PayloadCompressor = 1125,

    /// <summary>The compressor's level.</summary>
    PayloadFlags = 1126,

    /// <summary>The platform of the build.</summary>
    Platform = 1132,

    /// <summary>The files' ELF classes.</summary>
    FileColors = 1140,

    /// <summary>The files' types, as indexes into ClassDict.</summary>
    FileClass = 1141,

    /// <summary>The types, as detected by file(1).</summary>
    ClassDict = 1142,

    /// <summary>The index of a file's first relation in DependsDict.</summary>
    FileDependsX = 1143,

    /// <summary>The number of a file's relations in DependsDict.</summary>
    FileDependsN = 1144,

    /// <summary>The relations that files cause: a letter (P, R, ...) in the top byte, an index in the other bytes.</summary>
    DependsDict = 1145,

    /// <summary>The %pretrans script.</summary>
    PreTransaction = 1151,

    /// <summary>The %posttrans script.</summary>
    PostTransaction = 1152,

    /// <summary>The interpreter of %pretrans.</summary>
    PreTransactionProgram = 1153,

    /// <summary>The interpreter of %posttrans.</summary>
    PostTransactionProgram = 1154,

    /// <summary>The distribution's short name.</summary>
    DistributionTag = 1155,

    /// <summary>The files' lengths if one is at least 4 GiB - 1.</summary>
    LongFileSizes = 5008,

    /// <summary>The total length of all files in bytes if it is at least 4 GiB - 1.</summary>
    LongSize = 5009,

    /// <summary>The OpenPGP number of the files' digest algorithm; MD5 if the tag is missing.</summary>
    FileDigestAlgorithm = 5011,

    /// <summary>The address for bug reports.</summary>
    BugUrl = 5012,

    /// <summary>The flags of %pre.</summary>
    PreInstallFlags = 5020,

    /// <summary>The flags of %post.</summary>
    PostInstallFlags = 5021,

    /// <summary>The flags of %preun.</summary>
    PreUninstallFlags = 5022,

    /// <summary>The flags of %postun.</summary>
    PostUninstallFlags = 5023,

    /// <summary>The flags of %pretrans.</summary>
    PreTransactionFlags = 5024,

    /// <summary>The flags of %posttrans.</summary>
    PostTransactionFlags = 5025,

    /// <summary>The flags of %verifyscript.</summary>
    VerifyScriptFlags = 5026,

    /// <summary>The source repository.</summary>
    Vcs = 5034,

    /// <summary>What must be installed before, if it is installed at all.</summary>
    OrderName = 5035,

    /// <summary>The versions of the order relations.</summary>
    OrderVersion = 5036,

    /// <summary>The flags of the order relations.</summary>
    OrderFlags = 5037,

    /// <summary>What the package recommends.</summary>
    RecommendName = 5046,

    /// <summary>The recommendations' versions.</summary>
    RecommendVersion = 5047,

    /// <summary>The recommendations' flags.</summary>
    RecommendFlags = 5048,

    /// <summary>What the package suggests.</summary>
    SuggestName = 5049,

    /// <summary>The suggestions' versions.</summary>
    SuggestVersion = 5050,

    /// <summary>The suggestions' flags.</summary>
    SuggestFlags = 5051,

    /// <summary>What the package supplements.</summary>
    SupplementName = 5052,

    /// <summary>The supplements' versions.</summary>
    SupplementVersion = 5053,

    /// <summary>The supplements' flags.</summary>
    SupplementFlags = 5054,

    /// <summary>What the package enhances.</summary>
    EnhanceName = 5055,

    /// <summary>The enhancements' versions.</summary>
    EnhanceVersion = 5056,

    /// <summary>The enhancements' flags.</summary>
    EnhanceFlags = 5057,

    /// <summary>The encoding of all text.</summary>
    Encoding = 5062,

    /// <summary>The scripts of file triggers that run after a transaction.</summary>
    TransactionFileTriggerScripts = 5076,

    /// <summary>The interpreters of those scripts.</summary>
    TransactionFileTriggerPrograms = 5077,

    /// <summary>The path prefixes that the triggers wait for.</summary>
    TransactionFileTriggerNames = 5079,

    /// <summary>The script of each prefix.</summary>
    TransactionFileTriggerIndexes = 5080,

    /// <summary>The version of each prefix, which is empty.</summary>
    TransactionFileTriggerVersions = 5081,

    /// <summary>What each prefix waits for.</summary>
    TransactionFileTriggerFlags = 5082,

    /// <summary>The priorities of those scripts.</summary>
    TransactionFileTriggerPriorities = 5085,

    /// <summary>The digest of the compressed payload in hexadecimal.</summary>
    PayloadDigest = 5092,

    /// <summary>The OpenPGP number of the payload's digest algorithm.</summary>
    PayloadDigestAlgorithm = 5093,

    /// <summary>The module and stream of the package.</summary>
    ModularityLabel = 5096,

    /// <summary>The digest of the uncompressed payload in hexadecimal.</summary>
    PayloadDigestAlternative = 5097,

    /// <summary>The address of the translations.</summary>
    TranslationUrl = 5100,

    /// <summary>The address of release announcements.</summary>
    UpstreamReleases = 5101,

    /// <summary>The %preuntrans script.</summary>
    PreUntransaction = 5103,

    /// <summary>The %postuntrans script.</summary>
    PostUntransaction = 5104,

    /// <summary>The interpreter of %preuntrans.</summary>
    PreUntransactionProgram = 5105,

    /// <summary>The interpreter of %postuntrans.</summary>
    PostUntransactionProgram = 5106,

    /// <summary>The flags of %preuntrans.</summary>
    PreUntransactionFlags = 5107,

    /// <summary>The flags of %postuntrans.</summary>
    PostUntransactionFlags = 5108,
}
