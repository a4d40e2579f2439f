using System.Text.Json;
using System.Text.Json.Serialization;
using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.State;

/// <summary>What a repository was after its last change. It is signed, and replaced before the files that clients read first: whatever
/// happens after that, the next run starts from it and writes the others again.</summary>
internal sealed record RepositoryState
{
    private const int Version = 1;

    /// <summary>The version of this file's format.</summary>
    public int Format { get; init; } = Version;

    /// <summary>What the repository is called.</summary>
    public required RepositoryIdentity Identity { get; init; }

    /// <summary>The packages with the keys; null if there are none, because the address is not known.</summary>
    public KeyringState? Keyring { get; init; }

    /// <summary>The generations of each channel, the newest first.</summary>
    public SortedDictionary<string, IReadOnlyList<Generation>> Channels { get; init; } = new(StringComparer.Ordinal);

    /// <summary>When files of the pools were published, in the order of publication.</summary>
    public IReadOnlyList<PublishedFiles> Published { get; init; } = [];

    /// <summary>The files of the pools that no index names any more.</summary>
    public IReadOnlyList<RemovedFile> Removed { get; init; } = [];

    /// <summary>The date of the last change.</summary>
    [JsonIgnore]
    public DateTimeOffset? Date =>
        Channels.Values.SelectMany(generations => generations).Max(generation => (DateTimeOffset?)generation.Date);

    /// <summary>Reads the state of a repository.</summary>
    /// <returns>The state, or null if there is none.</returns>
    /// <exception cref="RepositoryException">No trusted key signed it, or it is malformed.</exception>
    public static RepositoryState? Read(byte[]? file, TrustedKeys keys, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return null;
        }

        var text = keys.VerifyText(file, RepositoryPaths.State, cancellationToken);
        try
        {
            var state = JsonSerializer.Deserialize(text, RepositoryStateJson.Default.RepositoryState);
            return state is { Format: Version }
                ? state with { Channels = new(state.Channels, StringComparer.Ordinal) }
                : throw new RepositoryException(RepositoryProblem.Foreign, RepositoryPaths.State, "a state of another version");
        }
        catch (JsonException exception)
        {
            throw new RepositoryException(RepositoryProblem.Damaged, RepositoryPaths.State, exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>Returns the state after files of the pools were deleted.</summary>
    public RepositoryState Without(IReadOnlyList<string> deleted)
    {
        var gone = deleted.ToHashSet(StringComparer.Ordinal);
        return gone.Count == 0 ? this : this with
        {
            Removed = [.. Removed.Where(file => !gone.Contains(file.Path))],
            Published = [.. Published.Select(release => release.Without(gone)).Where(release => release.Files.Count > 0)],
        };
    }

    /// <summary>Returns the signed text.</summary>
    public byte[] Render(RepositorySigner signer, DateTimeOffset date, CancellationToken cancellationToken) =>
        signer.SignText(JsonSerializer.Serialize(this, RepositoryStateJson.Default.RepositoryState) + "\n", date, cancellationToken);
}

/// <summary>How the state is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(RepositoryState))]
internal sealed partial class RepositoryStateJson : JsonSerializerContext;

/// <summary>The packages that install the keys and the configuration of clients.</summary>
/// <param name="Version">Their version.</param>
/// <param name="Digest">The digest of what they contain. If it changes, there is a new version.</param>
/// <param name="Date">Since when this version exists.</param>
internal sealed record KeyringState(int Version, string Digest, DateTimeOffset Date);

/// <summary>The metadata of a channel at a time.</summary>
/// <param name="Date">When it was written.</param>
/// <param name="Deb">The suite, or null if the channel had none.</param>
/// <param name="Rpm">The rpm-md metadata, or null if the channel had none.</param>
internal sealed record Generation(DateTimeOffset Date, GenerationPart? Deb, GenerationPart? Rpm)
{
    /// <summary>The files of the generation that other generations may share.</summary>
    [JsonIgnore]
    public IEnumerable<string> Files => [.. Deb?.Files ?? [], .. Rpm?.Files ?? []];
}

/// <summary>The metadata of one kind.</summary>
/// <param name="Number">The number of the generation of this kind, from 1.</param>
/// <param name="Root">The file from which all others are found: a copy of InRelease, or repomd.xml.</param>
/// <param name="Sha256">The digest of that file.</param>
/// <param name="Files">The files that never change.</param>
/// <param name="IsHidden">True if it was replaced before any client saw it, because the run that wrote it was interrupted.</param>
internal sealed record GenerationPart(int Number, string Root, string Sha256, IReadOnlyList<string> Files, bool? IsHidden = null);

/// <summary>Files that were published at the same time.</summary>
/// <param name="Date">The time.</param>
/// <param name="Files">Their digests by their paths in the repository, in the order in which they are written.</param>
internal sealed record PublishedFiles(DateTimeOffset Date, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Returns the same without some files.</summary>
    public PublishedFiles Without(IReadOnlySet<string> gone) => this with
    {
        Files = Files.Where(file => !gone.Contains(file.Key)).ToDictionary(StringComparer.Ordinal),
    };
}

/// <summary>A file that an index does not name any more.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Date">When the index was replaced.</param>
internal sealed record RemovedFile(string Path, DateTimeOffset Date);
