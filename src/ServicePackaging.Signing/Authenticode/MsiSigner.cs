using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Msi.CompoundFiles;
using ServicePackaging.Formats.Msi.Storage;
using ServicePackaging.Formats.Streams;
using ServicePackaging.Signing.Keys;

namespace ServicePackaging.Signing.Authenticode;

/// <summary>
/// Signs packages of Windows Installer. The signature is a stream of the compound file, over the contents of all other streams; a second
/// stream has the digest of their names and lengths. Microsoft does not document this digest; osslsigncode (msi.c) and jsign compute it.
/// The package is written again with its streams in their old order, so that signing and removing the signature of a package of this
/// project gives the bytes before. Without a timestamp, the same key gives the same bytes. Signing a signed package replaces its
/// signature.
/// </summary>
internal static class MsiSigner
{
    public const string SignatureStream = "\u0005DigitalSignature";

    /// <summary>The stream with the digest of the names and lengths.</summary>
    public const string MetadataStream = "\u0005MsiDigitalSignatureEx";

    /// <summary>Writes a signed copy.</summary>
    /// <param name="package">The package, a seekable stream.</param>
    /// <param name="signed">The seekable stream to write to, at its position.</param>
    /// <param name="key">The key. <see cref="CertificateRules.RequireAuthenticode"/> must accept it.</param>
    /// <param name="options">Name, address and timestamp.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="SigningException">The package, the key or the timestamp server does not allow it.</exception>
    public static void Sign(
        Stream package, Stream signed, CertificateKey key, AuthenticodeOptions options, CancellationToken cancellationToken) =>
        Run(package, (file, streams) =>
        {
            var metadata = DigestMetadata(file, streams);
            var digest = DigestContents(file, streams, metadata, cancellationToken);
            var signature = AuthenticodeSignature.Create(SpcContent.OfInstallerPackage(digest), key, options, cancellationToken);
            Write(file, streams, signed, [(SignatureStream, signature), (MetadataStream, metadata)], cancellationToken);
        });

    /// <summary>Writes a copy without the signature.</summary>
    /// <param name="package">The package, a seekable stream.</param>
    /// <param name="unsigned">The seekable stream to write to, at its position.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="SigningException">It is not a package of Windows Installer.</exception>
    public static void Remove(Stream package, Stream unsigned, CancellationToken cancellationToken) =>
        Run(package, (file, streams) => Write(file, streams, unsigned, [], cancellationToken));

    /// <summary>Writes a copy of a package with the signature of another file of it, which a tool has signed and laid out anew.</summary>
    /// <param name="package">The package, a seekable stream.</param>
    /// <param name="other">The file with the signature, a seekable stream.</param>
    /// <param name="signed">The seekable stream to write to, at its position.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <returns>Whether the other file has a signature. Without one, nothing is written.</returns>
    /// <exception cref="InvalidDataException">The other file is damaged.</exception>
    /// <exception cref="SigningException">It is not a package of Windows Installer.</exception>
    public static bool Transplant(Stream package, Stream other, Stream signed, CancellationToken cancellationToken)
    {
        using var source = CompoundFileReader.Open(other, leaveOpen: true);
        var signatures = source.Entries
            .Where(entry => entry.Name is SignatureStream or MetadataStream && entry.Length <= AuthenticodeSignature.MaxLength)
            .Select(entry => (entry.Name, ReadAll(source, entry))).OrderBy(stream => stream.Name == MetadataStream).ToList();
        if (!signatures.Exists(stream => stream.Name == SignatureStream))
        {
            return false;
        }

        Run(package, (file, streams) => Write(file, streams, signed, signatures, cancellationToken));
        return true;
    }

    /// <summary>Whether a package has a signature.</summary>
    /// <param name="package">The package, a seekable stream.</param>
    /// <exception cref="SigningException">It is not a package of Windows Installer.</exception>
    public static bool IsSigned(Stream package)
    {
        var isSigned = false;
        Run(package, (file, _) => isSigned = file.Entries.Any(entry => entry.Name == SignatureStream));
        return isSigned;
    }

    private static void Run(Stream package, Action<CompoundFileReader, IReadOnlyList<CompoundFileEntry>> use)
    {
        try
        {
            using var file = CompoundFileReader.Open(package, leaveOpen: true);
            use(file, FindStreams(file, package));
        }
        catch (InvalidDataException e)
        {
            throw Unsignable(package, $"it is damaged ({e.Message})");
        }
        catch (ArgumentException e)
        {
            // Names that the format forbids, which only a damaged package has.
            throw Unsignable(package, $"it is damaged ({e.Message})");
        }
        catch (CompoundFileTooLargeException)
        {
            throw Unsignable(package, "with a signature, it has 2 GiB or more");
        }
    }

    private static SigningException Unsignable(Stream package, string problem) =>
        new(SigningProblem.UnsignableFile, SignableName.Of(package, "The package"), problem);

    // In the order in which they were written.
    private static IReadOnlyList<CompoundFileEntry> FindStreams(CompoundFileReader file, Stream package)
    {
        if (file.RootClassId != MsiFormat.PackageClassId)
        {
            throw Unsignable(package, "it is not a package of Windows Installer");
        }

        // Substorages are transforms within the package. This project writes none, and its writer cannot copy them.
        if (file.Entries.Any(entry => entry.Kind != CompoundFileEntryKind.Stream))
        {
            throw Unsignable(package, "it contains storages, such as transforms, which are not supported");
        }

        // Streams that share their sectors could make a copy that is much larger than the file.
        if (file.Entries.Aggregate(0L, (sum, entry) => sum + Math.Min(entry.Length, file.FileLength)) > file.FileLength)
        {
            throw Unsignable(package, "its streams overlap");
        }

        return [.. file.Entries.Where(entry => entry.Name is not (SignatureStream or MetadataStream)).OrderBy(entry => entry.Id)];
    }

    // By the bytes of the names, low byte first, and not by their units as StringComparer.Ordinal does.
    private static IEnumerable<CompoundFileEntry> InOrderOfDigest(IEnumerable<CompoundFileEntry> streams) =>
        streams.OrderBy(entry => Encoding.Unicode.GetBytes(entry.Name), Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));

    private static byte[] DigestContents(
        CompoundFileReader file, IEnumerable<CompoundFileEntry> streams, byte[] metadata, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(metadata);
        foreach (var entry in InOrderOfDigest(streams))
        {
            using var content = file.OpenStream(entry);
            PooledCopy.CopyExactly(
                content, Stream.Null, entry.Length, entry.Name, block => digest.AppendData(block), cancellationToken);
        }

        digest.AppendData(file.RootClassId.ToByteArray());
        return digest.GetHashAndReset();
    }

    // The class and the state of the root; name, length, state and times of each stream. The writer writes neither states nor times.
    private static byte[] DigestMetadata(CompoundFileReader file, IEnumerable<CompoundFileEntry> streams)
    {
        const int StateAndTimesLength = sizeof(uint) + (2 * sizeof(ulong));
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> fields = stackalloc byte[sizeof(uint) + StateAndTimesLength];
        fields.Clear();
        digest.AppendData(file.RootClassId.ToByteArray());
        digest.AppendData(fields[..sizeof(uint)]);
        foreach (var entry in InOrderOfDigest(streams))
        {
            digest.AppendData(Encoding.Unicode.GetBytes(entry.Name));
            BinaryPrimitives.WriteUInt32LittleEndian(fields, (uint)entry.Length);
            digest.AppendData(fields);
        }

        return digest.GetHashAndReset();
    }

    private static byte[] ReadAll(CompoundFileReader file, CompoundFileEntry entry)
    {
        var bytes = new byte[entry.Length];
        using var content = file.OpenStream(entry);
        content.ReadExactly(bytes);
        return bytes;
    }

    private static void Write(
        CompoundFileReader file, IEnumerable<CompoundFileEntry> streams, Stream output,
        IEnumerable<(string Name, byte[] Content)> added, CancellationToken cancellationToken)
    {
        using var writer = new CompoundFileWriter(output, file.RootClassId);
        foreach (var entry in streams)
        {
            using var content = file.OpenStream(entry);
            using var copy = writer.CreateStream(entry.Name);
            PooledCopy.CopyExactly(content, copy, entry.Length, entry.Name, observer: null, cancellationToken);
        }

        foreach (var (name, bytes) in added)
        {
            using var stream = writer.CreateStream(name);
            stream.Write(bytes);
        }

        writer.Complete();
        output.Flush();
    }
}
