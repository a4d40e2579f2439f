namespace ServicePackaging.Signing.OpenPgp;

/// <summary>A detached OpenPGP signature of version 4.</summary>
/// <param name="Packet">The signature packet, including its header.</param>
/// <param name="IsRsa">Whether the key is an RSA key. rpm has different tags for RSA and for all other algorithms.</param>
/// <param name="Fingerprint">The fingerprint of the key that signed, in upper case hexadecimal, or its key ID if the signature does not
/// name the fingerprint.</param>
/// <param name="Time">The time in the signature.</param>
internal sealed record OpenPgpSignature(byte[] Packet, bool IsRsa, string Fingerprint, DateTimeOffset Time);

/// <summary>Makes detached OpenPGP signatures, with a key or with a command.</summary>
internal interface IOpenPgpSigner : IDisposable
{
    /// <summary>The public half of the key in its binary form, or null if it is not known.</summary>
    byte[]? PublicKey { get; }

    /// <summary>Signs a document.</summary>
    /// <param name="content">The bytes, which are read once from the current position to the end. The lines of a text end with CR
    /// LF.</param>
    /// <param name="type">Whether the document is a text.</param>
    /// <param name="time">The time of what is signed. The signature may be later, but never earlier than the key.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="SigningException">The key or command cannot sign.</exception>
    OpenPgpSignature Sign(Stream content, OpenPgpSignatureType type, DateTimeOffset time, CancellationToken cancellationToken);
}

/// <summary>Signs bytes, which is what packages need.</summary>
internal static class OpenPgpSignerExtensions
{
    /// <inheritdoc cref="IOpenPgpSigner.Sign"/>
    public static OpenPgpSignature Sign(
        this IOpenPgpSigner signer, Stream content, DateTimeOffset time, CancellationToken cancellationToken) =>
        signer.Sign(content, OpenPgpSignatureType.Binary, time, cancellationToken);
}
