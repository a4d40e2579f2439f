using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Model;

/// <summary>A file of the developer.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Kind">What it is according to its header.</param>
public sealed record SourceFile(FileContent Content, ExecutableKind Kind);
