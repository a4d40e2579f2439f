using FsCheck;
using FsCheck.Fluent;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;
using ServicePackaging.Formats.Rpm;

namespace ServicePackaging.Formats.Tests.Rpm;

/// <summary>Breaks each rule of rpm once. The verification must detect what unpackers do not notice.</summary>
public sealed class RpmVerifierTests
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private static readonly byte[] Sample = Rpms.Write(RpmImpliedRelations.Complete(Rpms.Sample() with { FileTrigger = new("true\n", ["/usr/lib/x", "/usr/share/x"]) }));

    private static readonly (RpmRule Rule, string Name, Action<RpmParts> Edit)[] Faults =
    [
        (RpmRule.Lead, "another name", parts => parts.Lead[RpmFormat.LeadNameOffset] ^= 1),
        (RpmRule.Lead, "another system", parts => parts.Lead[RpmFormat.LeadOsOffset + 1] = 2),
        (RpmRule.Lead, "no signature header", parts => parts.Lead[RpmFormat.LeadSignatureTypeOffset + 1] = 0),
        (RpmRule.SignatureHeader, "no digest", parts => parts.EditSignature = signature => signature.Remove((int)RpmSignatureTag.Sha256)),
        (RpmRule.SignatureHeader, "another digest", parts => parts.EditSignature = signature =>
            signature[(int)RpmSignatureTag.Sha256] = new RpmTexts(RpmType.Text, [new string('0', 64)])),
        (RpmRule.SignatureHeader, "no length", parts => parts.EditSignature = signature => signature.Remove((int)RpmSignatureTag.Size)),
        (RpmRule.SignatureHeader, "another length", parts => parts.EditSignature = signature =>
            signature[(int)RpmSignatureTag.Size] = new RpmNumbers(RpmType.Number32, [1])),
        (RpmRule.Header, "no summary", parts => parts.Header.Remove((int)RpmTag.Summary)),
        (RpmRule.Header, "no digest of the payload", parts => parts.Header.Remove((int)RpmTag.PayloadDigest)),
        (RpmRule.Header, "a number of another length", parts =>
            parts.Header[(int)RpmTag.BuildTime] = new RpmNumbers(RpmType.Number64, [1_700_000_000])),
        (RpmRule.Header, "a list for a text", parts => parts.Header[(int)RpmTag.License] = new RpmTexts(RpmType.TextArray, ["MIT"])),
        (RpmRule.Files, "a path twice", parts => parts.ChangeTexts(RpmTag.BaseNames, name => name == "README" ? "LICENSE" : name)),
        (RpmRule.Files, "no owner", parts => parts.ChangeTexts(RpmTag.FileUserName, name => name == "orders" ? "" : name)),
        (RpmRule.Files, "no group", parts => parts.ChangeTexts(RpmTag.FileGroupName, name => name == "orders" ? "" : name)),
        (RpmRule.Files, "no types", parts => parts.ChangeNumbers(RpmTag.FileModes, mode => mode & 0xFFF)),
        (RpmRule.Files, "links without targets", parts => parts.ChangeTexts(RpmTag.FileLinkTos, _ => "")),
        (RpmRule.Files, "a file with a target", parts => parts.ChangeTexts(RpmTag.FileLinkTos, _ => "../lib/orders/orders")),
        (RpmRule.Files, "files without digests", parts => parts.ChangeTexts(RpmTag.FileDigests, _ => "")),
        (RpmRule.Files, "digests of another length", parts => parts.ChangeTexts(RpmTag.FileDigests, digest => digest.Length > 0 ? digest[1..] : "")),
        (RpmRule.Files, "another installed size", parts => parts.ChangeNumbers(RpmTag.Size, size => size + 1)),
        (RpmRule.Files, "fewer modes than names", parts => parts.Header[(int)RpmTag.FileModes] = new RpmNumbers(RpmType.Number16, [0x81A4])),
        (RpmRule.Relations, "versions that are not compared", parts => parts.ChangeNumbers(RpmTag.ProvideFlags, _ => 0)),
        (RpmRule.Relations, "comparisons without a version", parts => parts.ChangeTexts(RpmTag.ConflictVersion, _ => "")),
        (RpmRule.Relations, "itself in another version", parts => parts.ChangeTexts(RpmTag.ProvideVersion, version => version + ".1")),
        (RpmRule.Relations, "a feature that is not required", parts =>
            parts.ChangeTexts(RpmTag.RequireName, name => name == "rpmlib(FileDigests)" ? "rpmlib(Other)" : name)),
        (RpmRule.Relations, "fewer versions than names", parts => parts.Header[(int)RpmTag.RequireVersion] = new RpmTexts(RpmType.TextArray, ["1"])),
        (RpmRule.Scriptlets, "no interpreter", parts => parts.Header.Remove((int)RpmTag.PreInstallProgram)),
        (RpmRule.Scriptlets, "an interpreter that is not required", parts => parts.ChangeTexts(RpmTag.RequireName, name => name == "/bin/sh" ? "/bin/dash" : name)),
        (RpmRule.Scriptlets, "a file trigger without a priority", parts => parts.Header.Remove((int)RpmTag.TransactionFileTriggerPriorities)),
        (RpmRule.Scriptlets, "a file trigger without its index", parts =>
            parts.Header[(int)RpmTag.TransactionFileTriggerIndexes] = new RpmNumbers(RpmType.Number32, [0])),
        (RpmRule.Scriptlets, "a file trigger of a script that does not exist", parts =>
            parts.Header[(int)RpmTag.TransactionFileTriggerIndexes] = new RpmNumbers(RpmType.Number32, [0, 1])),
        (RpmRule.Payload, "another byte", parts => parts.Payload[^1] ^= 1),
        (RpmRule.Payload, "a byte less", parts => parts.Payload = parts.Payload[..^1]),
        (RpmRule.Payload, "another compressor", parts => parts.ChangeTexts(RpmTag.PayloadCompressor, _ => "xz")),
    ];

    public static TheoryData<int> FaultNumbers => [.. Enumerable.Range(0, Faults.Length)];

    [Theory]
    [MemberData(nameof(FaultNumbers))]
    public void A_broken_rule_is_found_without_unpacking_the_payload(int number)
    {
        var (rule, name, edit) = Faults[number];

        var faults = RpmVerifier.Verify(new MemoryStream(RpmParts.Edit(Sample, edit)), None);

        Assert.True(faults.Any(fault => fault.Rule == rule.ToString()), $"{rule}: {name}: found {string.Join("; ", faults)}");
    }

    [Fact]
    public void Every_rule_has_its_own_fault() => Assert.Empty(Enum.GetValues<RpmRule>().Except(Faults.Select(fault => fault.Rule)));

    [Theory]
    [InlineData(CompressionKind.None, false)]
    [InlineData(CompressionKind.None, true)]
    [InlineData(CompressionKind.Gzip, false)]
    public void A_valid_package_has_no_faults(CompressionKind compression, bool isLarge)
    {
        using var package = new MemoryStream(Rpms.Write(WithLargeFiles(Rpms.WithMore(Rpms.Sample(compression)), isLarge), isLarge));

        Assert.All(Enum.GetValues<VerificationDepth>(), depth => Assert.Empty(RpmVerifier.Verify(package, depth, None)));
        Assert.True(package.CanRead);
    }

    [Fact]
    public void Any_tree_has_no_fault() => Prop.ForAll(
        Rpms.Trees.ToArbitrary(), package => Assert.Empty(RpmVerifier.Verify(new MemoryStream(Rpms.Write(package)), VerificationDepth.Payload, None)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Taken_apart_and_put_together_again_the_sample_is_the_same() => Assert.Equal(Sample, RpmParts.Edit(Sample, _ => { }));

    [Fact]
    public void A_file_that_differs_from_the_list_is_found_by_unpacking_the_payload()
    {
        var package = RpmParts.Edit(
            Sample, parts => parts.ChangeTexts(RpmTag.FileDigests, digest => digest.Length > 0 ? new string('0', digest.Length) : ""));

        Assert.Empty(RpmVerifier.Verify(new MemoryStream(package), None));
        Assert.Equal(
            [nameof(RpmRule.Payload)], RpmVerifier.Verify(new MemoryStream(package), VerificationDepth.Payload, None).Select(fault => fault.Rule));
    }

    [Fact]
    public void A_file_that_is_not_a_package_is_a_fault() =>
        Assert.Equal([PackageFault.Unreadable], RpmVerifier.Verify(new MemoryStream([1, 2, 3]), None).Select(fault => fault.Rule));

    // Tests use the form for large files for any length, whereas the required feature depends on the lengths.
    private static RpmPackage WithLargeFiles(RpmPackage package, bool isLarge) => isLarge
        ? RpmImpliedRelations.Complete(package with { Relations = [.. package.Relations, LargeFiles] })
        : package;

    private static readonly RpmRelation LargeFiles = new(
        RpmRelationKind.Requires, "rpmlib(LargeFiles)", RpmSense.RpmLib | RpmSense.Less | RpmSense.Equal, "4.12.0-1");
}
