using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ServicePackaging.Formats.Executables;

/// <summary>Compares the pages of signed code with the hashes in its signature, as macOS does when a page is loaded
/// (kern/cs_blobs.h of Apple's xnu). All numbers are big-endian, and validated.</summary>
internal static class MachOSignature
{
    private const uint SuperBlobMagic = 0xFADE0CC0;
    private const uint CodeDirectoryMagic = 0xFADE0C02;
    private const uint CodeDirectorySlot = 0;
    private const uint FirstAlternateSlot = 0x1000;
    private const uint LastAlternateSlot = 0x1004;
    private const int SuperBlobLength = 12;
    private const int IndexLength = 8;

    // The largest known signatures have a few hundred KiB for each hundred MiB of code.
    private const uint MaxLength = 64 << 20;

    /// <summary>Whether a page of the code differs from its hash, or the signature is damaged. False if no directory has a hash that is
    /// known here.</summary>
    /// <param name="stream">The file; its position is moved.</param>
    /// <param name="slice">The code.</param>
    /// <param name="offset">The position of the signature in the slice.</param>
    /// <param name="length">Its length.</param>
    public static bool HasChangedPages(Stream stream, MachOSlice slice, uint offset, uint length)
    {
        if (length is < SuperBlobLength or > MaxLength || (long)offset + length > slice.Length)
        {
            return true;
        }

        var signature = new byte[length];
        stream.Position = slice.Offset + offset;
        stream.ReadExactly(signature);
        try
        {
            return Directories(signature).Where(directory => directory.Algorithm is not null)
                .MaxBy(directory => directory.HashLength) is { } best && HasChangedPages(stream, slice, best);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            // A number that leads out of the signature.
            return true;
        }
    }

    private static List<CodeDirectory> Directories(byte[] signature)
    {
        if (Number(signature, 0) != SuperBlobMagic)
        {
            throw new ArgumentOutOfRangeException(nameof(signature));
        }

        var directories = new List<CodeDirectory>();
        for (var i = 0; i < Number(signature, 8); i++)
        {
            var index = SuperBlobLength + (i * IndexLength);
            if (Number(signature, index) is CodeDirectorySlot or (>= FirstAlternateSlot and <= LastAlternateSlot))
            {
                directories.Add(CodeDirectory.Read(signature.AsMemory()[(int)Number(signature, index + 4)..]));
            }
        }

        return directories;
    }

    private static bool HasChangedPages(Stream stream, MachOSlice slice, CodeDirectory directory)
    {
        if (directory.CodeLength > slice.Length)
        {
            return true;
        }

        var page = new byte[directory.PageLength];
        stream.Position = slice.Offset;
        for (var (i, left) = (0, directory.CodeLength); left > 0; i++)
        {
            var length = (int)Math.Min(left, page.Length);
            stream.ReadExactly(page, 0, length);
            var hash = CryptographicOperations.HashData(directory.Algorithm!.Value, page.AsSpan(0, length));
            if (!hash.AsSpan(0, directory.HashLength).SequenceEqual(directory.Hash(i)))
            {
                return true;
            }

            left -= length;
        }

        return false;
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);

    /// <summary>The hashes of the pages of one slice (CS_CodeDirectory).</summary>
    private sealed record CodeDirectory(
        ReadOnlyMemory<byte> Hashes, int HashLength, HashAlgorithmName? Algorithm, int PageLength, long CodeLength)
    {
        private const uint FirstVersionWithLongLimit = 0x20300;

        // Pages of macOS have at most 16 KiB.
        private const int LargestPageShift = 16;

        public ReadOnlySpan<byte> Hash(int page) => Hashes.Span.Slice(page * HashLength, HashLength);

        public static CodeDirectory Read(ReadOnlyMemory<byte> blob)
        {
            var bytes = blob.Span;
            var shift = bytes[39];
            if (Number(bytes, 0) != CodeDirectoryMagic || shift is 0 or > LargestPageShift)
            {
                throw new ArgumentOutOfRangeException(nameof(blob));
            }

            var longLimit = Number(bytes, 8) >= FirstVersionWithLongLimit ? BinaryPrimitives.ReadUInt64BigEndian(bytes[56..]) : 0;
            var limit = longLimit > 0 ? longLimit : Number(bytes, 32);
            var hashLength = (int)bytes[36];
            var pages = (int)Math.Min(Number(bytes, 28), int.MaxValue / 64);
            var isWhole = limit <= (ulong)pages << shift;
            return isWhole
                ? new(blob.Slice((int)Number(bytes, 16), pages * hashLength), hashLength, AlgorithmOf(bytes[37]), 1 << shift, (long)limit)
                : throw new ArgumentOutOfRangeException(nameof(blob));
        }

        // CS_HASHTYPE_SHA256, its truncated form, and CS_HASHTYPE_SHA384. macOS on Apple silicon does not accept SHA-1 only.
        private static HashAlgorithmName? AlgorithmOf(byte type) => type switch
        {
            2 or 3 => HashAlgorithmName.SHA256,
            4 => HashAlgorithmName.SHA384,
            _ => null,
        };
    }
}
