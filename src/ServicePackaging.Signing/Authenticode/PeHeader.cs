using System.Buffers.Binary;
using System.Globalization;
using static ServicePackaging.Signing.Authenticode.PeFormat;

namespace ServicePackaging.Signing.Authenticode;

/// <summary>The positions in a portable executable that a signature changes.</summary>
/// <param name="Checksum">The position of the checksum.</param>
/// <param name="Directory">The position of the directory entry of the certificates.</param>
/// <param name="TableOffset">The position of the table of certificates; 0 if there is none.</param>
/// <param name="TableLength">Its length; 0 if there is none.</param>
internal readonly record struct PeHeader(long Checksum, long Directory, uint TableOffset, uint TableLength)
{
    /// <summary>Whether there is a table of certificates, whatever it contains.</summary>
    public bool IsSigned => TableLength > 0;

    /// <summary>Reads the positions.</summary>
    /// <returns>The positions, or why the file is not a portable executable that can be signed.</returns>
    public static (PeHeader Header, string? Problem) Read(Stream file)
    {
        Span<byte> dos = stackalloc byte[DosHeaderLength];
        Span<byte> coff = stackalloc byte[CoffHeaderLength];
        if (!TryRead(file, 0, dos) || !dos.StartsWith("MZ"u8))
        {
            return (default, "it is not a program or library of Windows");
        }

        long start = BinaryPrimitives.ReadUInt32LittleEndian(dos[NewHeaderOffset..]);
        if (!TryRead(file, start, coff) || !coff.StartsWith("PE\0\0"u8))
        {
            return (default, "it has no header of a portable executable");
        }

        // Windows does not load other images, and the checksum adds words that must not be split.
        if (start % sizeof(uint) != 0)
        {
            return (default, "its header is at a position that is not a multiple of 4");
        }

        return ReadOptional(file, start + CoffHeaderLength, BinaryPrimitives.ReadUInt16LittleEndian(coff[OptionalHeaderLength..]));
    }

    private static (PeHeader Header, string? Problem) ReadOptional(Stream file, long start, int length)
    {
        Span<byte> optional = stackalloc byte[DirectoriesPe32Plus + ((CertificateDirectory + 1) * DirectoryLength)];
        optional = optional[..Math.Min(optional.Length, length)];
        if (optional.Length < sizeof(ushort) || !TryRead(file, start, optional))
        {
            return (default, "its header is incomplete");
        }

        var directories = BinaryPrimitives.ReadUInt16LittleEndian(optional) switch
        {
            Pe32 => DirectoriesPe32,
            Pe32Plus => DirectoriesPe32Plus,
            _ => 0,
        };
        var entry = directories + (CertificateDirectory * DirectoryLength);
        if (directories == 0 || optional.Length < entry + DirectoryLength
            || BinaryPrimitives.ReadUInt32LittleEndian(optional[(directories - sizeof(uint))..]) <= CertificateDirectory)
        {
            return (default, "its header has no place for a signature");
        }

        var header = new PeHeader(
            start + PeFormat.Checksum, start + entry, BinaryPrimitives.ReadUInt32LittleEndian(optional[entry..]),
            BinaryPrimitives.ReadUInt32LittleEndian(optional[(entry + sizeof(uint))..]));
        return (header, header.FindTableProblem(file.Length, start + length));
    }

    private string? FindTableProblem(long fileLength, long headerEnd)
    {
        if (!IsSigned)
        {
            return fileLength > uint.MaxValue - CertificateAlignment ? "it has 4 GiB or more" : null;
        }

        return TableOffset < headerEnd || TableOffset + (long)TableLength != fileLength
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"it has a table of certificates at {TableOffset} with {TableLength} bytes, which is not the end of the file")
            : null;
    }

    private static bool TryRead(Stream stream, long offset, Span<byte> bytes)
    {
        if (offset + bytes.Length > stream.Length)
        {
            return false;
        }

        stream.Position = offset;
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }
}
