using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ServicePackaging.Signing.Keys;
using static ServicePackaging.Signing.Tests.Windows.Samples;

namespace ServicePackaging.Signing.Tests.Windows;

public sealed class CertificateKeyLoaderTests : IDisposable
{
    private const string Source = "release.pfx";

    private static readonly char[] Password = "geheim €".ToCharArray();
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    private readonly TestCertificates _authority = new();
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _leaf;

    public CertificateKeyLoaderTests() => _leaf = _authority.Issue("CN=Example Orders", _key, [TestCertificates.CodeSigning]);

    public void Dispose()
    {
        _key.Dispose();
        _leaf.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("geheim €")]
    public void A_pfx_is_loaded_with_its_chain_in_order(string? password)
    {
        var pfx = Pfx(_key, password, _leaf, _authority.Root, _authority.Intermediate);

        AssertChain(CertificateKeyLoader.Load(pfx, password?.ToCharArray(), Source));
    }

    [Fact]
    public void Certificates_of_other_chains_are_left_out()
    {
        using var other = new TestCertificates();

        AssertChain(CertificateKeyLoader.Load(
            Pfx(_key, null, _leaf, other.Root, _authority.Root, other.Intermediate, _authority.Intermediate), null, Source));
    }

    [Fact]
    public void A_chain_may_be_given_beside_a_pfx() =>
        AssertChain(CertificateKeyLoader.Load(Pfx(_key, null, _leaf), null, Source, Text(_authority.Root, _authority.Intermediate)));

    [Fact]
    public void A_pem_key_and_its_certificates_may_be_in_one_file_in_any_order() =>
        AssertChain(CertificateKeyLoader.Load(
            [.. Text(_authority.Root), .. "\nattributes\n"u8, .. Key(_key.ExportPkcs8PrivateKeyPem()), .. Text(_leaf, _authority.Intermediate)], null, Source));

    [Fact]
    public void A_pem_key_and_its_certificates_may_be_in_two_files()
    {
        AssertChain(CertificateKeyLoader.Load(Key(_key.ExportRSAPrivateKeyPem()), null, Source, Text(_leaf, _authority.Intermediate, _authority.Root)));
        AssertChain(CertificateKeyLoader.Load(
            Key(_key.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption)), Password, Source, Text(_leaf, _authority.Intermediate, _authority.Root)));
    }

    [Fact]
    public void One_certificate_may_be_binary()
    {
        using var key = CertificateKeyLoader.Load(Key(_key.ExportPkcs8PrivateKeyPem()), null, Source, _leaf.RawData, "release.cer");

        Assert.Equal(_leaf.Thumbprint, key.Thumbprint);
    }

    // The rows of the table of key material in the facts: .NET has one message for several of them, or a misleading one.
    [Fact]
    public void A_missing_password_of_a_pfx_is_told() =>
        AssertProblem(SigningProblem.PasswordMissing, () => CertificateKeyLoader.Load(Pfx(_key, "secret", _leaf), null, Source), Source);

    [Fact]
    public void A_wrong_password_of_a_pfx_is_told()
    {
        var failure = AssertProblem(
            SigningProblem.PasswordWrong, () => CertificateKeyLoader.Load(Pfx(_key, "secret", _leaf), Password, Source), Source);

        Assert.DoesNotContain("geheim", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_password_of_a_pem_key_is_told() => AssertProblem(
        SigningProblem.PasswordMissing,
        () => CertificateKeyLoader.Load(Key(_key.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption)), null, Source, Text(_leaf)), Source);

    [Fact]
    public void A_wrong_password_of_a_pem_key_is_told() => AssertProblem(
        SigningProblem.PasswordWrong,
        () => CertificateKeyLoader.Load(Key(_key.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption)), ['x'], Source, Text(_leaf)), Source);

    [Fact]
    public void A_pem_key_where_a_pfx_was_meant_asks_for_the_certificate() => AssertProblem(
        SigningProblem.CertificateMissing, () => CertificateKeyLoader.Load(Key(_key.ExportPkcs8PrivateKeyPem()), null, Source), Source);

    [Fact]
    public void A_pem_key_with_the_certificate_of_another_key_is_told()
    {
        using var other = RSA.Create(2048);

        AssertProblem(
            SigningProblem.CertificateMismatch,
            () => CertificateKeyLoader.Load(Key(other.ExportPkcs8PrivateKeyPem()), null, Source, Text(_leaf)), Source, "Example Orders");
    }

    [Fact]
    public void A_pfx_with_the_certificate_of_another_key_is_told()
    {
        using var other = RSA.Create(2048);
        var contents = new Pkcs12SafeContents();
        var id = new Pkcs9LocalKeyId([1]);
        contents.AddCertificate(_leaf).Attributes.Add(id);
        contents.AddKeyUnencrypted(other).Attributes.Add(id);
        var builder = new Pkcs12Builder();
        builder.AddSafeContentsUnencrypted(contents);
        builder.SealWithMac("", HashAlgorithmName.SHA256, 1000);

        AssertProblem(SigningProblem.CertificateMismatch, () => CertificateKeyLoader.Load(builder.Encode(), null, Source), Source, "Example Orders");
    }

    [Fact]
    public void A_key_with_the_old_encryption_of_openssl_names_the_conversion() => AssertProblem(
        SigningProblem.UnsupportedKey,
        () => CertificateKeyLoader.Load(
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"u8.ToArray(),
            Password, Source, Text(_leaf)),
        Source, "openssl pkcs8 -topk8");

    // Everything else that people export by mistake.
    [Fact]
    public void A_certificate_alone_is_public()
    {
        AssertProblem(SigningProblem.PublicKey, () => CertificateKeyLoader.Load(_leaf.RawData, null, Source), Source);
        AssertProblem(SigningProblem.PublicKey, () => CertificateKeyLoader.Load(Text(_leaf), null, Source), Source);
        AssertProblem(SigningProblem.PublicKey, () => CertificateKeyLoader.Load(Key(_key.ExportSubjectPublicKeyInfoPem()), null, Source), Source);
        var collection = new X509Certificate2Collection(_leaf);
        AssertProblem(SigningProblem.PublicKey, () => CertificateKeyLoader.Load(collection.Export(X509ContentType.Pfx)!, null, Source), Source);
    }

    [Fact]
    public void Two_keys_in_a_pfx_are_too_many()
    {
        using var second = _authority.Issue("CN=Second", _key, [TestCertificates.CodeSigning], change: request => request.CertificateExtensions.RemoveAt(0));
        var collection = new X509Certificate2Collection((X509Certificate2[])[_leaf.CopyWithPrivateKey(_key), second.CopyWithPrivateKey(_key)]);

        AssertProblem(SigningProblem.SeveralKeys, () => CertificateKeyLoader.Load(collection.Export(X509ContentType.Pfx)!, null, Source), Source, _leaf.Thumbprint);
    }

    [Fact]
    public void Two_pem_keys_are_too_many()
    {
        byte[] twice = [.. Key(_key.ExportPkcs8PrivateKeyPem()), .. Key(_key.ExportPkcs8PrivateKeyPem()), .. Text(_leaf)];

        AssertProblem(SigningProblem.SeveralKeys, () => CertificateKeyLoader.Load(twice, null, Source), Source);
    }

    [Fact]
    public void A_key_with_elliptic_curves_is_refused()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=Curves", ecdsa, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));

        AssertProblem(SigningProblem.WeakAlgorithm, () => CertificateKeyLoader.Load(certificate.Export(X509ContentType.Pfx), null, Source), "Curves", "ECDSA");
        AssertProblem(SigningProblem.WeakAlgorithm, () => CertificateKeyLoader.Load(Key(ecdsa.ExportECPrivateKeyPem()), null, Source), Source, "ECDSA");
        AssertProblem(SigningProblem.WeakAlgorithm, () => CertificateKeyLoader.Load(Key(ecdsa.ExportPkcs8PrivateKeyPem()), null, Source), Source);
    }

    [Theory]
    [InlineData("", nameof(SigningProblem.UnreadableKey), "it is empty")]
    [InlineData("hello", nameof(SigningProblem.UnreadableKey), "neither a PFX nor PEM text")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAA", nameof(SigningProblem.UnreadableKey), "a damaged PEM file")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", nameof(SigningProblem.UnreadableKey), "a damaged private key")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", nameof(SigningProblem.PublicKey), null)]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", nameof(SigningProblem.UnsupportedKey), "OpenSSH")]
    [InlineData("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nAAAA\n=AAAA\n-----END PGP PRIVATE KEY BLOCK-----", nameof(SigningProblem.UnsupportedKey), "OpenPGP")]
    public void What_is_no_key_is_told(string text, string problem, string? reason) => AssertProblem(
        Enum.Parse<SigningProblem>(problem), () => CertificateKeyLoader.Load(Encoding.ASCII.GetBytes(text), null, Source), reason is null ? [Source] : [Source, reason]);

    [Fact]
    public void Keys_in_DER_name_the_conversion()
    {
        AssertProblem(SigningProblem.UnsupportedKey, () => CertificateKeyLoader.Load(_key.ExportPkcs8PrivateKey(), null, Source), Source, "openssl pkey");
        AssertProblem(SigningProblem.UnsupportedKey, () => CertificateKeyLoader.Load(_key.ExportRSAPrivateKey(), null, Source), Source, "openssl pkey");
    }

    [Fact]
    public void A_list_of_certificates_names_the_conversion()
    {
        var list = new X509Certificate2Collection(_leaf).Export(X509ContentType.Pkcs7)!;

        AssertProblem(SigningProblem.UnsupportedKey, () => CertificateKeyLoader.LoadCertificates(list, "chain.p7b"), "chain.p7b", "openssl pkcs7");
    }

    [Fact]
    public void A_damaged_pfx_is_told()
    {
        var pfx = Pfx(_key, "secret", _leaf);

        AssertProblem(SigningProblem.UnreadableKey, () => CertificateKeyLoader.Load(pfx[..^100], "secret".ToCharArray(), Source), Source);
    }

    [Fact]
    public void A_damaged_public_key_in_a_certificate_is_told()
    {
        var der = _leaf.RawData.ToArray();
        der[der.AsSpan().IndexOf((byte[])[2, 0x82, 1, 1])] = 5;

        AssertProblem(SigningProblem.UnreadableKey, () => CertificateKeyLoader.LoadCertificates(der, "chain.pem"), "chain.pem", "a damaged certificate");
    }

    [Fact]
    public void Certificates_without_a_key_have_the_leaf_first()
    {
        var certificates = CertificateKeyLoader.LoadCertificates(Text(_authority.Root, _authority.Intermediate, _leaf), "chain.pem");

        Assert.Equal(_leaf.Thumbprint, certificates[0].Thumbprint);
        AssertProblem(SigningProblem.CertificateMissing, () => CertificateKeyLoader.LoadCertificates(Key(_key.ExportPkcs8PrivateKeyPem()), "chain.pem"), "chain.pem");
    }

    [Fact]
    public void Only_Windows_has_a_certificate_store()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has one");
        AssertProblem(SigningProblem.CertificateNotInStore, () => WindowsCertificateStore.Load("AB CD"), "AB CD");
    }

    private static byte[] Key(string pem) => Encoding.ASCII.GetBytes(pem + "\n");

    private static byte[] Text(params IEnumerable<X509Certificate2> certificates) =>
        Encoding.ASCII.GetBytes(string.Concat(certificates.Select(certificate => certificate.ExportCertificatePem() + "\n")));

    private void AssertChain(CertificateKey key)
    {
        using (key)
        {
            Assert.Equal(
                [_leaf.Thumbprint, _authority.Intermediate.Thumbprint, _authority.Root.Thumbprint],
                key.Certificates.Select(certificate => certificate.Thumbprint));
            Assert.Equal(_key.ExportRSAPublicKey(), key.Key.ExportRSAPublicKey());
            CertificateRules.RequireAuthenticode(key, new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        }
    }
}
