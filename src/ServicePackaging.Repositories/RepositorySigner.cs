using System.Text;
using ServicePackaging.Signing.OpenPgp;

namespace ServicePackaging.Repositories;

/// <summary>Signs indexes with the key of the repository, and while keys rotate with both.</summary>
/// <param name="keys">The keys, the newest first. zypper refuses a signature file if it does not know the key of the last signature, so
/// that the signature of the oldest key is the last.</param>
/// <param name="now">The time of the clock. No signature is later, because every client refuses it until then.</param>
internal sealed class RepositorySigner(IReadOnlyList<IOpenPgpSigner> keys, DateTimeOffset now)
{
    /// <summary>The public keys in their binary form.</summary>
    public byte[] PublicKeys { get; } = [.. keys.SelectMany(key => key.PublicKey
        ?? throw new RepositoryException(RepositoryProblem.InvalidSetting, "", "a signing key with its public key"))];

    /// <summary>The public keys in their text form.</summary>
    public string ArmoredPublicKeys => string.Concat(keys.Select(key => OpenPgpArmor.EncodePublicKey(key.PublicKey!)));

    /// <summary>Returns a detached signature in its text form.</summary>
    public byte[] SignDetached(byte[] content, DateTimeOffset date, CancellationToken cancellationToken) =>
        Encoding.ASCII.GetBytes(OpenPgpArmor.EncodeSignatures(
            keys.Select(key => key.Sign(new MemoryStream(content, writable: false), TimeOf(date), cancellationToken))));

    /// <summary>Returns a signed text.</summary>
    public byte[] SignText(string text, DateTimeOffset date, CancellationToken cancellationToken) =>
        ClearText.Sign(text, keys, TimeOf(date), cancellationToken);

    /// <summary>Returns the time of a signature over metadata with a date, which may be a few seconds ahead.</summary>
    public DateTimeOffset TimeOf(DateTimeOffset date) => date < now ? date : now;
}
