using ServicePackaging.Repositories.Storage;

namespace ServicePackaging.Repositories.Verification;

/// <summary>What the parts of a verification share.</summary>
/// <param name="store">The repository.</param>
/// <param name="options">What to verify.</param>
/// <param name="cancellationToken">Cancels the work.</param>
internal sealed class VerificationContext(IRepositoryStore store, VerificationOptions options, CancellationToken cancellationToken)
{
    /// <summary>What to verify.</summary>
    public VerificationOptions Options => options;

    /// <summary>The faults.</summary>
    public FaultCollector Faults { get; } = new();

    /// <summary>Checks signatures.</summary>
    public SignatureCheck Signatures => field ??= new(options.Keys, options.Now, Faults);

    /// <summary>The files that change in place with every publication, with the date that each contains.</summary>
    public Dictionary<string, DateTimeOffset?> Pointers { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths of directories in which no file of an unlikely name exists.</summary>
    public List<string> Directories { get; } = [];

    /// <summary>The packages that were verified: several generations of metadata name the same files.</summary>
    public HashSet<string> Verified { get; } = new(StringComparer.Ordinal);

    /// <summary>A package file, to request a part of it; null if none was found.</summary>
    public string? SamplePackage { get; set; }

    /// <summary>Cancels the work.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Reads a file.</summary>
    /// <returns>The file; null if it does not exist or cannot be read.</returns>
    public FileRead Read(string path, long limit) => Try(path, () => store.Read(path, limit, cancellationToken));

    /// <summary>Returns the length of a file.</summary>
    public (long? Length, bool Failed) Length(string path)
    {
        long? length = null;
        var read = Try(path, () =>
        {
            length = store.Length(path, cancellationToken);
            return null;
        });
        return (length, read.Failed);
    }

    /// <summary>Runs a function on a file.</summary>
    /// <returns>Whether the file exists, or a fault was added because it cannot be read.</returns>
    public bool Open(string path, Action<Stream> run)
    {
        var exists = false;
        var read = Try(path, () =>
        {
            using var file = store.Open(path, RepositoryLimits.Package, cancellationToken);
            if (file is not null)
            {
                exists = true;
                run(file);
            }

            return null;
        });
        return exists || read.Failed;
    }

    private FileRead Try(string path, Func<byte[]?> read)
    {
        try
        {
            return new(read(), Failed: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RepositoryException)
        {
            var reason = exception is RepositoryException { Arguments: [.., var fault] } ? fault : exception.Message.TrimEnd('.');
            Faults.Add(ServerRules.Unreadable, path, $"The file cannot be read: {reason}. Clients fail as well.{Advice(exception)}");
            return new(null, Failed: true);
        }
    }

    private static string Advice(Exception exception) => exception is HttpStatusException { Status: System.Net.HttpStatusCode.Forbidden }
        ? " Allow everybody to read the file. If it does not exist, let the server answer 404: apt does not fall back to other files "
            + "after 403."
        : "";
}

/// <summary>The result of reading a file.</summary>
/// <param name="Content">The content, or null.</param>
/// <param name="Failed">Whether it may exist but cannot be read, and a fault was added.</param>
internal readonly record struct FileRead(byte[]? Content, bool Failed);
