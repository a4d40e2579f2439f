using System.Buffers.Binary;
using System.Security.Cryptography;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Signing.Verification;

/// <summary>The signature and the digests of a package of Windows Installer.</summary>
internal sealed class MsiDigest(CompoundFileReader file)
{
    private const string SignatureName = "\u0005DigitalSignature";
    private const string MetadataName = "\u0005MsiDigitalSignatureEx";
    private const int MostSignatureBytes = 1 << 20;

    /// <summary>Returns the signature.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is not plausible.</exception>
    public byte[] ReadSignature() => ReadStream(SignatureName) ?? throw new InvalidDataException("The package has no signature.");

    /// <summary>Returns what is wrong with the digest of names and lengths; null if nothing is, or the package does not have this
    /// digest.</summary>
    public string? FindMetadataFault() =>
        ReadStream(MetadataName) is { } stored && !stored.AsSpan().SequenceEqual(ComputeMetadata())
            ? "The names, lengths or other fields of the streams are not what was signed."
            : null;

    /// <summary>Returns the digest of the streams' contents.</summary>
    public byte[] Compute(HashAlgorithmName hash)
    {
        using var digest = IncrementalHash.CreateHash(hash);
        digest.AppendData(ReadStream(MetadataName) ?? []);
        foreach (var entry in Sorted())
        {
            using var content = file.OpenStream(entry);
            PooledCopy.ReadRest(content, digest.AppendData, CancellationToken.None);
        }

        digest.AppendData(file.Root.ClassId.ToByteArray());
        return digest.GetHashAndReset();
    }

    private byte[] ComputeMetadata()
    {
        using var fields = new MemoryStream();
        using var writer = new BinaryWriter(fields);
        writer.Write(file.Root.ClassId.ToByteArray());
        writer.Write(file.Root.StateBits);
        foreach (var entry in Sorted())
        {
            foreach (var unit in entry.Name)
            {
                writer.Write((ushort)unit);
            }

            writer.Write((uint)entry.Length);
            writer.Write(entry.StateBits);
            writer.Write(entry.CreationTime);
            writer.Write(entry.ModifiedTime);
        }

        writer.Flush();
        return SHA256.HashData(fields.ToArray());
    }

    private byte[]? ReadStream(string name)
    {
        if (file.Entries.FirstOrDefault(entry => entry.Name == name) is not { } entry)
        {
            return null;
        }

        if (entry.Kind != CompoundFileEntryKind.Stream || entry.Length > MostSignatureBytes)
        {
            throw new InvalidDataException("The stream of the signature is no stream, or too long.");
        }

        using var stream = file.OpenStream(entry);
        var content = new byte[entry.Length];
        stream.ReadExactly(content);
        return content;
    }

    private List<CompoundFileEntry> Sorted()
    {
        if (file.Entries.Any(entry => entry.Kind != CompoundFileEntryKind.Stream))
        {
            throw new InvalidDataException("The package contains storages, whose digest is not known here.");
        }

        var streams = file.Entries.Where(entry => entry.Name is not (SignatureName or MetadataName)).ToList();
        streams.Sort((a, b) => Compare(a.Name, b.Name));
        return streams;
    }

    // As memcmp compares the stored names: the low byte of each unit is the first one. A name that ends goes first.
    private static int Compare(string a, string b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] != b[i])
            {
                return BinaryPrimitives.ReverseEndianness((ushort)a[i]) - BinaryPrimitives.ReverseEndianness((ushort)b[i]);
            }
        }

        return a.Length - b.Length;
    }
}
