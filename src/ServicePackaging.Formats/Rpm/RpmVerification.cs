using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Rpm;

/// <summary>Checks a package against the rules of rpm.</summary>
internal sealed class RpmVerification(RpmReader package, CancellationToken cancellationToken)
{
    private static readonly RpmTag[] Mandatory =
    [
        RpmTag.Name, RpmTag.Version, RpmTag.Release, RpmTag.Architecture, RpmTag.Os, RpmTag.Summary, RpmTag.Description, RpmTag.License,
        RpmTag.BuildTime, RpmTag.SourceRpm, RpmTag.PayloadFormat, RpmTag.PayloadDigest, RpmTag.PayloadDigestAlgorithm,
    ];

    private readonly FaultList<RpmRule> _faults = new();

    private string FullVersion => $"{(package.Epoch is { } epoch ? $"{epoch}:" : "")}{package.Version}-{package.Release}";

    public IReadOnlyList<PackageFault> Run(VerificationDepth depth)
    {
        var digests = new RpmDigestVerification(package);
        _faults.Try(RpmRule.Header, VerifyHeader);
        _faults.Try(RpmRule.Lead, VerifyLead);
        _faults.Try(RpmRule.SignatureHeader, () => VerifySignatureHeader(digests));
        _faults.Try(RpmRule.Files, VerifyFiles);
        _faults.Try(RpmRule.Relations, VerifyRelations);
        _faults.Try(RpmRule.Scriptlets, VerifyScriptlets);
        _faults.Try(RpmRule.Payload, () => VerifyPayload(digests));
        if (depth == VerificationDepth.Payload)
        {
            _faults.Try(RpmRule.Payload, () => digests.VerifyArchive(cancellationToken));
        }

        return _faults.Faults;
    }

    private void VerifyHeader()
    {
        foreach (var tag in Mandatory)
        {
            _faults.Require(RpmRule.Header, package.Header[tag] is not null, $"The header has no {tag}.");
        }

        foreach (var tag in package.Header.Tags.Skip(1).Cast<RpmTag>())
        {
            var type = package.Header[tag]!.Type;
            _faults.Require(
                RpmRule.Header, RpmTagTypes.Allows(tag, type), $"The header's {tag} has the type {type}, which the tag cannot have.");
        }

        _faults.Require(
            RpmRule.Header,
            package.Header.Tags[0] == (int)RpmTag.Region,
            "The header has no region that contains all tags, so it cannot be signed.");
    }

    private void VerifyLead()
    {
        // rpm, lib/rpmlead.cc: name, epoch, version and release.
        var name = $"{package.Name}-{FullVersion}";
        var leadName = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(name));
        _faults.Require(
            RpmRule.Lead,
            package.LeadName == leadName[..Math.Min(leadName.Length, RpmFormat.LeadNameLength - 1)],
            $"The lead names the package '{package.LeadName}', but the header '{name}'.");
        _faults.Require(
            RpmRule.Lead,
            package is { LeadOs: RpmFormat.LeadLinux, LeadSignatureType: RpmFormat.LeadHeaderSignature },
            "The lead does not belong to a package for Linux with a signature header.");
    }

    private void VerifySignatureHeader(RpmDigestVerification digests)
    {
        digests.VerifyHeader();
        _faults.Require(
            RpmRule.SignatureHeader, digests.Verified.HasFlag(RpmDigests.Header), "The signature header has no SHA-256 of the header.");
        _faults.Require(
            RpmRule.SignatureHeader,
            package.Signature[RpmSignatureTag.Size] is not null || package.Signature[RpmSignatureTag.LongSize] is not null,
            "The signature header does not contain the correct length of the package.");
        digests.VerifyLength();
    }

    private void VerifyFiles()
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in package.Files)
        {
            _faults.Require(RpmRule.Files, paths.Add(file.Path), $"The header lists {file.Path} twice.");
            _faults.Require(
                RpmRule.Files, file.Type != UnixFileType.None && file.Owner.Length > 0 && file.Group.Length > 0,
                $"The header's {file.Path} has no type or no owner.");
            _faults.Require(
                RpmRule.Files,
                file.IsSymlink
                    ? file.LinkTarget.Length > 0 && file.Length == Encoding.UTF8.GetByteCount(file.LinkTarget)
                    : file.LinkTarget.Length == 0,
                $"The header's {file.Path} is a link without a target, or with a target of another length.");
            _faults.Require(RpmRule.Files, HasDigest(file), $"The header's {file.Path} does not have the digest of its kind of file.");
        }

        VerifyInstalledSize();
    }

    // The properties that a ghost has on the build machine are optional.
    private bool HasDigest(RpmFileInfo file)
    {
        int? length = package.Header.Number(RpmTag.FileDigestAlgorithm) switch
        {
            null or RpmFormat.Md5 => 32,
            RpmFormat.Sha256 => 64,
            RpmFormat.Sha384 => 96,
            RpmFormat.Sha512 => 128,
            _ => null,
        };
        return (file.IsGhost && file.Digest.Length == 0) || length is null
            || (file.IsFile ? file.Digest.Length == length && file.Digest.All(char.IsAsciiHexDigitLower) : file.Digest.Length == 0);
    }

    private void VerifyInstalledSize()
    {
        // Hard links count as one file.
        var counted = package.Files.Where(file => file.IsFile).DistinctBy(file => file.Inode)
            .Concat(package.Files.Where(file => file.IsSymlink)).Aggregate(0UL, (sum, file) => sum + (ulong)file.Length);
        var size = package.Header.Number(RpmTag.LongSize) ?? package.Header.Number(RpmTag.Size);
        _faults.Require(RpmRule.Files, size == counted, $"The header's installed size is {size}, but its files have {counted} bytes.");
    }

    private void VerifyRelations()
    {
        var relations = package.Relations;
        foreach (var relation in relations)
        {
            _faults.Require(
                RpmRule.Relations,
                relation.Name.Length > 0 && ((relation.Sense & RpmRelation.Comparison) != RpmSense.None) == (relation.Version.Length > 0),
                $"The relation {relation.Kind} '{relation.Name}' compares without a version, or has a version without a comparison.");
        }

        _faults.Require(
            RpmRule.Relations,
            relations.Any(relation => relation.Kind == RpmRelationKind.Provides
                && relation.Name == package.Name
                && relation.Version == FullVersion),
            $"The package does not provide '{package.Name}' in its own version {FullVersion}.");
        foreach (var (isUsed, feature) in Features())
        {
            _faults.Require(
                RpmRule.Relations,
                !isUsed || relations.Any(relation => relation.Name == feature && relation.Sense.HasFlag(RpmSense.RpmLib)),
                $"The package uses {feature} but does not require it: an rpm without it would try to install the package.");
        }
    }

    // The features that are visible in the headers (rpm, lib/rpmds.cc: rpmlibProvides).
    private IEnumerable<(bool IsUsed, string Feature)> Features() =>
    [
        (package.Files.Count > 0, "rpmlib(CompressedFileNames)"),
        (package.Header[RpmTag.LongFileSizes] is not null, "rpmlib(LargeFiles)"),
        (package.Header[RpmTag.FileDigestAlgorithm] is not null, "rpmlib(FileDigests)"),
        (package.Compressor == "xz", "rpmlib(PayloadIsXz)"),
        (package.Scriptlets.Values.Any(scriptlet => scriptlet.Interpreter is [RpmFormat.Lua, ..]), "rpmlib(BuiltinLuaScripts)"),
        (package.Scriptlets.Values.Any(scriptlet => scriptlet.Interpreter.Count > 1), "rpmlib(ScriptletInterpreterArgs)"),
    ];

    private void VerifyScriptlets()
    {
        var required = package.Relations.Where(relation => relation.Sense.HasFlag(RpmSense.Interpreter))
            .Select(relation => relation.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (kind, scriptlet) in package.Scriptlets)
        {
            _faults.Require(
                RpmRule.Scriptlets,
                scriptlet.Interpreter is [var program, ..] && (program == RpmFormat.Lua || required.Contains(program)),
                $"The scriptlet {kind} has no interpreter, or one that the package does not require.");
        }

        VerifyFileTriggers(required);
    }

    // One script has an entry in each list of scripts, and one prefix of paths has an entry in each list of names (rpm,
    // build/parsePreamble.cc and lib/rpmtriggers.cc). rpm reads beyond the end of a list that is shorter.
    private void VerifyFileTriggers(HashSet<string> required)
    {
        var scripts = package.Header.Texts(RpmTag.TransactionFileTriggerScripts).Count;
        var programs = package.Header.Texts(RpmTag.TransactionFileTriggerPrograms);
        var names = package.Header.Texts(RpmTag.TransactionFileTriggerNames).Count;
        var indexes = package.Header.Numbers(RpmTag.TransactionFileTriggerIndexes);
        int[] perScript = [programs.Count, package.Header.Numbers(RpmTag.TransactionFileTriggerPriorities).Count];
        int[] perName =
        [
            indexes.Count, package.Header.Texts(RpmTag.TransactionFileTriggerVersions).Count,
            package.Header.Numbers(RpmTag.TransactionFileTriggerFlags).Count,
        ];
        _faults.Require(
            RpmRule.Scriptlets,
            perScript.All(count => count == scripts) && perName.All(count => count == names) && (scripts == 0) == (names == 0),
            "The lists of the file triggers differ in length.");
        _faults.Require(
            RpmRule.Scriptlets, indexes.All(index => index < (ulong)scripts), "A file trigger belongs to a script that does not exist.");
        _faults.Require(
            RpmRule.Scriptlets,
            programs.All(program => program == RpmFormat.Lua || required.Contains(program)),
            "A file trigger has an interpreter that the package does not require.");
    }

    private void VerifyPayload(RpmDigestVerification digests)
    {
        CompressionKind? kind = package.Compressor switch
        {
            null => CompressionKind.None,
            "gzip" => CompressionKind.Gzip,
            "xz" => CompressionKind.Xz,
            _ => null,
        };
        using (var stored = package.OpenCompressedPayload())
        {
            var found = CompressionMagic.KindOf(stored);
            // rpm uses gzip if no compressor is specified.
            _faults.Require(
                RpmRule.Payload, kind is null || found == kind || (kind == CompressionKind.None && found == CompressionKind.Gzip),
                $"The payload is not compressed with {package.Compressor ?? "nothing"}, as the header specifies.");
        }

        digests.VerifyPayload(cancellationToken);
    }
}
