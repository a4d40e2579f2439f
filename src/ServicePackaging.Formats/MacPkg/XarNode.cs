namespace ServicePackaging.Formats.MacPkg;

/// <summary>A named object of a xar archive to be written.</summary>
internal abstract record XarNode(string Name);

/// <summary>A directory of the archive. Its children have the order of the heap.</summary>
internal sealed record XarDirectory(string Name, IReadOnlyList<XarNode> Children) : XarNode(Name);

/// <summary>A file of the archive.</summary>
/// <param name="Content">The file's content in the heap; null if it is empty.</param>
internal sealed record XarFile(string Name, XarContent? Content) : XarNode(Name);

/// <summary>A piece of the heap.</summary>
/// <param name="Length">The length of the piece in bytes.</param>
/// <param name="Size">The length of the decoded file.</param>
/// <param name="ArchivedChecksum">The digest of the piece, in lower-case hexadecimal.</param>
/// <param name="ExtractedChecksum">The digest of the decoded file.</param>
/// <param name="Encoding">The media type.</param>
internal sealed record XarContent(long Length, long Size, string ArchivedChecksum, string ExtractedChecksum, string Encoding);
