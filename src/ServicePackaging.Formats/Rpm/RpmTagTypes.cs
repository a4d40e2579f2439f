namespace ServicePackaging.Formats.Rpm;

/// <summary>The type of each tag (rpm, docs/manual/tags.md). The program of a scriptlet is one text without arguments, and an array of
/// texts with arguments.</summary>
public static class RpmTagTypes
{
    private static readonly Dictionary<RpmTag, RpmType> Header = Invert(
        new Dictionary<RpmType, RpmTag[]>
        {
            [RpmType.TextArray] =
            [
                RpmTag.HeaderI18nTable, RpmTag.FileDigests, RpmTag.FileLinkTos, RpmTag.FileUserName, RpmTag.FileGroupName,
                RpmTag.ProvideName, RpmTag.RequireName, RpmTag.RequireVersion, RpmTag.ConflictName, RpmTag.ConflictVersion,
                RpmTag.ChangelogName, RpmTag.ChangelogText, RpmTag.ObsoleteName, RpmTag.FileLangs, RpmTag.ProvideVersion,
                RpmTag.ObsoleteVersion, RpmTag.BaseNames, RpmTag.DirNames, RpmTag.ClassDict, RpmTag.OrderName, RpmTag.OrderVersion,
                RpmTag.RecommendName, RpmTag.RecommendVersion, RpmTag.SuggestName, RpmTag.SuggestVersion, RpmTag.SupplementName,
                RpmTag.SupplementVersion, RpmTag.EnhanceName, RpmTag.EnhanceVersion, RpmTag.Prefixes, RpmTag.PayloadDigest,
                RpmTag.PayloadDigestAlternative, RpmTag.TransactionFileTriggerScripts, RpmTag.TransactionFileTriggerPrograms,
                RpmTag.TransactionFileTriggerNames, RpmTag.TransactionFileTriggerVersions,
            ],
            [RpmType.Text] =
            [
                RpmTag.Name, RpmTag.Version, RpmTag.Release, RpmTag.BuildHost, RpmTag.Distribution, RpmTag.Vendor, RpmTag.License,
                RpmTag.Packager, RpmTag.Url, RpmTag.Os, RpmTag.Architecture, RpmTag.PreInstall, RpmTag.PostInstall, RpmTag.PreUninstall,
                RpmTag.PostUninstall, RpmTag.SourceRpm, RpmTag.RpmVersion, RpmTag.VerifyScript, RpmTag.PreInstallProgram,
                RpmTag.PostInstallProgram, RpmTag.PreUninstallProgram, RpmTag.PostUninstallProgram, RpmTag.VerifyScriptProgram,
                RpmTag.OptFlags, RpmTag.PayloadFormat, RpmTag.PayloadCompressor, RpmTag.PayloadFlags, RpmTag.Platform,
                RpmTag.PreTransaction, RpmTag.PostTransaction, RpmTag.PreTransactionProgram, RpmTag.PostTransactionProgram,
                RpmTag.Encoding, RpmTag.PreUntransaction, RpmTag.PostUntransaction, RpmTag.PreUntransactionProgram,
                RpmTag.PostUntransactionProgram, RpmTag.DistributionUrl, RpmTag.DistributionTag, RpmTag.BugUrl, RpmTag.Vcs,
                RpmTag.ModularityLabel, RpmTag.TranslationUrl, RpmTag.UpstreamReleases,
            ],
            [RpmType.Number32] =
            [
                RpmTag.Epoch, RpmTag.BuildTime, RpmTag.Size, RpmTag.FileSizes, RpmTag.FileMtimes, RpmTag.FileFlags, RpmTag.FileVerifyFlags,
                RpmTag.RequireFlags, RpmTag.ConflictFlags, RpmTag.ChangelogTime, RpmTag.FileDevices, RpmTag.FileInodes,
                RpmTag.ProvideFlags, RpmTag.ObsoleteFlags, RpmTag.DirIndexes, RpmTag.FileColors, RpmTag.FileClass, RpmTag.FileDependsX,
                RpmTag.FileDependsN, RpmTag.DependsDict, RpmTag.FileDigestAlgorithm, RpmTag.PreInstallFlags, RpmTag.PostInstallFlags,
                RpmTag.PreUninstallFlags, RpmTag.PostUninstallFlags, RpmTag.PreTransactionFlags, RpmTag.PostTransactionFlags,
                RpmTag.VerifyScriptFlags, RpmTag.OrderFlags, RpmTag.RecommendFlags, RpmTag.SuggestFlags, RpmTag.SupplementFlags,
                RpmTag.EnhanceFlags, RpmTag.PayloadDigestAlgorithm, RpmTag.PreUntransactionFlags, RpmTag.PostUntransactionFlags,
                RpmTag.TransactionFileTriggerIndexes, RpmTag.TransactionFileTriggerFlags, RpmTag.TransactionFileTriggerPriorities,
            ],
            [RpmType.LocalisedText] =
            [
                RpmTag.Summary, RpmTag.Description, RpmTag.Group,
            ],
            [RpmType.Number16] =
            [
                RpmTag.FileModes, RpmTag.FileRdevs,
            ],
            [RpmType.Number64] =
            [
                RpmTag.LongFileSizes, RpmTag.LongSize,
            ],
        });

    private static readonly Dictionary<RpmSignatureTag, RpmType> Signature = Invert(
        new Dictionary<RpmType, RpmSignatureTag[]>
        {
            [RpmType.Bytes] =
            [
                RpmSignatureTag.Dsa, RpmSignatureTag.Rsa, RpmSignatureTag.Pgp, RpmSignatureTag.Md5, RpmSignatureTag.Gpg,
                RpmSignatureTag.ReservedSpace,
            ],
            [RpmType.Text] =
            [
                RpmSignatureTag.Sha1, RpmSignatureTag.Sha256,
            ],
            [RpmType.TextArray] =
            [
                RpmSignatureTag.OpenPgp,
            ],
            [RpmType.Number64] =
            [
                RpmSignatureTag.LongSize, RpmSignatureTag.LongPayloadSize,
            ],
            [RpmType.Number32] =
            [
                RpmSignatureTag.Size, RpmSignatureTag.PayloadSize,
            ],
        });

    /// <summary>Returns the type of a header's tag.</summary>
    /// <exception cref="KeyNotFoundException">The tag is not in the table.</exception>
    public static RpmType Of(RpmTag tag) => Header[tag];

    /// <summary>Returns the type of a signature header's tag.</summary>
    /// <exception cref="KeyNotFoundException">The tag is not in the table.</exception>
    public static RpmType Of(RpmSignatureTag tag) => Signature[tag];

    /// <summary>Whether a header's tag may have a type. A tag that is not in the table may have any type.</summary>
    internal static bool Allows(RpmTag tag, RpmType type) => !Header.TryGetValue(tag, out var expected)
        || type == expected
        || (type == RpmType.TextArray && RpmFormat.Scriptlets.Any(tags => tags.Program == tag));

    private static Dictionary<TTag, RpmType> Invert<TTag>(Dictionary<RpmType, TTag[]> types)
        where TTag : struct, Enum =>
        types.SelectMany(type => type.Value.Select(tag => (Tag: tag, Type: type.Key))).ToDictionary(row => row.Tag, row => row.Type);
}
