using System.Buffers;

namespace ServicePackaging.Repositories.Writing;

/// <summary>When a file is written. Clients work at any moment if all writes of a stage are complete before the next stage
/// begins.</summary>
internal enum WriteStage
{
    /// <summary>A new file that never changes: packages, and metadata whose name contains its digest or generation.</summary>
    Immutable,

    /// <summary>A copy of an index under its fixed name.</summary>
    Index,

    /// <summary>What clients read first, the signed files last.</summary>
    Pointer,

    /// <summary>A file that no index names any more.</summary>
    Delete,
}

/// <summary>One change of a repository.</summary>
/// <param name="Path">The file, relative to the repository's root.</param>
/// <param name="Stage">When it is made.</param>
internal abstract record RepositoryWrite(string Path, WriteStage Stage);

/// <summary>Writes a file with known content.</summary>
internal sealed record ContentWrite(string Path, WriteStage Stage, ReadOnlySequence<byte> Content) : RepositoryWrite(Path, Stage)
{
    /// <summary>Writes a file whose content is one array.</summary>
    public ContentWrite(string path, WriteStage stage, byte[] content)
        : this(path, stage, new ReadOnlySequence<byte>(content))
    {
    }
}

/// <summary>Copies a package.</summary>
/// <param name="Path">The file in the repository.</param>
/// <param name="Source">The package. Its digest is checked again while it is copied.</param>
internal sealed record PackageWrite(string Path, PackageSource Source) : RepositoryWrite(Path, WriteStage.Immutable);

/// <summary>Deletes a file.</summary>
internal sealed record FileDeletion(string Path) : RepositoryWrite(Path, WriteStage.Delete);
