using ServicePackaging.Repositories.Apt;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Verifies the indexes that a Release file lists.</summary>
/// <param name="context">What the parts of a verification share.</param>
/// <param name="location">The suite.</param>
/// <param name="release">The Release file.</param>
/// <param name="path">The path of the Release file for messages.</param>
internal sealed class AptIndexVerification(
    VerificationContext context, AptLocation location, AptReleaseFile release, string path)
{
    private readonly string _directory = location.Directory;

    private FaultCollector Faults => context.Faults;

    private bool HasByHash => release.Fields[AptFields.AcquireByHash] == "yes";

    /// <summary>Verifies the indexes and the packages in them.</summary>
    public void Run()
    {
        if (!HasByHash && release.Files.Count > 0)
        {
            Faults.Add(
                AptRules.ByHashOff, path,
                "It does not have 'Acquire-By-Hash: yes'. A client that updates during a publication, or through a cache, gets files "
                + "that do not match. "
                + "Write the indexes to by-hash directories, too.");
        }

        CheckDeclared();
        var indexes = new List<AptIndex>();
        foreach (var group in release.Files.GroupBy(file => IndexContent.StemOf(file.Path)))
        {
            var content = CheckGroup(group.Key, [.. group]);
            if (content is not null && group.First().IsPackages)
            {
                indexes.Add(AptIndex.Parse(group.Key, Locations.Join(_directory, group.Key), content, Faults));
            }
        }

        CheckGenerations();
        new AptPackageVerification(context, location, release, indexes).Run();
    }

    // What clients derive from the fields must be in the lists.
    private void CheckDeclared()
    {
        var stems = release.Files.Where(file => file.IsPackages).Select(file => IndexContent.StemOf(file.Path))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var architecture in location.IsFlat || stems.Count == 0 ? [] : release.Words(AptFields.Architectures))
        {
            foreach (var component in release.Words(AptFields.Components))
            {
                // apt takes "all" from the indexes of architectures, too, and source packages are no concern of it.
                var stem = $"{component}/binary-{architecture}/Packages";
                if (architecture is not ("all" or "source") && !stems.Contains(stem))
                {
                    Faults.Add(
                        AptRules.IndexNotListed, path,
                        $"It declares the architecture '{FaultCollector.Show(architecture)}', but does not list "
                        + $"'{FaultCollector.Show(stem)}'. apt finds no packages "
                        + "there. Write the index, even if it is empty, or remove the architecture.");
                }
            }
        }
    }

    // Returns the content of an index, read from the first of its forms that is readable.
    private byte[]? CheckGroup(string stem, IReadOnlyList<AptListedFile> forms)
    {
        var isPackages = forms[0].IsPackages;
        var plain = forms.FirstOrDefault(form => form.Path == stem);
        if (isPackages && plain is null)
        {
            Faults.Add(
                AptRules.PlainIndexNotListed, path,
                $"It does not list '{FaultCollector.Show(stem)}', only compressed forms of it. apt reports success and finds no "
                + "packages. List the length and "
                + "the digest of the file without compression, even if it is not uploaded.");
        }

        var found = new List<string>();
        byte[]? content = null;
        foreach (var form in forms)
        {
            var (exists, read) = CheckForm(form, plain, isMissingAllowed: form == plain && forms.Count > 1);
            content ??= read;
            if (exists)
            {
                found.Add(IndexContent.SuffixOf(form.Path));
            }
        }

        CheckCompression(stem, isPackages, found, content is not null);
        return content;
    }

    private void CheckCompression(string stem, bool isPackages, List<string> found, bool isRead)
    {
        if (isPackages && found.Count > 0 && !found.Exists(suffix => suffix is "" or ".gz" or ".xz" or ".bz2"))
        {
            Faults.Add(
                AptRules.IndexCompression, Locations.Join(_directory, stem),
                $"The index exists only as '{string.Join("', '", found)}', which apt before 1.6 cannot "
                + $"read{(isRead ? "" : "; its packages were not verified")}. "
                + "Write a .gz file, too.");
        }
    }

    // Returns whether a form exists and matches, and its content.
    private (bool Exists, byte[]? Content) CheckForm(AptListedFile form, AptListedFile? plain, bool isMissingAllowed)
    {
        var file = Locations.Join(_directory, form.Path);
        var read = context.Read(file, RepositoryLimits.Index);
        if (read.Content is not { } bytes)
        {
            if (!read.Failed && !isMissingAllowed)
            {
                Faults.Add(
                    AptRules.IndexMissing, file,
                    "The Release file lists this index, but it does not exist. apt fails, or takes another form of it. Upload it before "
                    + "the Release file.",
                    form.IsPackages ? FaultSeverity.Error : FaultSeverity.Warning);
            }

            return (read.Failed, null);
        }

        CheckByHash(form);
        if (FindDifference(form, bytes) is { } difference)
        {
            Faults.Add(
                AptRules.IndexDiffers, file,
                $"{difference} apt reports a hash sum mismatch, or that the mirror is being synchronized. Upload indexes before the "
                + "Release file, and purge "
                + "caches.");
            return (true, null);
        }

        return (true, Decompress(form, plain, file, bytes));
    }

    private byte[]? Decompress(AptListedFile form, AptListedFile? plain, string file, byte[] bytes)
    {
        var content = IndexContent.Read(form.Path, bytes);
        if (content.Fault is { } fault)
        {
            Faults.Add(AptRules.IndexUnreadable, file, $"It cannot be decompressed: {fault}. apt refuses the index. Compress and "
                + "publish it again.");
        }
        else if (plain is not null && form != plain && content.Content is { } text && FindDifference(plain, text) is { } difference)
        {
            Faults.Add(
                AptRules.IndexDiffers, file,
                $"Without its compression, it is not what the Release file lists as '{FaultCollector.Show(plain.Path)}'. {difference} "
                + "apt refuses it. Publish again.");
            return null;
        }

        return content.Content;
    }

    private static string? FindDifference(AptListedFile form, byte[] content) =>
        content.Length != form.Length
            ? FormattableString.Invariant($"It has {content.Length} bytes, but the Release file states {form.Length}.")
            : form.Digests.Where(digest => !digest.Digest.Matches(content)).Select(digest => "It does not have the digest "
                + $"{digest.Digest}.").FirstOrDefault();

    // apt requests the file under the strongest digest.
    private void CheckByHash(AptListedFile form)
    {
        if (!HasByHash || form.Digests is not [var (field, digest), ..] || Locations.Resolve("", digest.Value) is null)
        {
            return;
        }

        var file = Locations.Join(_directory, $"{form.Directory}by-hash/{field}/{digest.Value}");
        var read = context.Read(file, RepositoryLimits.Index);
        if (read.Content is { } content && !digest.Matches(content))
        {
            Faults.Add(
                AptRules.ByHashDiffers, file,
                "The content does not have the digest that is its name. apt reports a hash sum mismatch and does not fall back. Upload "
                + "the file again.");
        }
        else if (read is { Content: null, Failed: false })
        {
            Faults.Add(
                AptRules.ByHashMissing, file,
                $"The index '{FaultCollector.Show(form.Path)}' is not there under its digest. apt falls back to the fixed name, where "
                + "it may get another version. "
                + "Upload by-hash files before the Release file, and keep those of former generations.");
        }
    }

    private void CheckGenerations()
    {
        var kept = location.Channel is null ? null : context.Options.State?.Channels.GetValueOrDefault(location.Channel);
        foreach (var file in (kept ?? []).SelectMany(generation => generation.Deb?.Files ?? []).Distinct())
        {
            GenerationFiles.Check(context, file);
        }
    }
}

/// <summary>Files of former generations, which clients with an older index request.</summary>
internal static class GenerationFiles
{
    /// <summary>Checks that a file still exists.</summary>
    public static void Check(VerificationContext context, string file)
    {
        if (Locations.Resolve("", file) is { } path && context.Length(path) is { Length: null, Failed: false })
        {
            context.Faults.Add(
                StateRules.ReplacedIndexMissing, path,
                "The file belongs to a generation of metadata that clients may still use, but does not exist. They fail during the "
                + "update. Delete only what "
                + "the publisher deletes.");
        }
    }
}
