namespace ServicePackaging.Formats.MacPkg;

/// <summary>A name in a xar archive that is to be written.</summary>
internal abstract record XarNode(string Name);

/// <summary>A directory of the archive; its children are in the order of the heap.</summary>
internal sealed record XarDirectory(string Name, IReadOnlyList<XarNode> Children) : XarNode(Name);

/// <summary>A file of the archive.</summary>
/// <param name="Content">What the heap holds of it; null where it is empty.</param>
internal sealed record XarFile(string Name, XarContent? Content) : XarNode(Name);

/// <summary>A piece of the heap.</summary>
/// <param name="Length">Of the piece, in bytes.</param>
/// <param name="Size">Of the file that it decodes to.</param>
/// <param name="ArchivedChecksum">Of the piece, in lower-case hexadecimal.</param>
/// <param name="ExtractedChecksum">Of the file.</param>
/// <param name="Encoding">The media type.</param>
internal sealed record XarContent(long Length, long Size, string ArchivedChecksum, string ExtractedChecksum, string Encoding);
