using System.Buffers.Binary;
using static ServicePackaging.Formats.Msi.CompoundFiles.CompoundFileFormat;

namespace ServicePackaging.Formats.Msi.CompoundFiles;

/// <summary>Reads a directory: its entries as stored, and the trees that they form.</summary>
internal static class DirectoryReader
{
    // Much more than a database with rows numbered in 16 bits requires, and an amount that a reader can hold in memory.
    private const long MaxEntries = 1 << 18;

    /// <summary>Reads all entries, used or not.</summary>
    /// <param name="directory">The stream of the directory.</param>
    /// <param name="majorVersion">In version 3, lengths have 32 bits, and the rest of the field is undefined ([MS-CFB] 2.6.1).</param>
    /// <exception cref="InvalidDataException">There are too many entries, or the first one is not a root.</exception>
    public static CompoundFileEntry[] ReadAll(Stream directory, int majorVersion)
    {
        var count = directory.Length / DirectoryEntryLength;
        if (count is 0 or > MaxEntries)
        {
            throw new InvalidDataException($"The compound file's directory has {count} entries, but only 1 to {MaxEntries} are supported.");
        }

        var entries = new CompoundFileEntry[count];
        Span<byte> bytes = stackalloc byte[DirectoryEntryLength];
        for (var i = 0u; i < count; i++)
        {
            directory.ReadExactly(bytes);
            entries[i] = Parse(bytes, i, majorVersion);
        }

        return entries[0].Kind == CompoundFileEntryKind.Root
            ? entries
            : throw new InvalidDataException("The first entry of the compound file's directory is not the root storage.");
    }

    /// <summary>Finds the entries of all storages, in the order of the trees, and sets their parents.</summary>
    /// <exception cref="InvalidDataException">A tree contains an entry that does not belong into a storage, or contains an entry
    /// twice.</exception>
    public static List<CompoundFileEntry> FindMembers(CompoundFileEntry[] entries)
    {
        var members = new List<CompoundFileEntry>();
        var seen = new bool[entries.Length];
        seen[0] = true;
        var storages = new Queue<uint>([0u]);
        while (storages.TryDequeue(out var storage))
        {
            foreach (var id in InOrder(entries, entries[storage].Child, seen))
            {
                members.Add(entries[id] = entries[id] with { Parent = storage });
                if (entries[id].Kind == CompoundFileEntryKind.Storage)
                {
                    storages.Enqueue(id);
                }
            }
        }

        return members;
    }

    // With an explicit stack, because a tree may be a list of all entries.
    private static IEnumerable<uint> InOrder(CompoundFileEntry[] entries, uint top, bool[] seen)
    {
        var above = new Stack<uint>();
        for (var id = top; id != NoEntry || above.Count > 0; id = entries[id].Right)
        {
            for (; id != NoEntry; id = entries[id].Left)
            {
                Enter(entries, id, seen);
                above.Push(id);
            }

            id = above.Pop();
            yield return id;
        }
    }

    private static void Enter(CompoundFileEntry[] entries, uint id, bool[] seen)
    {
        if (id >= entries.Length || entries[id].Kind is not (CompoundFileEntryKind.Storage or CompoundFileEntryKind.Stream))
        {
            throw new InvalidDataException($"A tree of the compound file's directory has entry {id}, which is not a stream or storage.");
        }

        if (seen[id])
        {
            throw new InvalidDataException($"The trees of the compound file's directory lead to entry {id} twice.");
        }

        seen[id] = true;
        if (entries[id].StoredName is null)
        {
            throw new InvalidDataException($"Entry {id} of the compound file's directory has a name of impossible length.");
        }
    }

    private static CompoundFileEntry Parse(ReadOnlySpan<byte> bytes, uint id, int majorVersion)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes[Entry.StreamLength..]);
        return new()
        {
            Id = id,
            Kind = (CompoundFileEntryKind)bytes[Entry.Kind],
            StoredName = ParseName(bytes),
            Color = (CompoundFileColor)bytes[Entry.Color],
            Left = UInt32(bytes, Entry.Left),
            Right = UInt32(bytes, Entry.Right),
            Child = UInt32(bytes, Entry.Child),
            ClassId = new(bytes.Slice(Entry.ClassId, 16)),
            StateBits = UInt32(bytes, Entry.StateBits),
            CreationTime = BinaryPrimitives.ReadUInt64LittleEndian(bytes[Entry.CreationTime..]),
            ModifiedTime = BinaryPrimitives.ReadUInt64LittleEndian(bytes[Entry.ModifiedTime..]),
            StartSector = UInt32(bytes, Entry.StartSector),
            Length = majorVersion == MajorVersion ? (uint)length : (long)Math.Min(length, long.MaxValue),
            IsBlank = IsBlank(bytes),
            RestIsZero = RestIsZero(bytes, majorVersion),
            Parent = id,
        };
    }

    private static string? ParseName(ReadOnlySpan<byte> bytes)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[Entry.NameLength..]);
        if (length is < 2 * sizeof(char) or > (MaxNameLength + 1) * sizeof(char) || length % sizeof(char) != 0)
        {
            return null;
        }

        Span<char> name = stackalloc char[(length / sizeof(char)) - 1];
        for (var i = 0; i < name.Length; i++)
        {
            name[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * sizeof(char))..]);
        }

        return new string(name);
    }

    private static bool IsBlank(ReadOnlySpan<byte> bytes) =>
        !bytes[..Entry.Left].ContainsAnyExcept((byte)0)
        && !bytes[Entry.ClassId..].ContainsAnyExcept((byte)0)
        && !bytes[Entry.Left..Entry.ClassId].ContainsAnyExcept((byte)0xFF);

    // The name ends with a NUL, which its length includes.
    private static bool RestIsZero(ReadOnlySpan<byte> bytes, int majorVersion)
    {
        var nameEnd = Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(bytes[Entry.NameLength..]) - sizeof(char), 0, Entry.NameLength);
        return !bytes[nameEnd..Entry.NameLength].ContainsAnyExcept((byte)0)
            && (majorVersion != MajorVersion || UInt32(bytes, Entry.StreamLength + sizeof(uint)) == 0);
    }

    private static uint UInt32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
}
