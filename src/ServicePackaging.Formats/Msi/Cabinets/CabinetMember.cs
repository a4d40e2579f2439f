namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>A file to be added to a cabinet.</summary>
/// <param name="Name">The file's name in the cabinet. In an installer database, this is its key.</param>
/// <param name="Length">The length in bytes, at most 2,147,450,880.</param>
/// <param name="Open">Opens the content, which must have the specified length. It is called once, in the order of the members, and the
/// content is read once from start to end.</param>
/// <param name="Modified">The time of the last modification, stored in UTC in steps of two seconds, from 1980 to 2107.</param>
internal sealed record CabinetMember(string Name, long Length, Func<Stream> Open, DateTimeOffset Modified);

/// <summary>The options for writing a cabinet.</summary>
internal sealed record CabinetOptions
{
    /// <summary>The compression.</summary>
    public CabinetCompression Compression { get; init; } = CabinetCompression.MsZip;

    /// <summary>The maximum number of threads, at least 1; null for the number of cores. The output does not depend on it.</summary>
    public int? MaxThreads { get; init; }
}

/// <summary>The results of writing a cabinet.</summary>
/// <param name="Length">The length in bytes.</param>
/// <param name="Folders">The number of folders.</param>
/// <param name="Blocks">The number of blocks in all folders.</param>
internal sealed record CabinetWriteResult(long Length, int Folders, int Blocks);

/// <summary>The exception that is thrown if the files do not fit into one cabinet.</summary>
/// <param name="message">A description of what is too large, and of the limit.</param>
internal sealed class CabinetTooLargeException(string message) : IOException(message);
