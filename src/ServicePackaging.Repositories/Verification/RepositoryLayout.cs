using ServicePackaging.Repositories.RpmMd;
using ServicePackaging.Repositories.State;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Verification;

/// <summary>Finds what there is to verify in a repository that this library wrote.</summary>
internal static class RepositoryLayout
{
    /// <summary>Reads the signed state.</summary>
    /// <param name="store">The repository.</param>
    /// <param name="keys">The public keys that clients have, in their binary form.</param>
    /// <param name="now">The time of the clock.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The options with all channels; null if the repository has no signed state.</returns>
    /// <exception cref="RepositoryException">No given key signed the state, or it is malformed.</exception>
    /// <exception cref="IOException">The state cannot be read.</exception>
    public static VerificationOptions? Find(IRepositoryStore store, byte[] keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var file = store.Read(RepositoryPaths.State, RepositoryLimits.State, cancellationToken);
        if (RepositoryState.Read(file, new(keys), cancellationToken) is not { } state)
        {
            return null;
        }

        var newest = state.Channels.Where(channel => channel.Value.Count > 0)
            .Select(channel => (Name: channel.Key, Last: channel.Value[0])).ToList();
        return new()
        {
            Keys = keys,
            State = state,
            Address = (store as HttpStore)?.Root ?? state.Identity.Url,
            Now = now,
            Suites = [.. newest.Where(channel => channel.Last.Deb is not null).Select(channel => SuiteOf(channel.Name))],
            Metadata =
            [
                .. newest.Where(channel => channel.Last.Rpm is not null).Select(channel => MetadataOf(channel.Name, state.Identity.Url)),
            ],
        };
    }

    /// <summary>Returns the suite of a channel.</summary>
    public static AptLocation SuiteOf(string channel) => new(RepositoryPaths.Deb, channel, channel);

    /// <summary>Returns the rpm-md metadata of a channel.</summary>
    /// <param name="channel">The name of the channel.</param>
    /// <param name="address">The address of the repository; null if it has no mirror list.</param>
    public static RpmMdLocation MetadataOf(string channel, Uri? address)
    {
        var directory = RepositoryPaths.RpmChannel(new(channel));
        return new(directory, address is null ? null : $"{directory}/{RpmMdPlanner.MirrorListName}", channel);
    }
}
