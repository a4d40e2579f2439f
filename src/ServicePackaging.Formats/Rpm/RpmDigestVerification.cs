using System.Security.Cryptography;
using System.Text;
using ServicePackaging.Formats.Archives;
using ServicePackaging.Formats.Streams;

namespace ServicePackaging.Formats.Rpm;

/// <summary>The digests of a package.</summary>
[Flags]
public enum RpmDigests
{
    /// <summary>No digest.</summary>
    None = 0,

    /// <summary>The SHA-256 of the header.</summary>
    Header = 1,

    /// <summary>The SHA-256 of the payload.</summary>
    Payload = 2,

    /// <summary>The SHA-256 of the uncompressed payload.</summary>
    PlainPayload = 4,

    /// <summary>The MD5 of header and payload.</summary>
    Md5 = 8,

    /// <summary>The digests of the files: SHA-256, SHA-384, SHA-512 or MD5.</summary>
    Files = 16,
}

/// <summary>Checks the digests and lengths of a package.</summary>
internal sealed class RpmDigestVerification(RpmReader package)
{
    // Whether the content of hard links has been read. Only one of the links has a content.
    private readonly Dictionary<uint, bool> _contentOfLinks = [];

    /// <summary>The digests that have been verified so far.</summary>
    public RpmDigests Verified { get; private set; }

    /// <summary>Verifies all digests and lengths.</summary>
    /// <exception cref="InvalidDataException">A digest or length is wrong, or the payload lacks a file or is malformed.</exception>
    public RpmDigests Run(CancellationToken cancellationToken)
    {
        VerifyHeader();
        VerifyPayload(cancellationToken);
        VerifyLength();
        VerifyArchive(cancellationToken);
        return Verified;
    }

    /// <summary>Verifies the header's digest.</summary>
    public void VerifyHeader()
    {
        if (package.Signature.Of<RpmTexts>((int)RpmSignatureTag.Sha256) is { Values: [var expected] })
        {
            Expect(RpmDigests.Header, "header", expected, Convert.ToHexStringLower(SHA256.HashData(package.Header.Bytes.Span)));
        }
    }

    /// <summary>Verifies the digests of the payload as stored.</summary>
    public void VerifyPayload(CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var expectedMd5 = package.Signature.Of<RpmBytes>((int)RpmSignatureTag.Md5);
        using var md5 = expectedMd5 is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        md5?.AppendData(package.Header.Bytes.Span);
        using var payload = package.OpenCompressedPayload();
        PooledCopy.ReadRest(
            payload,
            block =>
            {
                sha256.AppendData(block);
                md5?.AppendData(block);
            },
            cancellationToken);
        if (md5 is not null)
        {
            var expected = Convert.ToHexStringLower(expectedMd5!.Values.Span);
            Expect(RpmDigests.Md5, "header and payload", expected, Convert.ToHexStringLower(md5.GetHashAndReset()));
        }

        ExpectPayload(RpmTag.PayloadDigest, RpmDigests.Payload, sha256);
    }

    /// <summary>Verifies the length of header and payload.</summary>
    public void VerifyLength() => ExpectLength(
        RpmSignatureTag.Size, RpmSignatureTag.LongSize, package.Header.Bytes.Length + package.PayloadLength, "header and payload");

    /// <summary>Unpacks the payload, and verifies its digest and its files.</summary>
    public void VerifyArchive(CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var archive = new ObservedStream(package.OpenPayload(), "The payload", sha256.AppendData);
        var reader = new RpmPayloadReader(package.Files);
        var algorithm = FileAlgorithm();
        Verified |= algorithm is null ? RpmDigests.None : RpmDigests.Files;
        reader.Read(
            archive,
            (file, header, content) =>
            {
                VerifyFile(file, header, content, algorithm);
                return true;
            },
            cancellationToken);
        if (reader.Missing.FirstOrDefault(file => !file.IsGhost) is { } missing)
        {
            throw new InvalidDataException($"The package lists {missing.Path} but does not contain it.");
        }

        if (_contentOfLinks.ContainsValue(false))
        {
            throw new InvalidDataException("The package contains hard links without their content.");
        }

        ExpectPayload(RpmTag.PayloadDigestAlternative, RpmDigests.PlainPayload, sha256);
        ExpectLength(RpmSignatureTag.PayloadSize, RpmSignatureTag.LongPayloadSize, archive.BytesRead, "payload's archive");
    }

    private void VerifyFile(RpmFileInfo file, CpioHeader header, Stream content, HashAlgorithmName? algorithm)
    {
        if (file is { IsFile: true, Length: > 0 } && header is { LinkCount: > 1, Length: 0 })
        {
            _ = _contentOfLinks.TryAdd(file.Inode, false);
            return;
        }

        var expected = file.IsFile || file.IsSymlink ? file.Length : 0;
        if (header.Length != expected || header.Mode != new InodeMode(file.Type, file.Mode))
        {
            throw new InvalidDataException($"The payload's {file.Path} does not have the length and mode that the header lists.");
        }

        if (file.IsFile && header.LinkCount > 1)
        {
            _contentOfLinks[file.Inode] = true;
        }

        if (file.IsSymlink)
        {
            VerifyLink(file, content);
        }
        else if (file.IsFile && algorithm is { } name
            && file.Digest != Convert.ToHexStringLower(CryptographicOperations.HashData(name, content)))
        {
            throw new InvalidDataException($"The package's file {file.Path} does not match its digest in the header.");
        }
    }

    private static void VerifyLink(RpmFileInfo file, Stream content)
    {
        var expected = Encoding.UTF8.GetBytes(file.LinkTarget);
        var actual = new byte[expected.Length];
        if (file.Length != expected.Length
            || content.ReadAtLeast(actual, actual.Length, throwOnEndOfStream: false) != actual.Length
            || !actual.AsSpan().SequenceEqual(expected))
        {
            throw new InvalidDataException($"The package's link {file.Path} does not have the target that the header lists.");
        }
    }

    private HashAlgorithmName? FileAlgorithm() => package.Header.Number(RpmTag.FileDigestAlgorithm) switch
    {
        null or RpmFormat.Md5 => HashAlgorithmName.MD5,
        RpmFormat.Sha256 => HashAlgorithmName.SHA256,
        RpmFormat.Sha384 => HashAlgorithmName.SHA384,
        RpmFormat.Sha512 => HashAlgorithmName.SHA512,
        _ => null,
    };

    private void ExpectPayload(RpmTag tag, RpmDigests digest, IncrementalHash sha256)
    {
        if (package.Header.Number(RpmTag.PayloadDigestAlgorithm) == RpmFormat.Sha256 && package.Header.Text(tag) is { } expected)
        {
            Expect(digest, "payload", expected, Convert.ToHexStringLower(sha256.GetHashAndReset()));
        }
    }

    private void Expect(RpmDigests digest, string what, string expected, string actual)
    {
        Verified |= expected == actual
            ? digest
            : throw new InvalidDataException($"The package's {what} does not match its digest {digest}.");
    }

    private void ExpectLength(RpmSignatureTag tag, RpmSignatureTag longTag, long actual, string what)
    {
        var expected = package.Signature.Of<RpmNumbers>((int)longTag) ?? package.Signature.Of<RpmNumbers>((int)tag);
        if (expected is { Values: [var length, ..] } && length != (ulong)actual)
        {
            throw new InvalidDataException($"The package's {what} should have {length} bytes, but has {actual}.");
        }
    }
}
