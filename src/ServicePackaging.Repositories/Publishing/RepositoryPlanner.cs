using System.Security.Cryptography;
using ServicePackaging.Repositories.State;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Writing;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>Plans a change of a repository: reads the signed indexes, merges, and returns the writes. No package that is already published
/// is read.</summary>
/// <param name="store">The repository.</param>
/// <param name="request">What to change.</param>
internal sealed class RepositoryPlanner(IRepositoryStore store, PublishRequest request)
{
    // apt refuses metadata that is more than 10 seconds ahead of its clock (Acquire::Max-FutureTime).
    private static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(5);

    private readonly RepositorySigner _signer = new(request.Keys, request.Now);
    private readonly List<RepositoryWrite> _writes = [];
    private readonly List<PublishNote> _notes = [];
    private readonly List<IPublishedPackage> _removed = [];

    /// <summary>The digest of the state that the plan starts from; null if there was none. Another publisher may replace it
    /// meanwhile.</summary>
    public string? StateDigest { get; private set; }

    private TrustedKeys Keys => new([.. _signer.PublicKeys, .. request.TrustedKeys]);

    /// <summary>Plans the change.</summary>
    /// <exception cref="RepositoryException">The repository cannot be read or must not be changed.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public PublishResult Plan(CancellationToken cancellationToken)
    {
        var channel = request.Channel.Check();
        var state = ReadState(cancellationToken);
        var generations = state.Channels.GetValueOrDefault(channel.Name) ?? [];
        var snapshot = ChannelSnapshot.Read(store, channel, generations, Keys, cancellationToken);
        var date = ChooseDate(state, snapshot);
        var keyring = new KeyringChange(store, state, request.Keys, _signer.TimeOf(date));
        var added = new PackageIndexer(_signer.PublicKeys).Read(
            request.Packages, keyring.Packages(channel, HasDebs(snapshot), HasRpms(snapshot), cancellationToken), cancellationToken);
        var published = new PublishedPackages(state, snapshot, date);
        var isComplete = snapshot.IsComplete && !request.Refresh;
        var context = new ChannelContext(state.Identity, channel, _signer, request, published, date, isComplete);
        var deb = Merge(new AptChange(context), snapshot.Suite, added.Debs, generations, cancellationToken);
        var rpm = Merge(new RpmMdChange(context), snapshot.Metadata, added.Rpms, generations, cancellationToken);
        RequirePublished(snapshot);
        var copies = added.Writes.Where(write => published.IsNew(write)).DistinctBy(write => write.Path).ToList();
        var next = Advance(state, channel, [new(date, deb, rpm), .. snapshot.Generations], copies) with { Keyring = keyring.Keyring };
        _writes.AddRange(keyring.Files(next, channel, cancellationToken));
        return Finish(state, next, channel, copies, date, cancellationToken);
    }

    private bool HasDebs(ChannelSnapshot snapshot) =>
        snapshot.Suite is not null || request.Packages.Any(path => path.EndsWith(".deb", StringComparison.OrdinalIgnoreCase));

    private bool HasRpms(ChannelSnapshot snapshot) =>
        snapshot.Metadata is not null || request.Packages.Any(path => path.EndsWith(".rpm", StringComparison.OrdinalIgnoreCase));

    private RepositoryState ReadState(CancellationToken cancellationToken)
    {
        var file = store.Read(RepositoryPaths.State, RepositoryLimits.State, cancellationToken);
        StateDigest = file is null ? null : Convert.ToHexStringLower(SHA256.HashData(file));
        var state = RepositoryState.Read(file, Keys, cancellationToken);
        var identity = request.Identity ?? state?.Identity
            ?? throw new RepositoryException(RepositoryProblem.InvalidSetting, "", "a name for the new repository");
        identity = (identity with { Url = identity.Url ?? state?.Identity.Url }).Check();
        return state is null ? new() { Identity = identity } : state with { Identity = identity };
    }

    private DateTimeOffset ChooseDate(RepositoryState state, ChannelSnapshot snapshot)
    {
        var before = new[] { state.Date, snapshot.Suite?.Release.Date }.Max();
        var wanted = DateTimeOffset.FromUnixTimeSeconds(request.Time.ToUnixTimeSeconds());
        var date = before is { } old && wanted <= old ? old.AddSeconds(1) : wanted;
        return date <= request.Now + MostAhead
            ? date
            : throw new RepositoryException(RepositoryProblem.FromTheFuture, store.Name, $"{date:u}");
    }

    // Returns the metadata of one kind after the change.
    private GenerationPart? Merge<TOld, TNew>(
        ChannelChange<TOld, TNew> change,
        TOld? old,
        IReadOnlyList<TNew> added,
        IReadOnlyList<Generation> generations,
        CancellationToken cancellationToken)
        where TOld : class
    {
        var before = generations is [var newest, ..] ? change.PartOf(newest) : null;
        var part = change.Apply(old, added, before, cancellationToken);
        _notes.AddRange(change.Notes);
        _removed.AddRange(change.Removed);
        _writes.AddRange(change.Writes);
        return part;
    }

    private void RequirePublished(ChannelSnapshot snapshot)
    {
        var all = snapshot.Suite?.Stanzas.AsEnumerable<IPublishedPackage>().Concat(snapshot.Metadata?.Packages ?? []).ToList()
            ?? [.. snapshot.Metadata?.Packages ?? []];
        bool IsThere(PackageSelector removal) => all.Exists(package => removal.Selects(package.Name, package.VersionText));
        if (request.Removals.FirstOrDefault(removal => !IsThere(removal)) is { } unknown)
        {
            throw new RepositoryException(RepositoryProblem.NotPublished, unknown.ToString(), request.Channel.Name);
        }
    }

    private RepositoryState Advance(
        RepositoryState state, RepositoryChannel channel, IReadOnlyList<Generation> generations, List<PackageWrite> copies)
    {
        var date = generations[0].Date;
        var removed = _removed.Select(package => package.Path).ToHashSet(StringComparer.Ordinal);
        var added = copies.Select(copy => copy.Path).ToHashSet(StringComparer.Ordinal);
        return state with
        {
            Channels = new(state.Channels, StringComparer.Ordinal)
            {
                [channel.Name] = generations,
            },
            Published = copies.Count == 0 ? state.Published :
            [
                .. state.Published,
                new(date, copies.OrderBy(copy => copy.Path, StringComparer.Ordinal)
                    .ToDictionary(copy => copy.Path, copy => copy.Source.Sha256, StringComparer.Ordinal)),
            ],
            Removed =
            [
                .. state.Removed.Where(file => !added.Contains(file.Path) && !removed.Contains(file.Path)),
                .. removed.Order(StringComparer.Ordinal).Select(path => new RemovedFile(path, date)),
            ],
        };
    }

    private PublishResult Finish(
        RepositoryState state,
        RepositoryState next,
        RepositoryChannel channel,
        List<PackageWrite> copies,
        DateTimeOffset date,
        CancellationToken cancellationToken)
    {
        if (_writes.Count == 0 && StateDigest is not null && Retention.Expired(state.Removed, date).Count == 0)
        {
            return new([], _notes);
        }

        var (kept, files) = Retention.Prune(next.Channels[channel.Name], date);
        next.Channels[channel.Name] = kept;
        var cleaner = new PoolCleaner(store, Keys);
        var deleted = cleaner.Select(Retention.Expired(state.Removed, date), next, channel, cancellationToken);
        var last = next.Without(deleted);
        List<RepositoryWrite> writes =
        [
            .. copies,
            .. _writes.Where(write => write.Stage < WriteStage.Pointer),
            new ContentWrite(RepositoryPaths.State, WriteStage.Pointer, last.Render(_signer, date, cancellationToken)),
            .. _writes.Where(write => write.Stage == WriteStage.Pointer),
            .. files.Concat(deleted).Select(path => new FileDeletion(path)),
        ];
        return new([.. writes.OrderBy(write => write.Stage)], _notes);
    }
}
