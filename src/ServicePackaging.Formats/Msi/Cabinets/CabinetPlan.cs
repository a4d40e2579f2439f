using System.Text;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>A folder to be written: files whose bytes follow each other and are packed as one.</summary>
/// <param name="Members">The files, in their order.</param>
/// <param name="Length">The bytes of all of them.</param>
internal sealed record PlannedFolder(IReadOnlyList<CabinetMember> Members, long Length)
{
    public int BlockCount => (int)((Length + CabinetFormat.BlockLength - 1) / CabinetFormat.BlockLength);
}

/// <summary>Divides files among folders, as few as hold them, and refuses what no cabinet holds.</summary>
internal sealed class CabinetPlan
{
    /// <exception cref="ArgumentException">There is no file, or a name cannot be stored or occurs twice.</exception>
    /// <exception cref="CabinetTooLargeException">There are too many files, or one is too long.</exception>
    public CabinetPlan(IReadOnlyList<CabinetMember> members)
    {
        if (members.Count == 0)
        {
            throw new ArgumentException("A cabinet has at least one file.", nameof(members));
        }

        if (members.Count > CabinetFormat.MaxFiles)
        {
            throw new CabinetTooLargeException($"There are {members.Count} files; a cabinet holds at most {CabinetFormat.MaxFiles}.");
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

    /// <summary>Where the file records start in the cabinet.</summary>
    public int FilesOffset { get; }

    /// <summary>Where the blocks start in the cabinet.</summary>
    public long DataOffset { get; }

    /// <summary>Refuses a cabinet that is too long.</summary>
    /// <exception cref="CabinetTooLargeException">It is.</exception>
    public static void CheckCabinetLength(long length)
    {
        if (length > CabinetFormat.MaxCabinetLength)
        {
            throw new CabinetTooLargeException(
                $"The cabinet would be at least {length} bytes long; one holds at most {CabinetFormat.MaxCabinetLength} bytes (2 GiB).");
        }
    }

    /// <summary>The length of the cabinet when nothing is compressed.</summary>
    public long UncompressedLength =>
        DataOffset + Folders.Sum(folder => folder.Length + ((long)folder.BlockCount * CabinetFormat.Block.Length));

    private static void Check(CabinetMember member, HashSet<string> names)
    {
        var length = Encoding.UTF8.GetByteCount(member.Name) + 1;
        if (length is 1 or > CabinetFormat.MaxNameLength || member.Name.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"'{member.Name}' is no name for a file in a cabinet: 1 to {CabinetFormat.MaxNameLength - 1} bytes of UTF-8 without zero.",
                nameof(member));
        }

        if (!names.Add(member.Name))
        {
            throw new ArgumentException($"The cabinet would have two files '{member.Name}'.", nameof(member));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(member.Length);
        if (member.Length > CabinetFormat.MaxFolderLength)
        {
            throw new CabinetTooLargeException(
                $"The file {member.Name} is {member.Length} bytes long; a cabinet holds files of {CabinetFormat.MaxFolderLength} at most.");
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
