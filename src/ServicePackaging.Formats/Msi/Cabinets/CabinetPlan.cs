using System.Text;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>A folder to be written: files that follow each other and are packed together.</summary>
/// <param name="Members">The files, in their order.</param>
/// <param name="Length">The total length of the files in bytes.</param>
internal sealed record PlannedFolder(IReadOnlyList<CabinetMember> Members, long Length)
{
    public int BlockCount => (int)((Length + CabinetFormat.BlockLength - 1) / CabinetFormat.BlockLength);
}

/// <summary>Divides files among as few folders as possible, and rejects files that do not fit into a cabinet.</summary>
internal sealed class CabinetPlan
{
    /// <exception cref="ArgumentException">There are no files, or a name cannot be stored or occurs twice.</exception>
    /// <exception cref="CabinetTooLargeException">There are too many files, or one is too long.</exception>
    public CabinetPlan(IReadOnlyList<CabinetMember> members)
    {
        if (members.Count == 0)
        {
            throw new ArgumentException("A cabinet must have at least one file.", nameof(members));
        }

        if (members.Count > CabinetFormat.MaxFiles)
        {
            throw new CabinetTooLargeException($"A cabinet can have at most {CabinetFormat.MaxFiles} files, not {members.Count}.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            Check(member, names);
        }

        Folders = [.. Divide(members)];
        FilesOffset = CabinetFormat.Header.Length + (Folders.Count * CabinetFormat.Folder.Length);
        DataOffset = FilesOffset + members.Sum(member => CabinetFormat.File.Length + Encoding.UTF8.GetByteCount(member.Name) + 1L);
    }

    public IReadOnlyList<PlannedFolder> Folders { get; }

    public int FileCount => Folders.Sum(folder => folder.Members.Count);

    /// <summary>The position of the file records in the cabinet.</summary>
    public int FilesOffset { get; }

    /// <summary>The position of the blocks in the cabinet.</summary>
    public long DataOffset { get; }

    /// <summary>Throws if a cabinet is too large.</summary>
    /// <exception cref="CabinetTooLargeException">The cabinet is too large.</exception>
    public static void CheckCabinetLength(long length)
    {
        if (length > CabinetFormat.MaxCabinetLength)
        {
            throw new CabinetTooLargeException(
                $"The cabinet would have at least {length} bytes, but the maximum is {CabinetFormat.MaxCabinetLength} (2 GiB).");
        }
    }

    /// <summary>The length of the cabinet without compression.</summary>
    public long UncompressedLength =>
        DataOffset + Folders.Sum(folder => folder.Length + ((long)folder.BlockCount * CabinetFormat.Block.Length));

    private static void Check(CabinetMember member, HashSet<string> names)
    {
        var length = Encoding.UTF8.GetByteCount(member.Name) + 1;
        if (length is 1 or > CabinetFormat.MaxNameLength || member.Name.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"'{member.Name}' is not a valid file name, which has 1 to {CabinetFormat.MaxNameLength - 1} bytes of UTF-8 without NUL.",
                nameof(member));
        }

        if (!names.Add(member.Name))
        {
            throw new ArgumentException($"The cabinet would have two files with the name '{member.Name}'.", nameof(member));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(member.Length);
        if (member.Length > CabinetFormat.MaxFolderLength)
        {
            throw new CabinetTooLargeException(
                $"The file {member.Name} has {member.Length} bytes; the maximum in a cabinet is {CabinetFormat.MaxFolderLength}.");
        }
    }

    private static IEnumerable<PlannedFolder> Divide(IReadOnlyList<CabinetMember> members)
    {
        var folder = new List<CabinetMember>();
        long length = 0;
        foreach (var member in members)
        {
            if (length + member.Length > CabinetFormat.MaxFolderLength)
            {
                yield return new(folder, length);
                (folder, length) = ([], 0);
            }

            folder.Add(member);
            length += member.Length;
        }

        yield return new(folder, length);
    }
}
