using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Signing.Keys;
using static ServicePackaging.Signing.Tests.Windows.Samples;

namespace ServicePackaging.Signing.Tests.Windows;

public sealed class CertificateRulesTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 2, 0, 0, TimeSpan.Zero);

    private readonly TestCertificates _authority = new();
    private readonly RSA _key = RSA.Create(2048);

    public void Dispose()
    {
        _key.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void A_certificate_for_code_signing_is_accepted() => CertificateRules.RequireAuthenticode(Key(Issue()), Now);

    [Fact]
    public void The_root_is_optional() => CertificateRules.RequireAuthenticode(new(_key, [Issue(), _authority.Intermediate]), Now);

    [Fact]
    public void A_self_signed_certificate_needs_no_issuer()
    {
        using var key = ThrowawayKey();

        CertificateRules.RequireAuthenticode(key, Now.AddYears(1));
    }

    [Fact]
    public void An_expired_certificate_is_refused() =>
        AssertRefused(SigningProblem.Expired, Key(Issue(until: Now.AddSeconds(-1))), "Example", "2026-12-01 01:59 UTC");

    [Fact]
    public void A_certificate_that_is_not_yet_valid_is_refused() =>
        AssertRefused(SigningProblem.NotYetValid, Key(Issue(from: Now.AddHours(1))), "Example", "2026-12-01 03:00 UTC");

    [Fact]
    public void A_certificate_for_servers_is_refused() =>
        AssertRefused(SigningProblem.WrongPurpose, Key(Issue(purposes: [TestCertificates.ServerAuthentication])), "Example", "does not name code signing");

    [Fact]
    public void A_certificate_without_purposes_is_refused() =>
        AssertRefused(SigningProblem.WrongPurpose, Key(Issue(purposes: [])), "Example", "has none");

    [Fact]
    public void A_key_that_must_not_sign_is_refused() => AssertRefused(
        SigningProblem.WrongPurpose,
        Key(Issue(change: request =>
        {
            request.CertificateExtensions.RemoveAt(1);
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, true));
        })),
        "Example", "digital signatures");

    [Fact]
    public void A_certificate_signed_over_SHA_1_is_refused()
    {
        var request = new CertificateRequest("CN=Example", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.Create(request.SubjectName, new Sha1Generator(_key), Now.AddYears(-1), Now.AddYears(1), [1]);

        AssertRefused(SigningProblem.WeakAlgorithm, new(_key, [certificate]), "Example", "SHA-1");
    }

    [Fact]
    public void A_short_key_is_refused()
    {
        using var key = RSA.Create(1024);
        using var certificate = _authority.Issue("CN=Example", key, [TestCertificates.CodeSigning]);

        AssertRefused(SigningProblem.WeakAlgorithm, new(key, [certificate, _authority.Intermediate]), "Example", "RSA with 1024 bits");
    }

    [Fact]
    public void A_certificate_of_another_key_is_refused()
    {
        using var other = RSA.Create(2048);

        AssertRefused(SigningProblem.CertificateMismatch, new(other, [Issue(), _authority.Intermediate]), "Example", "Example");
    }

    [Fact]
    public void A_certificate_alone_names_the_missing_issuer() =>
        AssertRefused(SigningProblem.ChainIncomplete, new(_key, [Issue()]), "Example", "Test Intermediate");

    [Fact]
    public void A_certificate_without_a_common_name_is_named_by_its_subject()
    {
        using var certificate = _authority.Issue("O=Example Limited", _key, []);

        Assert.Equal("O=Example Limited", CertificateRules.NameOf(certificate));
    }

    private static void AssertRefused(SigningProblem problem, CertificateKey key, params string[] arguments) => AssertProblem(
        problem,
        () =>
        {
            CertificateRules.RequireAuthenticode(key, Now);
            return null;
        },
        arguments);

    private CertificateKey Key(X509Certificate2 leaf) => new(_key, [leaf, _authority.Intermediate, _authority.Root]);

    private X509Certificate2 Issue(
        string[]? purposes = null, DateTimeOffset? from = null, DateTimeOffset? until = null, Action<CertificateRequest>? change = null) =>
        _authority.Issue("CN=Example", _key, purposes ?? [TestCertificates.CodeSigning], from, until, change);

    // .NET makes no such certificates any more.
    private sealed class Sha1Generator(RSA key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05, 0x05, 0x00];

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
