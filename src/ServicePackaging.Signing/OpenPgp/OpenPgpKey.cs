using System.Security.Cryptography;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Utilities;

namespace ServicePackaging.Signing.OpenPgp;

/// <summary>An opened secret key. Two signatures over the same bytes with the same time are the same: RSA and Ed25519 are deterministic,
/// and DSA and ECDSA take their random number from the key and the digest (RFC 6979).</summary>
internal sealed class OpenPgpKey : IOpenPgpSigner
{
    private readonly OpenPgpCandidate _candidate;
    private readonly AsymmetricKeyParameter _private;
    private readonly RSA? _rsa;
    private readonly DateTimeOffset _now;

    internal OpenPgpKey(OpenPgpCandidate candidate, PgpPrivateKey key, byte[] publicKey, DateTimeOffset now)
    {
        _candidate = candidate;
        _private = key.Key;
        _rsa = key.Key is RsaPrivateCrtKeyParameters parameters ? ToRsa(parameters) : null;
        _now = now;
        PublicKey = publicKey;
    }

    /// <inheritdoc/>
    public byte[] PublicKey { get; }

    /// <summary>The fingerprint in upper case hexadecimal.</summary>
    public string Fingerprint => _candidate.Fingerprint;

    private PgpPublicKey Public => _candidate.Secret.PublicKey;

    /// <inheritdoc/>
    public OpenPgpSignature Sign(
        Stream content, OpenPgpSignatureType type, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var signatureTime = ChooseTime(time);
        var hash = OpenPgpAlgorithms.HashOf(Public);
        var packet = new OpenPgpSignaturePacket(type, Public.Algorithm, hash, Public.GetFingerprint(), signatureTime);
        var digest = packet.Digest(content, cancellationToken);
        return new(packet.Build(digest, SignDigest(digest, hash)), _rsa is not null, Fingerprint, signatureTime);
    }

    /// <inheritdoc/>
    public void Dispose() => _rsa?.Dispose();

    // A later time than now is refused by every system until then.
    private DateTimeOffset ChooseTime(DateTimeOffset time)
    {
        var chosen = DateTimeOffset.FromUnixTimeSeconds(Math.Max(time.ToUnixTimeSeconds(), _candidate.Earliest.ToUnixTimeSeconds()));
        return chosen <= _now ? chosen : throw new SigningException(SigningProblem.NotYetValid, _candidate.ToString(), $"{chosen:u}");
    }

    private IEnumerable<byte[]> SignDigest(byte[] digest, HashAlgorithmName hash) => _private switch
    {
        RsaPrivateCrtKeyParameters => [_rsa!.SignHash(digest, hash, RSASignaturePadding.Pkcs1)],
        Ed25519PrivateKeyParameters => SignEd25519(digest),
        _ => SignDsa(digest, hash),
    };

    // RFC 9580 section 5.2.3.3: the two halves of the signature, as numbers.
    private byte[][] SignEd25519(byte[] digest)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, _private);
        signer.BlockUpdate(digest, 0, digest.Length);
        var signature = signer.GenerateSignature();
        return [signature[..32], signature[32..]];
    }

    private IEnumerable<byte[]> SignDsa(byte[] digest, HashAlgorithmName hash)
    {
        IDigest algorithm = hash == HashAlgorithmName.SHA512 ? new Sha512Digest() : new Sha256Digest();
        var calculator = new HMacDsaKCalculator(algorithm);
        IDsa signer = Public.Algorithm == PublicKeyAlgorithmTag.Dsa ? new DsaSigner(calculator) : new ECDsaSigner(calculator);
        signer.Init(forSigning: true, _private);
        return signer.GenerateSignature(digest).Select(number => number.ToByteArrayUnsigned());
    }

    private static RSA ToRsa(RsaPrivateCrtKeyParameters key)
    {
        var length = (key.Modulus.BitLength + 7) / 8;
        var half = (length + 1) / 2;
        var parameters = new RSAParameters
        {
            Modulus = Bytes(key.Modulus, length),
            Exponent = key.PublicExponent.ToByteArrayUnsigned(),
            D = Bytes(key.Exponent, length),
            P = Bytes(key.P, half),
            Q = Bytes(key.Q, half),
            DP = Bytes(key.DP, half),
            DQ = Bytes(key.DQ, half),
            InverseQ = Bytes(key.QInv, half),
        };
        return RSA.Create(parameters);

        static byte[] Bytes(BigInteger number, int length) => BigIntegers.AsUnsignedByteArray(length, number);
    }
}
