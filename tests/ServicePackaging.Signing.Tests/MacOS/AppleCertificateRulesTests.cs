using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using ServicePackaging.Signing.Apple;
using ServicePackaging.Signing.Keys;

namespace ServicePackaging.Signing.Tests.MacOS;

public sealed class AppleCertificateRulesTests
{
    private const string InstallerPurpose = "1.2.840.113635.100.4.13";
    private static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Certificates_for_the_purpose_are_accepted()
    {
        using var application = MacKeys.Application();
        using var installer = MacKeys.Installer();
        using var authority = new TestCertificates();
        using var own = authority.Create("CN=Own", InstallerPurpose);

        AppleCertificateRules.Check(application, AppleCertificatePurpose.Application, Now);
        AppleCertificateRules.Check(installer, AppleCertificatePurpose.Installer, Now);
        AppleCertificateRules.Check(own, AppleCertificatePurpose.Installer, Now);
    }

    [Fact]
    public void Genuine_certificates_need_no_root_and_no_other_is_missing()
    {
        var cms = new SignedCms();
        cms.Decode(MachOParts.Blobs(File.ReadAllBytes(MacFiles.Runtime("arm64", "createdump")))[0x10000][8..]);
        var leaf = cms.SignerInfos[0].Certificate!;
        var issuer = cms.Certificates.Single(certificate => certificate.Subject == leaf.Issuer);
        using var rsa = RSA.Create(2048);

        AppleCertificateRules.Check(
            new CertificateKey(rsa, [leaf, issuer]), AppleCertificatePurpose.Application, leaf.NotBefore.AddDays(1));
        var e = Assert.Throws<SigningException>(() => AppleCertificateRules.Check(
            new CertificateKey(rsa, [leaf]), AppleCertificatePurpose.Application, leaf.NotBefore.AddDays(1)));
        Assert.Equal(SigningProblem.ChainIncomplete, e.Problem);
        Assert.Contains("CN=Developer ID Certification Authority", e.Arguments[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_two_kinds_of_certificates_are_told_apart()
    {
        using var application = MacKeys.Application();
        using var installer = MacKeys.Installer();

        Assert.Equal(
            [
                "Developer ID Application: Example (ABCDE12345)",
                "it is of the kind \"Developer ID Application\", which signs programs and libraries; "
                + "for packages, a \"Developer ID Installer\" certificate is needed",
            ],
            Refused(application, AppleCertificatePurpose.Installer, SigningProblem.WrongPurpose));
        Assert.Contains(
            "for programs and libraries, a \"Developer ID Application\" certificate is needed",
            Refused(installer, AppleCertificatePurpose.Application, SigningProblem.WrongPurpose)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_marker_decides_where_a_certificate_has_both_purposes()
    {
        using var authority = new TestCertificates();
        using var key = RSA.Create(2048);
        var certificate = authority.Issue(
            "CN=Both", key, [TestCertificates.CodeSigning, InstallerPurpose],
            change: request => request.CertificateExtensions.Add(new X509Extension("1.2.840.113635.100.6.1.13", [5, 0], critical: true)));
        var both = new CertificateKey(key, [certificate, authority.Intermediate, authority.Root]);

        AppleCertificateRules.Check(both, AppleCertificatePurpose.Application, Now);
        Refused(both, AppleCertificatePurpose.Installer, SigningProblem.WrongPurpose);
    }

    [Theory]
    [InlineData(TestCertificates.ServerAuthentication)]
    [InlineData(null)]
    public void Certificates_for_something_else_are_refused(string? purpose)
    {
        using var authority = new TestCertificates();
        using var key = authority.Create("CN=Server", purpose is null ? [] : [purpose]);

        Assert.Equal(
            ["Server", "its extended key usage does not contain 1.2.840.113635.100.4.13 (Developer ID Installer)"],
            Refused(key, AppleCertificatePurpose.Installer, SigningProblem.WrongPurpose));
    }

    [Fact]
    public void Apples_certificates_for_development_are_refused()
    {
        using var authority = new TestCertificates();
        using var key = RSA.Create(2048);
        using var ca = RSA.Create(2048);
        var issuer = new CertificateRequest("CN=Apple WWDR, O=Apple Inc.", ca, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1));
        var request = new CertificateRequest("CN=Apple Development: x", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(TestCertificates.CodeSigning)], true));
        var leaf = request.Create(
            issuer.SubjectName, X509SignatureGenerator.CreateForRSA(ca, RSASignaturePadding.Pkcs1), Now.AddDays(-1), Now.AddDays(1), [1]);

        Assert.Contains(
            "not a \"Developer ID Application\"",
            Refused(new CertificateKey(key, [leaf, issuer]), AppleCertificatePurpose.Application, SigningProblem.WrongPurpose)[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Certificates_are_refused_before_and_after_their_time()
    {
        using var authority = new TestCertificates();
        using var key = RSA.Create(2048);
        var certificate = authority.Issue("CN=Old", key, [InstallerPurpose], from: Now.AddDays(-2), until: Now.AddDays(-1));
        var old = new CertificateKey(key, [certificate, authority.Intermediate, authority.Root]);

        Assert.Equal(["Old", "2026-12-31 00:00 UTC"], Refused(old, AppleCertificatePurpose.Installer, SigningProblem.Expired));
        var e = Assert.Throws<SigningException>(() => AppleCertificateRules.Check(old, AppleCertificatePurpose.Installer, Now.AddDays(-3)));
        Assert.Equal(SigningProblem.NotYetValid, e.Problem);
        Assert.Equal(["Old", "2026-12-30 00:00 UTC"], e.Arguments);
    }

    [Fact]
    public void A_missing_issuer_is_named()
    {
        using var withoutRoot = MacKeys.Installer(withRoot: false);
        Assert.Equal(
            ["Throw-away Developer ID Certification Authority", "CN=Throw-away Root CA, O=ServicePackaging tests, C=US"],
            Refused(withoutRoot, AppleCertificatePurpose.Installer, SigningProblem.ChainIncomplete));
    }

    [Fact]
    public void Keys_other_than_RSA_are_refused()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var certificate = new CertificateRequest("CN=Curve", ec, HashAlgorithmName.SHA256)
            .CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));

        Assert.Equal(
            ["Curve", "ECDSA"],
            Refused(new CertificateKey(rsa, [certificate]), AppleCertificatePurpose.Installer, SigningProblem.WeakAlgorithm));
    }

    private static IReadOnlyList<string> Refused(CertificateKey key, AppleCertificatePurpose purpose, SigningProblem problem)
    {
        var e = Assert.Throws<SigningException>(() => AppleCertificateRules.Check(key, purpose, Now));
        Assert.Equal(problem, e.Problem);
        return e.Arguments;
    }
}
