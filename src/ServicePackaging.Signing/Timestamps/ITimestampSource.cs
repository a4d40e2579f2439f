namespace ServicePackaging.Signing.Timestamps;

/// <summary>A server, or several of them, that confirm when a signature existed (RFC 3161).</summary>
internal interface ITimestampSource
{
    /// <summary>Returns a timestamp token (a CMS SignedData, DER) for the SHA-256 digest of a signature value.</summary>
    /// <param name="signature">The bytes of the signature.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="SigningException">No server gave a valid token.</exception>
    byte[] Request(ReadOnlySpan<byte> signature, CancellationToken cancellationToken);
}
