using System.Buffers.Binary;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Signing.Verification;

/// <summary>The table of certificates, the digest and the checksum of a portable executable, read with the classes of .NET.</summary>
internal sealed class PeDigest
{
    private const int ChecksumOffset = 64;
    private const int DirectoriesPe32 = 96;
    private const int DirectoriesPe32Plus = 112;
    private const int CertificateEntry = 4 * 8;
    private const int EntryLength = 8;
    private const int Alignment = 8;
    private const int TableHeaderLength = 8;
    private const int Revision2AndPkcs = 0x00020200;
    private const int MostSignatureBytes = 1 << 20;

    private readonly Stream _file;
    private readonly long _checksumAt;
    private readonly long _entryAt;
    private readonly uint _storedChecksum;
    private readonly long _tableStart;
    private readonly long _tableLength;

    /// <exception cref="InvalidDataException">It is not a portable executable.</exception>
    public PeDigest(Stream file)
    {
        _file = file;
        try
        {
            var headers = new PEHeaders(new SectionStream(file, 0, Math.Min(file.Length, int.MaxValue)));
            var optional = headers.PEHeader ?? throw new InvalidDataException("The file has no header of a portable executable.");
            var directories = optional.Magic == PEMagic.PE32Plus ? DirectoriesPe32Plus : DirectoriesPe32;
            _checksumAt = headers.PEHeaderStartOffset + ChecksumOffset;
            _entryAt = headers.PEHeaderStartOffset + directories + CertificateEntry;
            _storedChecksum = optional.CheckSum;
            _tableStart = (uint)optional.CertificateTableDirectory.RelativeVirtualAddress;
            _tableLength = (uint)optional.CertificateTableDirectory.Size;
        }
        catch (Exception e) when (e is BadImageFormatException or ArgumentException or IOException)
        {
            throw new InvalidDataException($"The file is not a portable executable: {e.Message}", e);
        }
    }

    /// <summary>Returns the signature.</summary>
    /// <exception cref="InvalidDataException">There is none, or the table that contains it is malformed.</exception>
    public byte[] ReadSignature()
    {
        Require(_tableLength > 0, "The file has no signature.");
        Require(
            _tableStart % Alignment == 0 && _tableStart > _entryAt && _tableStart + _tableLength == _file.Length
            && _tableLength is > TableHeaderLength and <= MostSignatureBytes,
            "The table of certificates is not at the end of the file, or has a wrong length.");
        var table = new byte[_tableLength];
        _file.Position = _tableStart;
        _file.ReadExactly(table);
        Require(
            BinaryPrimitives.ReadUInt32LittleEndian(table) == _tableLength
            && BinaryPrimitives.ReadInt32LittleEndian(table.AsSpan(sizeof(uint))) == Revision2AndPkcs,
            "The table of certificates does not contain exactly one signature.");
        return WithoutPadding(table.AsSpan(TableHeaderLength));
    }

    /// <summary>Returns the digest of everything but the checksum, the entry of the table, and the table.</summary>
    public byte[] Compute(HashAlgorithmName hash)
    {
        using var digest = IncrementalHash.CreateHash(hash);
        foreach (var (start, end) in new[]
            { (0, _checksumAt), (_checksumAt + sizeof(uint), _entryAt), (_entryAt + EntryLength, _tableStart) })
        {
            using var section = new SectionStream(_file, start, end - start);
            PooledCopy.ReadRest(section, digest.AppendData, CancellationToken.None);
        }

        return digest.GetHashAndReset();
    }

    /// <summary>Returns whether the checksum in the header is right.</summary>
    public bool HasRightChecksum()
    {
        // In this order: the words of the file, with those of the checksum taken away again, and the carries added at once.
        ulong sum = 0;
        var block = new byte[65536];
        _file.Position = 0;
        for (int read; (read = _file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)) > 0;)
        {
            block.AsSpan(read).Clear();
            for (var i = 0; i < read; i += sizeof(ushort))
            {
                sum += BinaryPrimitives.ReadUInt16LittleEndian(block.AsSpan(i));
            }
        }

        sum -= (_storedChecksum & 0xFFFF) + (_storedChecksum >> 16);
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return sum + (ulong)_file.Length == _storedChecksum;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidDataException(message);
        }
    }

    // The signature is filled up with zeros, and its own first bytes have its length.
    private static byte[] WithoutPadding(ReadOnlySpan<byte> content)
    {
        Require(
            System.Formats.Asn1.AsnDecoder.TryReadEncodedValue(
                content, System.Formats.Asn1.AsnEncodingRules.DER, out _, out _, out _, out var length),
            "The signature is not DER.");
        Require(
            content.Length - length < Alignment && !content[length..].ContainsAnyExcept((byte)0),
            "There are bytes after the signature.");
        return content[..length].ToArray();
    }
}
