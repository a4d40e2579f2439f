using System.Security.Cryptography;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tsp;
using Org.BouncyCastle.Utilities.Collections;
using ServicePackaging.Signing.Timestamps;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace ServicePackaging.Signing.Tests.MacOS;

/// <summary>A timestamping authority inside the test.</summary>
internal sealed class MacTimestamps(TestCertificates authority, DateTimeOffset time) : ITimestampSource
{
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    public byte[] Request(ReadOnlySpan<byte> signature, CancellationToken cancellationToken)
    {
        using var key = authority.Create("CN=Test timestamps", TestCertificates.TimeStamping);
        BouncyCertificate[] certificates = [.. key.Certificates.Select(certificate => new BouncyCertificate(certificate.RawData))];
        var query = new TimeStampRequestGenerator();
        query.SetCertReq(true);
        var request = query.Generate(Sha256, SHA256.HashData(signature));
        var generator = new TimeStampTokenGenerator(
            DotNetUtilities.GetRsaKeyPair(key.Key).Private, certificates[0], Sha256, "1.2.3.4");
        generator.SetCertificates(CollectionUtilities.CreateStore(certificates));
        return generator.Generate(request, BigInteger.One, time.UtcDateTime).GetEncoded();
    }
}
