using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using ServicePackaging.Formats.Streams;
using ServicePackaging.Signing.Commands;

namespace ServicePackaging.Signing.OpenPgp;

/// <summary>A command that reads bytes from its standard input and prints a detached OpenPGP signature, armored or binary.</summary>
/// <param name="command">The command.</param>
/// <param name="publicKey">The public key with which the result is checked, or null if it is not known.</param>
internal sealed class OpenPgpCommand(string command, byte[]? publicKey) : IOpenPgpSigner
{
    // Tells the command which type of signature to make.
    private const string TypeVariable = "SERVICE_PACKAGE_SIGNATURE_TYPE";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public byte[]? PublicKey => publicKey;

    /// <inheritdoc/>
    public OpenPgpSignature Sign(
        Stream content, OpenPgpSignatureType type, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var start = content.CanSeek ? content.Position : 0;
        var variables = new Dictionary<string, string> { [TypeVariable] = type == OpenPgpSignatureType.Text ? "text" : "binary" };
        var output = CommandRunner.Run(command, content, variables, Timeout, cancellationToken);
        var signature = Parse(output, type);
        if (publicKey is not null && content.CanSeek)
        {
            content.Position = start;
            Check(signature, content, cancellationToken);
        }

        var fingerprint = (signature.GetHashedSubPackets()?.GetSubpacket(SignatureSubpacketTag.IssuerFingerprint)
            as Org.BouncyCastle.Bcpg.Sig.IssuerFingerprint)?.GetFingerprint();
        return new(
            signature.GetEncoded(),
            signature.KeyAlgorithm is PublicKeyAlgorithmTag.RsaGeneral or PublicKeyAlgorithmTag.RsaSign,
            fingerprint is null ? $"{signature.KeyId:X16}" : Convert.ToHexString(fingerprint),
            new DateTimeOffset(DateTime.SpecifyKind(signature.CreationTime, DateTimeKind.Utc)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private PgpSignature Parse(byte[] output, OpenPgpSignatureType type)
    {
        if (output.Length == 0)
        {
            throw Useless("it printed nothing");
        }

        try
        {
            var packets = new PgpObjectFactory(PgpUtilities.GetDecoderStream(new MemoryStream(output)));
            return packets.NextPgpObject() is PgpSignatureList { Count: > 0 } list
                ? CheckForm(list[0], type)
                : throw Useless("its output is not a detached OpenPGP signature");
        }
        catch (Exception exception) when (exception is not SigningException)
        {
            throw Useless("its output is not a detached OpenPGP signature of version 4");
        }
    }

    private PgpSignature CheckForm(PgpSignature signature, OpenPgpSignatureType type) => signature switch
    {
        { Version: not 4 } => throw Useless($"its signature has version {signature.Version}, but rpm and apt read version 4"),
        _ when signature.SignatureType != (int)type => throw Useless(type == OpenPgpSignatureType.Binary
            ? "its signature is not one over a binary document"
            : $"its signature is not one over a text. If {TypeVariable} is 'text', gpg needs the option --textmode"),
        { HashAlgorithm: HashAlgorithmTag.Sha1 or HashAlgorithmTag.MD5 } =>
            throw Useless("its signature uses SHA-1 or MD5, which rpm and apt refuse"),
        { KeyId: 0 } => throw Useless("its signature does not name the key"),
        _ => signature,
    };

    private void Check(PgpSignature signature, Stream content, CancellationToken cancellationToken)
    {
        var key = new PgpPublicKeyRingBundle(publicKey).GetPublicKey(signature.KeyId)
            ?? throw Useless($"its signature is by the key {signature.KeyId:X16}, which the key file does not contain");
        if (!OpenPgpSignatureCheck.IsValid(signature, key, update => PooledCopy.ReadRest(content, update, cancellationToken)))
        {
            throw Useless("its signature is not valid for the bytes that it was given");
        }
    }

    private SigningException Useless(string reason) => new(SigningProblem.CommandGaveNoSignature, command, reason);
}
