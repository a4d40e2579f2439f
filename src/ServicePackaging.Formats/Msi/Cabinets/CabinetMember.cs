namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>A file to be packed.</summary>
/// <param name="Name">The file's name in the cabinet: of an installer database, its key there.</param>
/// <param name="Length">In bytes, up to 2,147,450,880.</param>
/// <param name="Open">Opens the content, which has to have that length. It is called once, in the order of the members, and read once from
/// start to end.</param>
/// <param name="Modified">Kept in UTC, in steps of two seconds, within the years 1980 to 2107.</param>
internal sealed record CabinetMember(string Name, long Length, Func<Stream> Open, DateTimeOffset Modified);

/// <summary>How a cabinet is written.</summary>
internal sealed record CabinetOptions
{
    /// <summary>How it is packed.</summary>
    public CabinetCompression Compression { get; init; } = CabinetCompression.MsZip;

    /// <summary>The most threads, from 1 on; null for as many as there are cores. The bytes are the same.</summary>
    public int? MaxThreads { get; init; }
}

/// <summary>What a written cabinet came to.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Folders">The folders that the files are in.</param>
/// <param name="Blocks">The blocks of all folders.</param>
internal sealed record CabinetWriteResult(long Length, int Folders, int Blocks);

/// <summary>The files do not fit in one cabinet.</summary>
/// <param name="message">What is too large, and how large it may be.</param>
internal sealed class CabinetTooLargeException(string message) : IOException(message);
