using ServicePackaging.Formats.Tests.Rpm;
using ServicePackaging.Signing.OpenPgp;
using ServicePackaging.TestSupport;

namespace ServicePackaging.Signing.Tests.OpenPgp;

/// <summary>The bytes of signatures by throw-away keys, which must not depend on the machine or on the release of a library.</summary>
public sealed class GoldenSignatureTests
{
    [Theory]
    [InlineData("throwaway-rsa.asc", "4d75176e5c56ecdc8f629b34d2ca4d1a")]
    [InlineData("throwaway-ed25519.asc", "01feba332567f74f03df4d4a56f4ae0e")]
    public void A_signature_has_these_bytes(string key, string expected)
    {
        using var signer = OpenPgpKeys.Open(File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "ServicePackaging.Signing.Tests", "Keys", key)));

        var signature = signer.Sign(new MemoryStream([1, 2, 3]), Rpms.Time.AddYears(2), TestContext.Current.CancellationToken);

        Assert.Equal(expected, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(signature.Packet))[..32]);
    }
}
