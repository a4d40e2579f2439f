using System.Buffers.Binary;
using System.Text;

namespace ServicePackaging.Formats.Msi.Cabinets;

/// <summary>Writes cabinets ([MS-CAB]). The same files result in the same bytes on every host and with any number of threads. No file is
/// held in memory.</summary>
internal static class CabinetWriter
{
    /// <summary>Writes a cabinet at the output's position, and moves the position to the end of the cabinet.</summary>
    /// <param name="seekableOutput">The stream to write to, which stays open. Existing data after its position is overwritten by the
    /// cabinet.</param>
    /// <param name="members">The files, in their order; at least one.</param>
    /// <param name="options">The options for packing.</param>
    /// <param name="cancellationToken">Checked for every block.</param>
    /// <exception cref="ArgumentException">A name cannot be stored or occurs twice, or there are no files.</exception>
    /// <exception cref="CabinetTooLargeException">The files do not fit into one cabinet. If the lengths show this, it is thrown before
    /// anything is read or written.</exception>
    /// <exception cref="IOException">The length of a file has changed, or a file cannot be read.</exception>
    public static CabinetWriteResult Write(
        Stream seekableOutput, IReadOnlyList<CabinetMember> members, CabinetOptions options, CancellationToken cancellationToken = default)
    {
        var plan = new CabinetPlan(members);
        CabinetPlan.CheckCabinetLength(options.Compression == CabinetCompression.None ? plan.UncompressedLength : plan.DataOffset);
        var origin = seekableOutput.Position;
        var dataOffsets = new long[plan.Folders.Count];
        WriteHeader(seekableOutput, plan, options, dataOffsets, length: 0);
        WriteFiles(seekableOutput, plan);
        using var writer = new CabinetFolderWriter(seekableOutput, plan.DataOffset, options);
        for (var i = 0; i < dataOffsets.Length; i++)
        {
            dataOffsets[i] = writer.Offset;
            writer.Write(plan.Folders[i], cancellationToken);
        }

        // The length and the positions of the folders are known only now.
        seekableOutput.Position = origin;
        WriteHeader(seekableOutput, plan, options, dataOffsets, writer.Offset);
        seekableOutput.Position = origin + writer.Offset;
        return new(writer.Offset, plan.Folders.Count, plan.Folders.Sum(folder => folder.BlockCount));
    }

    private static void WriteHeader(Stream output, CabinetPlan plan, CabinetOptions options, long[] dataOffsets, long length)
    {
        var bytes = new byte[plan.FilesOffset];
        var header = bytes.AsSpan();
        CabinetFormat.Signature.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[CabinetFormat.Header.CabinetLength..], (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[CabinetFormat.Header.FilesOffset..], (uint)plan.FilesOffset);
        header[CabinetFormat.Header.MinorVersion] = CabinetFormat.MinorVersion;
        header[CabinetFormat.Header.MajorVersion] = CabinetFormat.MajorVersion;
        BinaryPrimitives.WriteUInt16LittleEndian(header[CabinetFormat.Header.FolderCount..], (ushort)plan.Folders.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(header[CabinetFormat.Header.FileCount..], (ushort)plan.FileCount);
        for (var i = 0; i < dataOffsets.Length; i++)
        {
            var folder = header[(CabinetFormat.Header.Length + (i * CabinetFormat.Folder.Length))..];
            BinaryPrimitives.WriteUInt32LittleEndian(folder[CabinetFormat.Folder.DataOffset..], (uint)dataOffsets[i]);
            BinaryPrimitives.WriteUInt16LittleEndian(folder[CabinetFormat.Folder.BlockCount..], (ushort)plan.Folders[i].BlockCount);
            BinaryPrimitives.WriteUInt16LittleEndian(folder[CabinetFormat.Folder.Compression..], (ushort)options.Compression);
        }

        output.Write(bytes);
    }

    private static void WriteFiles(Stream output, CabinetPlan plan)
    {
        var record = new byte[CabinetFormat.File.Length + CabinetFormat.MaxNameLength];
        for (var i = 0; i < plan.Folders.Count; i++)
        {
            long offset = 0;
            foreach (var member in plan.Folders[i].Members)
            {
                output.Write(record, 0, FillRecord(record, member, i, offset));
                offset += member.Length;
            }
        }
    }

    private static int FillRecord(Span<byte> record, CabinetMember member, int folder, long offset)
    {
        var (date, time) = DosTime(member.Modified);
        var attributes = CabinetFileAttributes.Archive;
        attributes |= Ascii.IsValid(member.Name) ? CabinetFileAttributes.None : CabinetFileAttributes.NameIsUtf8;
        BinaryPrimitives.WriteUInt32LittleEndian(record[CabinetFormat.File.FileLength..], (uint)member.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[CabinetFormat.File.OffsetInFolder..], (uint)offset);
        BinaryPrimitives.WriteUInt16LittleEndian(record[CabinetFormat.File.Folder..], (ushort)folder);
        BinaryPrimitives.WriteUInt16LittleEndian(record[CabinetFormat.File.Date..], date);
        BinaryPrimitives.WriteUInt16LittleEndian(record[CabinetFormat.File.Time..], time);
        BinaryPrimitives.WriteUInt16LittleEndian(record[CabinetFormat.File.Attributes..], (ushort)attributes);
        var nameLength = Encoding.UTF8.GetBytes(member.Name, record[CabinetFormat.File.Length..]);
        record[CabinetFormat.File.Length + nameLength] = 0;
        return CabinetFormat.File.Length + nameLength + 1;
    }

    private static (ushort Date, ushort Time) DosTime(DateTimeOffset modified)
    {
        var earliest = new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var latest = new DateTime(2107, 12, 31, 23, 59, 58, DateTimeKind.Utc);
        var time = new DateTime(Math.Clamp(modified.UtcTicks, earliest.Ticks, latest.Ticks), DateTimeKind.Utc);
        return (
            (ushort)(((time.Year - 1980) << 9) | (time.Month << 5) | time.Day),
            (ushort)((time.Hour << 11) | (time.Minute << 5) | (time.Second / 2)));
    }
}
