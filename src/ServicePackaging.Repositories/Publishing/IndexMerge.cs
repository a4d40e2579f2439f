namespace ServicePackaging.Repositories.Publishing;

/// <summary>The packages of a channel after a change.</summary>
/// <param name="Packages">The packages in the order of indexes.</param>
/// <param name="Removed">The packages that were there before.</param>
/// <param name="Notes">What the publisher should know.</param>
/// <param name="IsChanged">Whether there is a difference.</param>
internal sealed record MergedIndex<T>(
    IReadOnlyList<T> Packages, IReadOnlyList<T> Removed, IReadOnlyList<PublishNote> Notes, bool IsChanged);

/// <summary>Merges new packages into an index. Pure.</summary>
/// <param name="order">The order of indexes: by name, version and architecture.</param>
/// <param name="isSameEntry">Whether two entries of the same file are the same.</param>
internal sealed class IndexMerge<T>(IComparer<T> order, Func<T, T, bool> isSameEntry)
    where T : IPublishedPackage
{
    /// <summary>Merges.</summary>
    /// <param name="old">The packages so far, in order.</param>
    /// <param name="added">The packages to add.</param>
    /// <param name="removals">The packages to remove.</param>
    /// <param name="policy">How many versions are kept.</param>
    /// <param name="published">Returns when a file was published.</param>
    /// <param name="now">The date of the new index.</param>
    /// <exception cref="RepositoryException">A package with the same identity has other bytes, or a package to remove is not
    /// there.</exception>
    public MergedIndex<T> Merge(
        IReadOnlyList<T> old,
        IReadOnlyList<T> added,
        IReadOnlyList<PackageSelector> removals,
        RepositoryPolicy policy,
        Func<T, DateTimeOffset> published,
        DateTimeOffset now)
    {
        var merged = old.ToList();
        var isChanged = false;
        foreach (var package in added)
        {
            isChanged |= Insert(merged, package);
        }

        var notes = NotesOn(added, merged).ToList();
        var withdrawn = merged.Where(package => removals.Any(removal => removal.Selects(package.Name, package.VersionText))).ToList();
        var retired = Retired(merged, policy, published, now).Except(withdrawn).ToList();
        notes.AddRange(withdrawn.Select(package => Note(PublishNoteKind.Removed, package, package.Architecture)));
        notes.AddRange(retired.Select(package => Note(PublishNoteKind.Retired, package, package.Architecture)));
        var gone = withdrawn.Concat(retired).ToHashSet();
        merged.RemoveAll(gone.Contains);
        return new(merged, [.. gone], notes, isChanged || gone.Count > 0);
    }

    private bool Insert(List<T> merged, T package)
    {
        var index = merged.BinarySearch(package, order);
        if (index < 0)
        {
            merged.Insert(~index, package);
            return true;
        }

        var before = merged[index];
        if (before.Sha256 != package.Sha256)
        {
            throw new RepositoryException(RepositoryProblem.OtherBytes, Path.GetFileName(package.Path), before.Sha256, package.Sha256);
        }

        merged[index] = package;
        return !isSameEntry(before, package);
    }

    private static PublishNote Note(PublishNoteKind kind, T package, string detail) => new(kind, package.Name, package.VersionText, detail);

    // Indexes are in the order of versions.
    private static IEnumerable<PublishNote> NotesOn(IReadOnlyList<T> added, List<T> merged)
    {
        var newest = new Dictionary<(string Name, string Architecture), string>();
        foreach (var package in added.Count > 0 ? merged : [])
        {
            newest[(package.Name, package.Architecture)] = package.VersionText;
        }

        return from package in added
               let version = newest[(package.Name, package.Architecture)]
               where version != package.VersionText
               select Note(PublishNoteKind.OlderThanNewest, package, version);
    }

    private static IEnumerable<T> Retired(
        IReadOnlyList<T> merged, RepositoryPolicy policy, Func<T, DateTimeOffset> published, DateTimeOffset now) =>
        policy is { KeepVersions: null, KeepFor: null }
            ? []
            : from package in merged
              group package by (package.Name, package.Architecture) into versions
              from retired in versions.Reverse().Skip(1).Where((package, index) =>
                  index + 1 >= (policy.KeepVersions ?? int.MaxValue) || (policy.KeepFor is { } age && published(package) < now - age))
              select retired;
}
