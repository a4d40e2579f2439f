using ServicePackaging.Repositories.State;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>Decides what is deleted. Pure.</summary>
internal static class Retention
{
    /// <summary>Splits the generations of a channel into those that are kept and those whose files are deleted: a client with an old index
    /// asks for the files that it names.</summary>
    /// <param name="generations">The newest first.</param>
    /// <param name="now">The date of the newest.</param>
    public static (IReadOnlyList<Generation> Kept, IReadOnlyList<string> Files) Prune(
        IReadOnlyList<Generation> generations, DateTimeOffset now)
    {
        List<Generation> kept =
        [
            .. generations.Where((_, index) => generations.Take(index).Where(WasSeen).ToList() is var newer
                && (newer.Count < RepositoryPolicy.Generations || newer[^1].Date > now - RepositoryPolicy.ReplacedIndexAge)),
        ];
        var needed = kept.SelectMany(generation => generation.Files).ToHashSet(StringComparer.Ordinal);
        var files = generations.Except(kept).SelectMany(generation => generation.Files).Distinct();
        return (kept, [.. files.Where(file => !needed.Contains(file))]);
    }

    // Only what clients saw can have replaced what they have.
    private static bool WasSeen(Generation generation) =>
        generation.Deb is { IsHidden: null } || generation.Rpm is { IsHidden: null };

    /// <summary>Returns the removed files that no client can still ask for.</summary>
    public static IReadOnlyList<RemovedFile> Expired(IEnumerable<RemovedFile> removed, DateTimeOffset now) =>
        [.. removed.Where(file => file.Date <= now - RepositoryPolicy.RemovedFileAge)];
}
