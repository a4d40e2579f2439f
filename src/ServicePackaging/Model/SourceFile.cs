using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Executables;

namespace ServicePackaging.Model;

/// <summary>A file of the developer's.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Kind">What its header says it is.</param>
public sealed record SourceFile(FileContent Content, ExecutableKind Kind);
