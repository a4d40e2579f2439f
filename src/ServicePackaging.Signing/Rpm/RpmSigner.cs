using ServicePackaging.Formats.Rpm;
using ServicePackaging.Formats.Streams;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Signing.Rpm;

/// <summary>Signs rpm packages over their header, which contains the digest of the payload (rpm, docs/manual/signatures_digests.md). The
/// signature takes its space from the reserved one, so that the payload does not move.</summary>
internal static class RpmSigner
{
    // OpenPgp is the list that rpm 6 writes in addition; with it present, rpm 6 does not read the others.
    private static readonly RpmSignatureTag[] SignatureTags =
        [RpmSignatureTag.Dsa, RpmSignatureTag.Rsa, RpmSignatureTag.OpenPgp, RpmSignatureTag.Pgp, RpmSignatureTag.Gpg];

    /// <summary>Signs a package. Signatures that it has are replaced.</summary>
    /// <param name="package">The package, a seekable stream.</param>
    /// <param name="signed">Receives the signed package.</param>
    /// <param name="signer">The key.</param>
    /// <param name="time">The time of the package.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="InvalidDataException">The package is malformed.</exception>
    /// <exception cref="SigningException">The key cannot sign.</exception>
    public static OpenPgpSignature Sign(
        Stream package, Stream signed, IOpenPgpSigner signer, DateTimeOffset time, CancellationToken cancellationToken)
    {
        using var reader = RpmReader.Open(package, leaveOpen: true);
        var signature = signer.Sign(new MemoryStream(reader.Header.Bytes.ToArray(), writable: false), time, cancellationToken);
        Copy(reader, package, signed, signature, cancellationToken);
        return signature;
    }

    /// <summary>Removes all signatures. If this library has written and signed the package, the result is the package before.</summary>
    /// <inheritdoc cref="Sign" path="/param"/>
    /// <exception cref="InvalidDataException">The package is malformed.</exception>
    public static void Remove(Stream package, Stream unsigned, CancellationToken cancellationToken)
    {
        using var reader = RpmReader.Open(package, leaveOpen: true);
        Copy(reader, package, unsigned, signature: null, cancellationToken);
    }

    private static void Copy(
        RpmReader reader, Stream package, Stream output, OpenPgpSignature? signature, CancellationToken cancellationToken)
    {
        var lead = new byte[RpmFormat.LeadLength];
        package.Position = 0;
        package.ReadExactly(lead);
        var header = BuildSignatureHeader(reader.Signature, signature);
        output.Write(lead);
        output.Write(header);
        output.Write(new byte[-header.Length & (RpmFormat.SignatureAlignment - 1)]);
        output.Write(reader.Header.Bytes.Span);
        package.Position = reader.PayloadOffset;
        PooledCopy.CopyRest(package, output, cancellationToken);
    }

    private static byte[] BuildSignatureHeader(RpmHeader old, OpenPgpSignature? signature)
    {
        var isReserved = old[RpmSignatureTag.ReservedSpace] is not null;
        if (!isReserved)
        {
            return Build(old, signature, reserved: 0);
        }

        // The header keeps its length. The reserved space keeps at least one byte, because rpm does not accept an empty tag.
        var least = Build(old, signature, reserved: 1).Length;
        return Build(old, signature, reserved: Math.Max(1, old.Bytes.Length - least + 1));
    }

    private static byte[] Build(RpmHeader old, OpenPgpSignature? signature, int reserved)
    {
        var header = new RpmHeaderBuilder((int)RpmSignatureTag.Region);
        foreach (var tag in old.Tags.Where(tag => tag != (int)RpmSignatureTag.Region && tag != (int)RpmSignatureTag.ReservedSpace
            && !SignatureTags.Contains((RpmSignatureTag)tag)))
        {
            header.Add(tag, old[tag]!);
        }

        if (signature is not null)
        {
            header.Add((int)(signature.IsRsa ? RpmSignatureTag.Rsa : RpmSignatureTag.Dsa), new RpmBytes(RpmType.Bytes, signature.Packet));
        }

        if (reserved > 0)
        {
            header.Add((int)RpmSignatureTag.ReservedSpace, new RpmBytes(RpmType.Bytes, new byte[reserved]));
        }

        return header.Build();
    }
}
