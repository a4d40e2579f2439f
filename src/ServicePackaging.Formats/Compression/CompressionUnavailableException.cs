namespace ServicePackaging.Formats.Compression;

/// <summary>The exception that is thrown if the native library of the requested compression is not found on this host.</summary>
public sealed class CompressionUnavailableException : Exception
{
    /// <summary>Creates the exception for a kind of compression.</summary>
    /// <param name="kind">The compression.</param>
    /// <param name="searched">The paths and names that were tried, in order.</param>
    public CompressionUnavailableException(CompressionKind kind, IReadOnlyList<string> searched)
        : base($"{kind} compression requires liblzma, which was not found. Searched: {string.Join(", ", searched)}.")
    {
        Kind = kind;
        Searched = searched;
    }

    /// <summary>The compression.</summary>
    public CompressionKind Kind { get; }

    /// <summary>The paths and names that were tried, in order.</summary>
    public IReadOnlyList<string> Searched { get; }
}
