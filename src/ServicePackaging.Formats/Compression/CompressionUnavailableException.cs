namespace ServicePackaging.Formats.Compression;

/// <summary>A kind of compression was asked for whose native library is not to be found on this host.</summary>
public sealed class CompressionUnavailableException : Exception
{
    /// <summary>A failure to find the library of a kind of compression.</summary>
    /// <param name="kind">The compression.</param>
    /// <param name="searched">Paths and names that were tried, in order.</param>
    public CompressionUnavailableException(CompressionKind kind, IReadOnlyList<string> searched)
        : base($"{kind} compression needs liblzma, which was not found. Looked for: {string.Join(", ", searched)}.")
    {
        Kind = kind;
        Searched = searched;
    }

    /// <summary>The compression.</summary>
    public CompressionKind Kind { get; }

    /// <summary>Paths and names that were tried, in order.</summary>
    public IReadOnlyList<string> Searched { get; }
}
