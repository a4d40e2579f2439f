using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Repositories.Bootstrap;
using ServicePackaging.Repositories.State;
using ServicePackaging.Repositories.Storage;
using ServicePackaging.Repositories.Writing;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Repositories.Publishing;

/// <summary>The packages with the keys, and the files at the repository's root. The packages are in every channel, so that users get new
/// keys with their other updates.</summary>
/// <param name="store">The repository.</param>
/// <param name="state">The state before the change.</param>
/// <param name="keys">The keys that sign, the newest first.</param>
/// <param name="date">The date of the change.</param>
internal sealed class KeyringChange(
    IRepositoryStore store, RepositoryState state, IReadOnlyList<IOpenPgpSigner> keys, DateTimeOffset date)
{
    private byte[]? _deb;
    private byte[]? _rpm;

    /// <summary>What the new state says about the packages.</summary>
    public KeyringState? Keyring { get; } = Advance(state, keys, date);

    /// <summary>Returns the packages that the channel needs.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="hasDebs">Whether it has Debian packages.</param>
    /// <param name="hasRpms">Whether it has rpm packages.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public IReadOnlyList<PackageSource> Packages(
        RepositoryChannel channel, bool hasDebs, bool hasRpms, CancellationToken cancellationToken)
    {
        if (Keyring is null)
        {
            return [];
        }

        var input = Input(state, channel, []);
        var debName = KeyringDeb.FileName(input);
        var rpmName = ReleaseRpm.FileName(input);
        _deb = hasDebs
            ? Published(
                    $"{RepositoryPaths.Deb}/{RepositoryPaths.DebPool(input.Names.DebPackage, debName)}", input.Names.Deb, cancellationToken)
                ?? Create(output => KeyringDeb.Write(input, output, cancellationToken))
            : null;
        _rpm = hasRpms
            ? Published($"{RepositoryPaths.Rpm}/{RepositoryPaths.RpmPool(rpmName)}", input.Names.Rpm, cancellationToken)
                // Clients that do not have the new keys yet have to accept it.
                ?? Create(output => ReleaseRpm.Write(input, keys[^1], output, cancellationToken))
            : null;
        return
        [
            .. _deb is null ? Array.Empty<PackageSource>() : [PackageSource.OfBytes(debName, _deb)],
            .. _rpm is null ? Array.Empty<PackageSource>() : [PackageSource.OfBytes(rpmName, _rpm)],
        ];
    }

    /// <summary>Returns the writes of the files at the root that differ from what is there.</summary>
    /// <param name="next">The state after the change.</param>
    /// <param name="channel">The channel that changes.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public IEnumerable<ContentWrite> Files(RepositoryState next, RepositoryChannel channel, CancellationToken cancellationToken)
    {
        var input = Input(next, channel, Products(next));
        var names = input.Names;
        return BootstrapFiles.Create(
                input,
                _deb ?? store.Read(names.Deb, RepositoryLimits.SignedText, cancellationToken),
                _rpm ?? store.Read(names.Rpm, RepositoryLimits.SignedText, cancellationToken))
            .Where(write => store.Read(write.Path, RepositoryLimits.SignedText, cancellationToken) is not { } before
                || !write.Content.ToArray().AsSpan().SequenceEqual(before));
    }

    private static KeyringState? Advance(RepositoryState state, IReadOnlyList<IOpenPgpSigner> keys, DateTimeOffset date)
    {
        if (state.Identity.Url is null)
        {
            return null;
        }

        var content = string.Join('\n', [$"{state.Identity}", .. Keys(keys).Select(key => key.Armored)]);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        return state.Keyring?.Digest == digest ? state.Keyring : new((state.Keyring?.Version ?? 0) + 1, digest, date);
    }

    private static IEnumerable<RepositoryKey> Keys(IEnumerable<IOpenPgpSigner> keys) =>
        keys.Select(key => RepositoryKey.Read(key.PublicKey!));

    private static byte[] Create(Action<Stream> write)
    {
        using var output = new MemoryStream();
        write(output);
        return output.ToArray();
    }

    // A command that signs may give other bytes each time. A publisher need not have the pool, but has the copy at the root.
    private byte[]? Published(string path, string copy, CancellationToken cancellationToken)
    {
        var digest = state.Published.Select(release => release.Files.GetValueOrDefault(path)).OfType<string>().FirstOrDefault();
        return digest is null ? null : new[] { path, copy }
            .Select(file => store.Read(file, RepositoryLimits.SignedText, cancellationToken))
            .FirstOrDefault(file => file is not null && Convert.ToHexStringLower(SHA256.HashData(file)) == digest);
    }

    private BootstrapInput Input(RepositoryState current, RepositoryChannel channel, IReadOnlyList<string> products) => new()
    {
        Identity = current.Identity,
        Channels =
        [
            .. current.Channels.Keys.Append(channel.Name).Distinct().Order(StringComparer.Ordinal)
                .Select(name => new RepositoryChannel(name)),
        ],
        Keys = [.. Keys(keys)],
        Maintainer = current.Identity.Maintainer ?? $"{current.Identity.Origin} <packages@{current.Identity.Url?.IdnHost ?? "localhost"}>",
        Products = products,
        Version = Keyring?.Version ?? 1,
        Time = Keyring?.Date ?? date,
    };

    private static List<string> Products(RepositoryState current)
    {
        var removed = current.Removed.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var own = new BootstrapNames(current.Identity.Id);
        return
        [
            .. current.Published.SelectMany(release => release.Files.Keys).Where(path => !removed.Contains(path)).Select(NameOf)
                .Where(name => name != own.DebPackage && name != own.RpmPackage).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    // name_version_architecture.deb, and name-version-release.architecture.rpm.
    private static string NameOf(string path)
    {
        var file = path[(path.LastIndexOf('/') + 1)..];
        var end = file.IndexOf('_');
        for (var dash = 0; dash < 2 && file.EndsWith(".rpm", StringComparison.Ordinal); dash++)
        {
            end = file.LastIndexOf('-', (dash == 0 ? file.Length : end) - 1);
        }

        return file[..end];
    }
}
