using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Compression;

namespace ServicePackaging.Formats.Rpm;

/// <summary>Builds the main header: the package's metadata and the list of its contents.</summary>
internal static class RpmMainHeader
{
    // For a ghost, rpm verifies only properties that do not change in use: not digest (bit 0), length (1), link (2) and time (5).
    private const uint VerifyAll = uint.MaxValue;
    private const uint VerifyGhost = VerifyAll & ~0b10_0111u;

    // The headers are compared with those of rpm 4.18. The name is fixed, because the same package must result in the same bytes
    // everywhere.
    private const string RpmVersion = "4.18.0";
    private const string BuildHost = "localhost";

    /// <summary>Returns the inode number of a file, which is not 0 and unique, because files with equal numbers are hard links.</summary>
    public static uint InodeOf(int fileIndex) => (uint)fileIndex + 1;

    /// <summary>Builds the header.</summary>
    /// <param name="package">A valid package.</param>
    /// <param name="payload">The results of writing its payload.</param>
    /// <param name="isLarge">Whether the length of a file does not fit into 32 bits.</param>
    public static byte[] Build(RpmPackage package, RpmPayload payload, bool isLarge)
    {
        var header = Describe(package, payload, isLarge);
        foreach (var (tag, value) in package.ExtraTags)
        {
            header.Add(tag, value);
        }

        return header.Build();
    }

    /// <summary>Builds the header without the package's extra tags.</summary>
    public static RpmHeaderBuilder Describe(RpmPackage package, RpmPayload payload, bool isLarge)
    {
        var header = new RpmHeaderBuilder((int)RpmTag.Region);
        AddIdentity(header, package);
        AddRelations(header, package);
        AddScriptlets(header, package);
        AddFileTrigger(header, package.FileTrigger);
        AddChangelog(header, package);
        AddFiles(header, package, payload, isLarge);
        AddOwners(header, package);
        AddFileRelations(header, package);
        AddPayload(header, package, payload);
        return header;
    }

    private static void AddIdentity(RpmHeaderBuilder header, RpmPackage package)
    {
        header.Add(RpmTag.HeaderI18nTable, ["C"]);
        (RpmTag Tag, string? Text)[] texts =
        [
            (RpmTag.Name, package.Name),
            (RpmTag.Version, package.Version),
            (RpmTag.Release, package.Release),
            (RpmTag.Summary, package.Summary),
            (RpmTag.Description, package.Description),
            (RpmTag.BuildHost, BuildHost),
            (RpmTag.Distribution, package.Distribution),
            (RpmTag.Vendor, package.Vendor),
            (RpmTag.License, package.License),
            (RpmTag.Packager, package.Packager),
            (RpmTag.Group, package.Group),
            (RpmTag.Url, package.Url),
            (RpmTag.Os, RpmFormat.Os),
            (RpmTag.Architecture, package.Architecture),
            // Without it, old tools treat the package as a source package.
            (RpmTag.SourceRpm, $"{package.Name}-{package.Version}-{package.Release}.src.rpm"),
            (RpmTag.RpmVersion, RpmVersion),
            (RpmTag.Encoding, RpmFormat.Encoding),
        ];
        foreach (var (tag, text) in texts)
        {
            header.Add(tag, text is null ? [] : [text]);
        }

        header.Add(RpmTag.BuildTime, (ulong)package.Timestamp.ToUnixTimeSeconds());
        header.Add(RpmTag.Epoch, package.Epoch is { } epoch ? [epoch] : []);
    }

    private static void AddRelations(RpmHeaderBuilder header, RpmPackage package)
    {
        var kinds = package.Relations.ToLookup(relation => relation.Kind);
        foreach (var (kind, name, version, flags) in RpmFormat.Relations)
        {
            header.Add(name, [.. kinds[kind].Select(relation => relation.Name)]);
            header.Add(version, [.. kinds[kind].Select(relation => relation.Version)]);
            header.Add(flags, [.. kinds[kind].Select(relation => (ulong)relation.Sense)]);
        }
    }

    private static void AddScriptlets(RpmHeaderBuilder header, RpmPackage package)
    {
        foreach (var tags in RpmFormat.Scriptlets)
        {
            if (!package.Scriptlets.TryGetValue(tags.Kind, out var scriptlet))
            {
                continue;
            }

            header.Add(tags.Script, scriptlet.Text.Length > 0 ? [scriptlet.Text] : []);
            header.Add((int)tags.Program, new RpmTexts(
                scriptlet.Interpreter.Count == 1 ? RpmTagTypes.Of(tags.Program) : RpmType.TextArray, scriptlet.Interpreter));
            header.Add(tags.Flags, scriptlet.Flags != RpmScriptletOptions.None ? [(ulong)scriptlet.Flags] : []);
        }
    }

    private static void AddFileTrigger(RpmHeaderBuilder header, RpmFileTrigger? trigger)
    {
        if (trigger is null)
        {
            return;
        }

        var prefixes = trigger.Prefixes.Order(StringComparer.Ordinal).ToList();
        header.Add(RpmTag.TransactionFileTriggerScripts, [trigger.Text]);
        header.Add(RpmTag.TransactionFileTriggerPrograms, [RpmFileTrigger.Interpreter]);
        header.Add(RpmTag.TransactionFileTriggerNames, prefixes);
        header.Add(RpmTag.TransactionFileTriggerIndexes, [.. prefixes.Select(_ => 0UL)]);
        header.Add(RpmTag.TransactionFileTriggerVersions, [.. prefixes.Select(_ => "")]);
        header.Add(RpmTag.TransactionFileTriggerFlags, [.. prefixes.Select(_ => (ulong)RpmSense.TriggerIn)]);
        header.Add(RpmTag.TransactionFileTriggerPriorities, [RpmFileTrigger.Priority]);
    }

    private static void AddChangelog(RpmHeaderBuilder header, RpmPackage package)
    {
        header.Add(RpmTag.ChangelogTime, [.. package.Changelog.Select(change => (ulong)change.Time.ToUnixTimeSeconds())]);
        header.Add(RpmTag.ChangelogName, [.. package.Changelog.Select(change => change.Author)]);
        header.Add(RpmTag.ChangelogText, [.. package.Changelog.Select(change => change.Text)]);
    }

    private static void AddFiles(RpmHeaderBuilder header, RpmPackage package, RpmPayload payload, bool isLarge)
    {
        var files = package.Files;
        var size = (ulong)files.Sum(file => CpioWriter.LengthOf(file.Entry));
        header.Add(size >= RpmFormat.FirstLongSize ? RpmTag.LongSize : RpmTag.Size, size);
        header.Add(RpmTag.FileDigestAlgorithm, RpmFormat.Sha256);

        var directories = new Dictionary<string, ulong>(StringComparer.Ordinal);
        var directoryIndexes = new List<ulong>(files.Count);
        foreach (var path in files.Select(file => file.Entry.Path))
        {
            var directory = path[..(path.LastIndexOf('/') + 1)];
            directories.TryAdd(directory, (ulong)directories.Count);
            directoryIndexes.Add(directories[directory]);
        }

        header.Add(RpmTag.DirIndexes, directoryIndexes);
        header.Add(RpmTag.BaseNames, [.. files.Select(file => file.Entry.Path[(file.Entry.Path.LastIndexOf('/') + 1)..])]);
        header.Add(RpmTag.DirNames, [.. directories.OrderBy(row => row.Value).Select(row => row.Key)]);
        header.Add(isLarge ? RpmTag.LongFileSizes : RpmTag.FileSizes, [.. files.Select(file => (ulong)CpioWriter.LengthOf(file.Entry))]);
        header.Add(RpmTag.FileDigests, payload.FileDigests);
        header.Add(RpmTag.FileLinkTos, [.. files.Select(file => file.Entry is SymlinkEntry link ? link.Target : "")]);
        header.Add(RpmTag.FileInodes, [.. files.Select((_, i) => (ulong)InodeOf(i))]);
    }

    private static void AddOwners(RpmHeaderBuilder header, RpmPackage package)
    {
        var files = package.Files;
        var time = (ulong)package.Timestamp.ToUnixTimeSeconds();
        header.Add(RpmTag.FileModes, [.. files.Select(file => (ulong)InodeMode.Of(file.Entry).ToBits())]);
        header.Add(RpmTag.FileUserName, [.. files.Select(file => file.Entry.Owner)]);
        header.Add(RpmTag.FileGroupName, [.. files.Select(file => file.Entry.Group)]);
        header.Add(RpmTag.FileFlags, [.. files.Select(file => (ulong)file.EffectiveFlags)]);
        header.Add(RpmTag.FileVerifyFlags, [.. files.Select(file => (ulong)(file.IsGhost ? VerifyGhost : VerifyAll))]);
        header.Add(RpmTag.FileMtimes, [.. files.Select(_ => time)]);
        header.Add(RpmTag.FileRdevs, [.. files.Select(_ => 0UL)]);
        header.Add(RpmTag.FileDevices, [.. files.Select(_ => 1UL)]);
        header.Add(RpmTag.FileLangs, [.. files.Select(_ => "")]);
    }

    private static void AddFileRelations(RpmHeaderBuilder header, RpmPackage package)
    {
        if (package.Files.All(file => file.Provides.Count == 0))
        {
            return;
        }

        var provides = package.Relations.Where(relation => relation.Kind == RpmRelationKind.Provides).ToList();
        var dictionary = new List<ulong>();
        var starts = new List<ulong>();
        foreach (var file in package.Files)
        {
            starts.Add((ulong)dictionary.Count);
            dictionary.AddRange(file.Provides.Select(provide => RpmFormat.DependsDictProvide | (uint)provides.IndexOf(provide)).Order()
                .Select(index => (ulong)index));
        }

        header.Add(RpmTag.FileDependsX, starts);
        header.Add(RpmTag.FileDependsN, [.. package.Files.Select(file => (ulong)file.Provides.Count)]);
        header.Add(RpmTag.DependsDict, dictionary);
    }

    private static void AddPayload(RpmHeaderBuilder header, RpmPackage package, RpmPayload payload)
    {
        // Without compression, rpmbuild does not specify a compressor. rpm then uses gzip, which also passes on data that is not
        // compressed.
        var (compressor, level) = package.Compression switch
        {
            CompressionKind.Gzip => ("gzip", "9"),
            CompressionKind.Xz => ("xz", "6"),
            _ => (null, ""),
        };
        header.Add(RpmTag.PayloadFormat, RpmFormat.PayloadFormat);
        header.Add(RpmTag.PayloadCompressor, compressor is null ? [] : [compressor]);
        header.Add(RpmTag.PayloadFlags, level);
        header.Add(RpmTag.PayloadDigest, [payload.Digest]);
        header.Add(RpmTag.PayloadDigestAlternative, [payload.PlainDigest]);
        header.Add(RpmTag.PayloadDigestAlgorithm, RpmFormat.Sha256);
    }
}
