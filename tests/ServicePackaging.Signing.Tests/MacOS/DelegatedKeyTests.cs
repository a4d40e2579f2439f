using System.Security.Cryptography;
using ServicePackaging.Signing.Keys;
using ServicePackaging.Signing.MachO;
using ServicePackaging.Signing.MacPkg;

namespace ServicePackaging.Signing.Tests.MacOS;

/// <summary>A key may be elsewhere: then it can only sign digests.</summary>
public sealed class DelegatedKeyTests
{
    [Fact]
    public void A_key_that_only_signs_digests_gives_the_same_bytes()
    {
        using var application = MacKeys.Application();
        using var installer = MacKeys.Installer();

        Assert.Equal(SignProgram(application), SignProgram(Delegated(application)));
        Assert.Equal(SignPackage(installer), SignPackage(Delegated(installer)));
    }

    private static byte[] SignProgram(CertificateKey key)
    {
        using var signed = new MemoryStream();
        MachOSigner.Sign(
            new MemoryStream(MachOParts.Tiny()), signed, new MachOSigningOptions("x") { Key = key, SigningTime = MacKeys.Time },
            TestContext.Current.CancellationToken);
        return signed.ToArray();
    }

    private static byte[] SignPackage(CertificateKey key)
    {
        using var signed = new MemoryStream();
        MacPackageSigner.Sign(
            new MemoryStream(MacPackages.Sample()), signed, key, MacKeys.Time, timestamps: null, TestContext.Current.CancellationToken);
        return signed.ToArray();
    }

    private static CertificateKey Delegated(CertificateKey key) => new(new DelegatedRsa(key.Key), key.Certificates);

    private sealed class DelegatedRsa(RSA key) : RSA
    {
        public override int KeySize => key.KeySize;

        public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding) =>
            key.SignHash(hash, hashAlgorithm, padding);

        public override RSAParameters ExportParameters(bool includePrivateParameters) => includePrivateParameters
            ? throw new CryptographicException("The key stays where it is.")
            : key.ExportParameters(false);

        public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();
    }
}
