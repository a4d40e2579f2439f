namespace ServicePackaging.Repositories.Verification;

/// <summary>The rules of how the files are served.</summary>
internal static class ServerRules
{
    /// <summary>A file cannot be read, or the server answers with an error.</summary>
    public static RepositoryRule Unreadable { get; } =
        new("file-unreadable", FaultSeverity.Error, "A file cannot be read, or the server answers with an error.");

    /// <summary>The server declares an encoding for a file that clients read as it is.</summary>
    public static RepositoryRule ContentEncoding { get; } =
        new("content-encoding", FaultSeverity.Warning, "The server declares an encoding for a file that clients read as it is.");

    /// <summary>The server does not answer 404 for a file that does not exist.</summary>
    public static RepositoryRule ForbiddenForMissing { get; } =
        new("forbidden-for-missing", FaultSeverity.Warning, "The server does not answer 404 for a file that does not exist.");

    /// <summary>The server answers with a document for a file that does not exist.</summary>
    public static RepositoryRule MissingAnswered { get; } =
        new("missing-answered", FaultSeverity.Error, "The server answers with a document for a file that does not exist.");

    /// <summary>The server does not say when a file that clients read first was changed.</summary>
    public static RepositoryRule NoLastModified { get; } =
        new("no-last-modified", FaultSeverity.Warning, "The server does not say when a file that clients read first was changed.");

    /// <summary>A file that clients read first has a modification time before its own date.</summary>
    public static RepositoryRule LastModifiedOld { get; } =
        new("last-modified-old", FaultSeverity.Warning, "A file that clients read first has a modification time before its own date.");

    /// <summary>The server redirects to another host.</summary>
    public static RepositoryRule RedirectElsewhere { get; } =
        new("redirect-elsewhere", FaultSeverity.Warning, "The server redirects to another host.");

    /// <summary>The server cannot continue an interrupted download.</summary>
    public static RepositoryRule NoRanges { get; } =
        new("no-ranges", FaultSeverity.Warning, "The server cannot continue an interrupted download.");

    /// <summary>Caches may keep a file that changes with every publication.</summary>
    public static RepositoryRule PointerCached { get; } =
        new("pointer-cached", FaultSeverity.Warning, "Caches may keep a file that changes with every publication.");

    /// <summary>All of these rules.</summary>
    public static IReadOnlyList<RepositoryRule> All { get; } =
    [
        Unreadable, ContentEncoding, ForbiddenForMissing, MissingAnswered, NoLastModified, LastModifiedOld, RedirectElsewhere,
        NoRanges, PointerCached,
    ];
}
