namespace ServicePackaging.Model;

/// <summary>Where an output stream goes.</summary>
/// <param name="Kind">The kind of target.</param>
/// <param name="Path">The file to append to; may contain directory tokens.</param>
/// <param name="Property">The property or metadata that names the file, for messages; empty if there is no file.</param>
public sealed record OutputTarget(OutputKind Kind, string? Path = null, string Property = "")
{
    /// <summary>The platform's log.</summary>
    public static readonly OutputTarget Journal = new(OutputKind.Journal);
}

/// <summary>Kinds of targets for output.</summary>
public enum OutputKind
{
    /// <summary>The platform's log.</summary>
    Journal,

    /// <summary>Nowhere.</summary>
    Null,

    /// <summary>A file, appended to.</summary>
    File,
}
