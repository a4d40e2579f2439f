namespace ServicePackaging.Formats.Msi.Audit;

/// <summary>Compares the tables File, MsiFileHash and Media with each other and with the lists of the cabinets.</summary>
internal static class FileRules
{
    private const int Uncompressed = 0x2000;

    public static IReadOnlyList<AuditRule> All { get; } =
    [
        new("FileSequence", FileSequence),
        new("MediaSequence (ICE04)", MediaSequence),
        new("MediaDiskId (ICE71)", MediaDiskId),
        new("MediaCabinet (ICE35)", MediaCabinet),
        new("CabinetList", CabinetList),
        new("FileCompression", FileCompression),
        new("CabinetNames", CabinetNames),
        new("FileHash (ICE60)", FileHash),
        new("CompanionFile (ICE54)", CompanionFile),
    ];

    /// <summary>Returns the files in the order of their numbers.</summary>
    public static IReadOnlyList<AuditedRow> InOrder(AuditedPackage package) =>
        [.. package.Rows("File").OrderBy(row => row.Number("Sequence") ?? 0)];

    private static IEnumerable<string> FileSequence(AuditedPackage package) =>
        from file in InOrder(package).Index()
        where file.Item.Number("Sequence") != file.Index + 1
        select $"{file.Item} has the number {file.Item.Number("Sequence")}, but the next number is {file.Index + 1}.";

    private static IEnumerable<string> MediaSequence(AuditedPackage package)
    {
        var last = 0;
        foreach (var media in Disks(package))
        {
            var sequence = media.Number("LastSequence") ?? 0;
            if (sequence < last)
            {
                yield return $"{media} ends at {sequence}, before the previous one.";
            }

            last = sequence;
        }

        if (InOrder(package) is [.., var file] && file.Number("Sequence") is { } greatest && greatest != last)
        {
            yield return $"The highest number of a file is {greatest}, but the table Media ends at {last}.";
        }
    }

    private static IEnumerable<string> MediaDiskId(AuditedPackage package) =>
        package.Rows("Media").Count > 0 && Disks(package)[0].Number("DiskId") is not 1 and var first
            ? [$"The first disk is {first}, not 1."]
            : [];

    private static IEnumerable<string> MediaCabinet(AuditedPackage package)
    {
        var streams = package.Database.Streams
            .Where(stream => !stream.IsTable).Select(stream => stream.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var media in Disks(package))
        {
            if (media.Text("Cabinet") is not { } cabinet)
            {
                yield return $"{media} has no cabinet, but its files are compressed.";
            }
            else if (cabinet.StartsWith('#') && !streams.Contains(cabinet[1..]))
            {
                yield return $"{media} has the cabinet {Quote.Shorten(cabinet)}, but there is no stream with this name.";
            }
        }
    }

    // Windows Installer reads a cabinet once, and expects the files in the order of their numbers.
    private static IEnumerable<string> CabinetList(AuditedPackage package)
    {
        var files = InOrder(package);
        var cabinets = package.Database.EmbeddedCabinets.ToHashSet(StringComparer.Ordinal);
        var first = 0;
        foreach (var media in Disks(package))
        {
            var last = media.Number("LastSequence") ?? 0;
            // A cabinet belongs to one disk.
            if (media.Text("Cabinet") is ['#', .. var name] && cabinets.Remove(name))
            {
                using var cabinet = package.Database.OpenCabinet(name);
                var own = files.Where(file => file.Number("Sequence") > first && file.Number("Sequence") <= last);
                string[] expected = [.. own.Select(file => $"{file.Key} ({file.Number("FileSize")} bytes)")];
                string[] actual = [.. cabinet.Files.Select(file => $"{file.Name} ({file.Length} bytes)")];
                var same = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
                if (same < Math.Max(expected.Length, actual.Length))
                {
                    yield return $"File {same + 1} of the cabinet {name} is {Quote.Shorten(actual.ElementAtOrDefault(same) ?? "missing")}; "
                        + $"according to the tables, it is {Quote.Shorten(expected.ElementAtOrDefault(same) ?? "missing")}.";
                }
            }

            first = last;
        }
    }

    private static IEnumerable<string> CabinetNames(AuditedPackage package) =>
        from same in package.Rows("File").GroupBy(row => row.Key, StringComparer.OrdinalIgnoreCase)
        where same.Count() > 1
        select $"{string.Join(" and ", same.Take(3))} have the same name in a cabinet, which is not case-sensitive.";

    // Windows Installer would search for such a file beside the package (Microsoft, "File Table", Attributes).
    private static IEnumerable<string> FileCompression(AuditedPackage package)
    {
        var isCompressed = package.Database.EmbeddedCabinets.Any();
        return from file in package.Rows("File")
               where isCompressed && file.HasBit("Attributes", Uncompressed)
               select $"{file} is not compressed according to its attributes, but is in a cabinet.";
    }

    // Files with a version are compared by their version (Microsoft, "MsiFileHash Table": only unversioned files).
    private static IEnumerable<string> FileHash(AuditedPackage package) =>
        from file in package.Rows("File")
        let hash = package.Find("MsiFileHash", file.Key)
        where file.Text("Version") is not null ? hash is not null : hash is not null && hash.Value.Number("Options") != 0
        select $"{file} has both a version and a hash, or a hash with options.";

    // A companion file must not have a companion file itself, and must not be a key path (Microsoft, "ICE54").
    private static IEnumerable<string> CompanionFile(AuditedPackage package) =>
        from file in package.Rows("File")
        let companion = package.Find("File", file.Text("Version"))
        where companion is not null
            && (package.Has("File", companion.Value.Text("Version"))
                || package.Find("Component", file.Text("Component_"))?.Text("KeyPath") == file.Key)
        select $"{file} has the version of {companion}, which has another file's version, or is its component's key path.";

    private static List<AuditedRow> Disks(AuditedPackage package) => [.. package.Rows("Media").OrderBy(row => row.Number("DiskId") ?? 0)];
}
