using System.Security.Cryptography;
using ServicePackaging.Signing.Keys;
using static ServicePackaging.Signing.Tests.Windows.Samples;

namespace ServicePackaging.Signing.Tests.Windows;

public sealed class DelegatedRsaTests : IDisposable
{
    private readonly CertificateKey _key = ThrowawayKey();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_delegated_key_gives_the_same_bytes()
    {
        using var delegated = Delegate((digest, hash) => _key.Key.SignHash(digest, hash, RSASignaturePadding.Pkcs1));

        Assert.Equal(SignMsi(SmallMsi(), _key), SignMsi(SmallMsi(), delegated));
        Assert.Equal(SignPe(Library(), _key), SignPe(Library(), delegated));
        CertificateRules.RequireAuthenticode(delegated, new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Only_the_digest_is_given_away()
    {
        var lengths = new List<int>();
        using var delegated = Delegate((digest, hash) =>
        {
            lengths.Add(digest.Length);
            return _key.Key.SignHash(digest, hash, RSASignaturePadding.Pkcs1);
        });

        SignMsi(SmallMsi(), delegated);

        Assert.Equal([32], lengths);
    }

    [Fact]
    public void A_signature_of_another_length_is_refused() =>
        AssertRefused((_, _) => new byte[12], "12 bytes");

    [Fact]
    public void A_signature_by_another_key_is_refused()
    {
        using var other = RSA.Create(2048);

        AssertRefused((digest, hash) => other.SignHash(digest, hash, RSASignaturePadding.Pkcs1), "is not a PKCS #1 v1.5 signature");
    }

    [Fact]
    public void A_signature_of_another_scheme_is_refused() =>
        AssertRefused((digest, hash) => _key.Key.SignHash(digest, hash, RSASignaturePadding.Pss), "is not a PKCS #1 v1.5 signature");

    [Fact]
    public void The_private_key_cannot_be_exported()
    {
        using var delegated = Delegate((_, _) => []);

        Assert.Throws<CryptographicException>(() => delegated.Key.ExportParameters(true));
        Assert.Equal(_key.Key.ExportRSAPublicKey(), delegated.Key.ExportRSAPublicKey());
    }

    private static void AssertRefused(Func<byte[], HashAlgorithmName, byte[]> sign, string reason)
    {
        using var delegated = Delegate(sign);

        AssertProblem(SigningProblem.CommandGaveNoSignature, () => SignMsi(SmallMsi(), delegated), "sign-in-the-cloud", reason);
    }

    private static CertificateKey Delegate(Func<byte[], HashAlgorithmName, byte[]> sign) =>
        DelegatedRsa.CreateKey(CertificateKeyLoader.LoadCertificates(ThrowawayPem, "throwaway.pem"), "sign-in-the-cloud", sign);
}
