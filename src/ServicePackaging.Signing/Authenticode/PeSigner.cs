using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using ServicePackaging.Signing.Keys;
using static ServicePackaging.Signing.Authenticode.PeFormat;

namespace ServicePackaging.Signing.Authenticode;

/// <summary>
/// Signs programs and libraries of Windows (Microsoft, "Windows Authenticode Portable Executable Signature Format"). The signature is in a
/// table at the end of the file. Without a timestamp, the same key gives the same bytes. Signing a signed file replaces its signature.
/// </summary>
internal static class PeSigner
{
    private const int BlockLength = 256 * 1024;

    /// <summary>Whether a file is a portable executable with a table of certificates. Its position moves.</summary>
    /// <param name="file">A seekable stream.</param>
    public static bool IsSigned(Stream file) => PeHeader.Read(file).Header.IsSigned;

    /// <summary>Whether a file is a portable executable that can be signed. Its position moves.</summary>
    /// <param name="file">A seekable stream.</param>
    public static bool IsSignable(Stream file) => PeHeader.Read(file).Problem is null;

    /// <summary>Writes a signed copy.</summary>
    /// <param name="package">The file, a seekable stream.</param>
    /// <param name="signed">The stream to write to, at its position.</param>
    /// <param name="key">The key. <see cref="CertificateRules.RequireAuthenticode"/> must accept it.</param>
    /// <param name="options">Name, address and timestamp.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="SigningException">The file, the key or the timestamp server does not allow it.</exception>
    public static void Sign(
        Stream package, Stream signed, CertificateKey key, AuthenticodeOptions options, CancellationToken cancellationToken)
    {
        var header = ReadHeader(package);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Visit(package, header, (position, block) => AppendDigested(digest, header, position, block), cancellationToken);
        var signature = AuthenticodeSignature.Create(
            SpcContent.OfPortableExecutable(digest.GetHashAndReset()), key, options, cancellationToken);
        Write(package, signed, header, TableOf(signature), cancellationToken);
    }

    /// <summary>Writes a copy without the signature, padded as signing requires, and with the right checksum.</summary>
    /// <param name="package">The file, a seekable stream.</param>
    /// <param name="unsigned">The stream to write to, at its position.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="SigningException">The file is not a portable executable.</exception>
    public static void Remove(Stream package, Stream unsigned, CancellationToken cancellationToken) =>
        Write(package, unsigned, ReadHeader(package), [], cancellationToken);

    /// <summary>Writes a copy of a file with the signature of another copy, which a tool has signed.</summary>
    /// <param name="package">The file, a seekable stream.</param>
    /// <param name="other">The copy with the signature, a seekable stream.</param>
    /// <param name="signed">The stream to write to.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <returns>Whether the other copy has a signature. Without one, nothing is written.</returns>
    /// <exception cref="SigningException">It is not a portable executable.</exception>
    public static bool Transplant(Stream package, Stream other, Stream signed, CancellationToken cancellationToken)
    {
        var header = PeHeader.Read(other).Header;
        if (!header.IsSigned || header.TableLength > AuthenticodeSignature.MaxLength
            || header.TableOffset + (long)header.TableLength > other.Length)
        {
            return false;
        }

        var table = new byte[header.TableLength];
        other.Position = header.TableOffset;
        other.ReadExactly(table);
        Write(package, signed, ReadHeader(package), table, cancellationToken);
        return true;
    }

    private static PeHeader ReadHeader(Stream package)
    {
        var (header, problem) = PeHeader.Read(package);
        return problem is null ? header : throw Unsignable(package, problem);
    }

    private static SigningException Unsignable(Stream package, string problem) =>
        new(SigningProblem.UnsignableFile, SignableName.Of(package, "The file"), problem);

    // The digest has everything but the checksum, the directory entry and the table, so that signing does not change it.
    private static void AppendDigested(IncrementalHash digest, PeHeader header, long position, ReadOnlySpan<byte> block)
    {
        var end = position + block.Length;
        foreach (var (start, length) in new[] { (header.Checksum, sizeof(uint)), (header.Directory, DirectoryLength) })
        {
            // The part before this gap, which may be in another block.
            var before = (int)Math.Clamp(start - position, 0, block.Length);
            digest.AppendData(block[..before]);
            block = block[Math.Max(before, (int)Math.Clamp(start + length - position, 0, block.Length))..];
            position = end - block.Length;
        }

        digest.AppendData(block);
    }

    private static byte[] TableOf(byte[] signature)
    {
        var length = CertificateHeaderLength + signature.Length;
        var table = new byte[length + (-length & (CertificateAlignment - 1))];
        BinaryPrimitives.WriteInt32LittleEndian(table, table.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(4), CertificateRevision);
        BinaryPrimitives.WriteUInt16LittleEndian(table.AsSpan(6), CertificateTypePkcs);
        signature.CopyTo(table, CertificateHeaderLength);
        return table;
    }

    private static void Write(Stream package, Stream output, PeHeader header, byte[] table, CancellationToken cancellationToken)
    {
        var end = PaddedLength(package, header);
        if (end + table.Length > uint.MaxValue)
        {
            throw Unsignable(package, "with a signature, it has 4 GiB or more");
        }

        var checksum = new PeChecksum();
        var entry = new byte[DirectoryLength];
        if (table.Length > 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(entry, (uint)end);
            BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(sizeof(uint)), table.Length);
        }

        var sum = new byte[sizeof(uint)];
        Visit(package, header, (position, block) => checksum.Add(Patched(header, position, block, sum, entry)), cancellationToken);
        checksum.Add(table);
        BinaryPrimitives.WriteUInt32LittleEndian(sum, checksum.Finish());
        Visit(package, header, (position, block) => output.Write(Patched(header, position, block, sum, entry)), cancellationToken);
        output.Write(table);
    }

    private static Span<byte> Patched(PeHeader header, long position, Span<byte> block, byte[] checksum, byte[] entry)
    {
        Patch(block, header.Checksum - position, checksum);
        Patch(block, header.Directory - position, entry);
        return block;
    }

    private static void Patch(Span<byte> block, long offset, byte[] bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (offset + i >= 0 && offset + i < block.Length)
            {
                block[(int)offset + i] = bytes[i];
            }
        }
    }

    private static long ContentLength(Stream package, PeHeader header) => header.IsSigned ? header.TableOffset : package.Length;

    private static long PaddedLength(Stream package, PeHeader header)
    {
        var length = ContentLength(package, header);
        return length + (-length & (CertificateAlignment - 1));
    }

    private delegate void VisitBlock(long position, Span<byte> block);

    // The content without the table, filled up with zeros to the position where a table may start.
    private static void Visit(Stream package, PeHeader header, VisitBlock visit, CancellationToken cancellationToken)
    {
        var (length, padded) = (ContentLength(package, header), PaddedLength(package, header));
        var buffer = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            package.Position = 0;
            for (long position = 0; position < padded;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var block = buffer.AsSpan(0, (int)Math.Min(BlockLength, padded - position));
                var wanted = block[..(int)Math.Min(block.Length, Math.Max(0, length - position))];
                if (package.ReadAtLeast(wanted, wanted.Length, throwOnEndOfStream: false) < wanted.Length)
                {
                    throw Unsignable(package, "it became shorter while it was read");
                }

                block[wanted.Length..].Clear();
                visit(position, block);
                position += block.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
