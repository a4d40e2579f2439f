namespace ServicePackaging.Model;

/// <summary>Where an output stream goes.</summary>
/// <param name="Kind">The kind of place.</param>
/// <param name="Path">The file to append to; may hold directory tokens.</param>
/// <param name="Property">Which property or metadata names the file, for messages; empty where there is no file.</param>
public sealed record OutputTarget(OutputKind Kind, string? Path = null, string Property = "")
{
    /// <summary>The platform's log.</summary>
    public static readonly OutputTarget Journal = new(OutputKind.Journal);
}

/// <summary>Kinds of places for output.</summary>
public enum OutputKind
{
    /// <summary>The platform's log.</summary>
    Journal,

    /// <summary>Nowhere.</summary>
    Null,

    /// <summary>A file, appended to.</summary>
    File,
}
